-- +goose Up
-- What a person is found by: words of the name as they sound. The rows of one
-- agency stand together, newest last, so that each reads only what is its own.
CREATE TABLE person_term (
	term       TEXT COLLATE "C" NOT NULL,
	agency_id  TEXT NOT NULL,
	seizure_id TEXT NOT NULL REFERENCES seizure (id),
	ordinal    BIGINT NOT NULL, -- of the person
	filed_by   TEXT NOT NULL,
	PRIMARY KEY (term, agency_id, seizure_id, ordinal)
)
-- +only sqlite
WITHOUT ROWID,
-- +end
;

-- 0 in rows of before until the house has made their terms.
ALTER TABLE person ADD COLUMN indexed BIGINT NOT NULL DEFAULT 0 CHECK (indexed IN (0, 1));
CREATE INDEX person_unindexed ON person (seizure_id, ordinal) WHERE indexed = 0;
