-- +goose Up
-- What a firearm's description came to hold beside its first fields. Texts in
-- JSON are '' where there is nothing.
ALTER TABLE request ADD COLUMN year TEXT NOT NULL DEFAULT '';
ALTER TABLE request ADD COLUMN altered TEXT NOT NULL DEFAULT '';
ALTER TABLE request ADD COLUMN serial_missing TEXT NOT NULL DEFAULT '';
ALTER TABLE request ADD COLUMN serial_restoration TEXT NOT NULL DEFAULT '';
ALTER TABLE request ADD COLUMN read TEXT NOT NULL DEFAULT '';
ALTER TABLE request ADD COLUMN same_as TEXT NOT NULL DEFAULT '';
ALTER TABLE request ADD COLUMN kept TEXT NOT NULL DEFAULT '';

-- What the check said when it was filed. score stands beside it, so that
-- outcomes can be compared with it; NULL where nothing was checked.
ALTER TABLE request ADD COLUMN report TEXT NOT NULL DEFAULT '';
ALTER TABLE request ADD COLUMN score BIGINT;

-- What the serial number is looked up by under its misreadings: '' where it
-- says nothing, NULL in rows of before until the house has made it. The index
-- answers alone, for one agency too.
ALTER TABLE request ADD COLUMN serial_core TEXT COLLATE "C";
CREATE INDEX request_core ON request (serial_core, serial_key, agency_id, id) WHERE serial_core <> '';
CREATE INDEX request_coreless ON request (id) WHERE serial_core IS NULL;

-- What somebody found of two requests. A row is never deleted: it is undone.
-- pair is both ids in their order; of the center and of the agencies each has
-- one row for it that holds, at most.
CREATE TABLE link (
	id         TEXT PRIMARY KEY,
	request_id TEXT NOT NULL REFERENCES request (id),
	other_id   TEXT NOT NULL REFERENCES request (id),
	pair       TEXT NOT NULL,
	verdict    TEXT NOT NULL CHECK (verdict IN ('same', 'different')),
	reason     TEXT NOT NULL,
	why        TEXT NOT NULL,
	center     BIGINT NOT NULL CHECK (center IN (0, 1)),
	by         TEXT NOT NULL,
	at         BIGINT NOT NULL,
	undone_by  TEXT NOT NULL DEFAULT '',
	undone_at  BIGINT,
	CHECK (request_id <> other_id)
);
CREATE INDEX link_request ON link (request_id, at, id);
CREATE INDEX link_other ON link (other_id, at, id);
CREATE UNIQUE INDEX link_pair ON link (pair, center) WHERE undone_at IS NULL;
