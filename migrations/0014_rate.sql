-- +goose Up
-- How much of a limit is used, by all instances together. name says which
-- limit and of whom; what stands in the name of an address is a keyed hash.
CREATE TABLE rate (
	name     TEXT PRIMARY KEY,
	full_at  BIGINT NOT NULL -- when nothing of it will be used any more
)
-- +only sqlite
WITHOUT ROWID,
-- +end
;
CREATE INDEX rate_age ON rate (full_at, name);
