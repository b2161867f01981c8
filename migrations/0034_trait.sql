-- +goose Up
-- By what requests are seen to belong together, whoever filed them: a party of
-- the same whole name, the place where the firearms were found, the dealer who
-- was asked or sold one, the purchaser. request_id is '' where it is so of the
-- whole seizure. It is personal data.
CREATE TABLE trait (
	kind       TEXT NOT NULL CHECK (kind IN ('person', 'address', 'point', 'dealer', 'purchaser')),
	key        TEXT COLLATE "C" NOT NULL, -- one text for all writings of the same
	seizure_id TEXT NOT NULL REFERENCES seizure (id),
	request_id TEXT NOT NULL,
	born       TEXT NOT NULL, -- YYYY-MM-DD of whoever is named, '' where it is not wholly known
	PRIMARY KEY (kind, key, seizure_id, request_id)
)
-- +only sqlite
WITHOUT ROWID,
-- +end
;
CREATE INDEX trait_request ON trait (request_id) WHERE request_id <> '';

-- 0 in rows of before until the house has made what they are seen by.
ALTER TABLE seizure ADD COLUMN keyed BIGINT NOT NULL DEFAULT 0 CHECK (keyed IN (0, 1));
CREATE INDEX seizure_untraited ON seizure (id) WHERE keyed = 0;

-- Whoever files puts it in; only the tracing center looks at it.
-- +only sqlite
INSERT INTO fenced (number, name, shown, written) VALUES (140, 'trait', '(SELECT reach FROM temp.reader) = ''all''', '1');
-- +end
-- +only postgres
CREATE POLICY fence ON trait USING ((SELECT current_setting('rastreo.reach', true)) = 'all') WITH CHECK (true);
ALTER TABLE trait ENABLE ROW LEVEL SECURITY;
ALTER TABLE trait FORCE ROW LEVEL SECURITY;
-- +end
