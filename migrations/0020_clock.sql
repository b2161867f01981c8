-- +goose Up
-- When a request must be done, NULL while its submitter is asked. The house
-- makes it of the events; rows of before get it from the house.
ALTER TABLE request ADD COLUMN due_at BIGINT;
-- Its place in the queue among those of its priority. Those of before stand
-- where they stood: since they were filed.
ALTER TABLE request ADD COLUMN turn_at BIGINT NOT NULL DEFAULT 0;
UPDATE request SET turn_at = queued_at;
CREATE INDEX request_undated ON request (id) WHERE due_at IS NULL AND status IN ('queued', 'claimed');

DROP INDEX request_queue;
DROP INDEX request_queue_agency;
DROP INDEX request_desk;
CREATE INDEX request_queue ON request (status, rank, turn_at, id);
CREATE INDEX request_queue_agency ON request (agency_id, status, rank, turn_at, id);
CREATE INDEX request_desk ON request (claimed_by, status, rank, turn_at, id) WHERE claimed_by <> '';

-- How many claims were made of it so far: every act of a tracer names the one
-- under which they saw the request.
ALTER TABLE request ADD COLUMN claim BIGINT NOT NULL DEFAULT 0;
UPDATE request SET claim = 1 WHERE claimed_by <> '';

-- The last turn that was given in a lane: to an agency's requests of one
-- priority, the fresh apart from the rest.
CREATE TABLE lane (
	agency_id TEXT NOT NULL REFERENCES agency (id),
	priority  TEXT NOT NULL,
	fresh     BIGINT NOT NULL CHECK (fresh IN (0, 1)),
	turn_at   BIGINT NOT NULL,
	PRIMARY KEY (agency_id, priority, fresh)
)
-- +only sqlite
WITHOUT ROWID,
-- +end
;

-- Who of the tracing center has a request before them, since when they were last
-- known to, and since when with text they have not sent.
CREATE TABLE presence (
	request_id TEXT NOT NULL REFERENCES request (id),
	account_id TEXT NOT NULL REFERENCES account (id),
	seen_at    BIGINT NOT NULL,
	typed_at   BIGINT,
	PRIMARY KEY (request_id, account_id)
)
-- +only sqlite
WITHOUT ROWID,
-- +end
;
CREATE INDEX presence_age ON presence (seen_at, request_id, account_id);

-- Only the tracing center knows who looks at what. A lane says only when the
-- last of an agency has its turn, and is not fenced.
-- +only sqlite
INSERT INTO fenced (number, name, shown) VALUES (61, 'presence', '(SELECT reach FROM temp.reader) = ''all''');
-- +end
-- +only postgres
CREATE POLICY fence ON presence USING ((SELECT current_setting('rastreo.reach', true)) = 'all');
ALTER TABLE presence ENABLE ROW LEVEL SECURITY;
ALTER TABLE presence FORCE ROW LEVEL SECURITY;
-- +end
