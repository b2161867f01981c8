-- +goose Up
-- How many traces ended: on which day (UTC), for whom, of which priority, how,
-- and after how long (trace.Slice). Kept in the act that ends one, so that
-- nobody ever counts the requests themselves.
CREATE TABLE tally (
	day       TEXT NOT NULL,
	agency_id TEXT NOT NULL REFERENCES agency (id),
	priority  TEXT NOT NULL,
	outcome   TEXT NOT NULL,
	slice     BIGINT NOT NULL,
	n         BIGINT NOT NULL,
	PRIMARY KEY (day, agency_id, priority, outcome, slice)
)
-- +only sqlite
WITHOUT ROWID,
-- +end
;
CREATE INDEX tally_agency ON tally (agency_id, day);

-- What ended before. The bounds are trace.Slices in hours.
INSERT INTO tally (day, agency_id, priority, outcome, slice, n)
SELECT day, agency_id, priority, outcome, slice, COUNT(*) FROM (
	SELECT
-- +only sqlite
		date(ended_at / 1000000, 'unixepoch') AS day,
-- +end
-- +only postgres
		to_char(to_timestamp(ended_at / 1000000) AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS day,
-- +end
		agency_id, priority, outcome,
		CASE WHEN hours < 4 THEN 0 WHEN hours < 12 THEN 1 WHEN hours < 24 THEN 2 WHEN hours < 48 THEN 3 WHEN hours < 72 THEN 4
			WHEN hours < 120 THEN 5 WHEN hours < 168 THEN 6 WHEN hours < 240 THEN 7 WHEN hours < 336 THEN 8 WHEN hours < 504 THEN 9
			WHEN hours < 720 THEN 10 WHEN hours < 1440 THEN 11 WHEN hours < 2160 THEN 12 ELSE 13 END AS slice
	FROM (SELECT ended_at, agency_id, priority, outcome, (ended_at - filed_at) / 3600000000 AS hours
		FROM request WHERE status = 'concluded' AND ended_at IS NOT NULL) AS ended
) AS sliced GROUP BY day, agency_id, priority, outcome, slice;

-- What is open, by whose it is and how old. It answers alone.
CREATE INDEX request_open ON request (status, agency_id, filed_at) WHERE status IN ('queued', 'claimed', 'returned');
