-- +goose Up
-- The directory of those whom the tracing center can ask.
CREATE TABLE licensee (
	id         TEXT PRIMARY KEY,
	name_key   TEXT COLLATE "C" NOT NULL, -- the name as it is sorted
	ffl_key    TEXT NOT NULL DEFAULT '',  -- the license without its expiry, which a renewal changes
	state      TEXT NOT NULL DEFAULT '',
	closed     TEXT NOT NULL DEFAULT '',
	version    BIGINT NOT NULL,
	changed_at BIGINT NOT NULL,
	changed_by TEXT NOT NULL,
	body       TEXT NOT NULL -- names, license number, kinds, city, phone and the rest
);
CREATE INDEX licensee_name ON licensee (name_key, id);
CREATE INDEX licensee_state ON licensee (state, name_key, id);
CREATE UNIQUE INDEX licensee_ffl ON licensee (ffl_key) WHERE ffl_key <> '';

-- What a licensee is found by: folded words of both names and of the city, and
-- of the license the number and its short form.
CREATE TABLE licensee_term (
	term        TEXT COLLATE "C" NOT NULL,
	licensee_id TEXT NOT NULL REFERENCES licensee (id),
	PRIMARY KEY (term, licensee_id)
)
-- +only sqlite
WITHOUT ROWID,
-- +end
;
CREATE INDEX licensee_term_of ON licensee_term (licensee_id, term);

-- Only the tracing center knows whom it asks.
-- +only sqlite
INSERT INTO fenced (number, name, shown) VALUES
	(70, 'licensee', '(SELECT reach FROM temp.reader) = ''all'''),
	(71, 'licensee_term', '(SELECT reach FROM temp.reader) = ''all''');
-- +end
-- +only postgres
-- +goose StatementBegin
DO $$
DECLARE directory TEXT;
BEGIN
	FOREACH directory IN ARRAY ARRAY['licensee', 'licensee_term'] LOOP
		EXECUTE format('CREATE POLICY fence ON %I USING ((SELECT current_setting(''rastreo.reach'', true)) = ''all'')', directory);
		EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', directory);
		EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', directory);
	END LOOP;
END $$;
-- +goose StatementEnd
-- +end
