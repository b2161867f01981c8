-- +goose Up
-- An act done to many requests at once: what it would do, did and undid, in
-- counts.
CREATE TABLE bulk (
	id       TEXT PRIMARY KEY,
	by       TEXT NOT NULL REFERENCES account (id),
	state    TEXT NOT NULL CHECK (state IN ('tried', 'running', 'done', 'undoing', 'undone')),
	at       BIGINT NOT NULL,
	begun_at BIGINT,
	ended_at BIGINT,
	key      TEXT NOT NULL DEFAULT '', -- of a program that sends it again
	hash     TEXT NOT NULL DEFAULT '',
	steps    BIGINT NOT NULL,
	step     BIGINT NOT NULL DEFAULT 0, -- how many of them are done
	plan     TEXT NOT NULL,
	result   TEXT NOT NULL DEFAULT '{}',
	undo     TEXT NOT NULL DEFAULT '{}',
	body     TEXT NOT NULL -- the act and what belongs to it
);
CREATE INDEX bulk_active ON bulk (id) WHERE state IN ('running', 'undoing');
CREATE INDEX bulk_age ON bulk (at, id);
CREATE INDEX bulk_by ON bulk (by, at, id);
CREATE UNIQUE INDEX bulk_key ON bulk (by, key) WHERE key <> '';

-- The requests of one, in the pieces it is done in.
CREATE TABLE bulk_step (
	bulk_id TEXT NOT NULL REFERENCES bulk (id),
	n       BIGINT NOT NULL, -- 0 for the first
	items   TEXT NOT NULL,   -- how each was seen, was before and was left
	PRIMARY KEY (bulk_id, n)
)
-- +only sqlite
WITHOUT ROWID,
-- +end
;

-- Who was told of one: each person once.
CREATE TABLE bulk_told (
	bulk_id    TEXT NOT NULL REFERENCES bulk (id),
	code       TEXT NOT NULL,
	account_id TEXT NOT NULL REFERENCES account (id),
	PRIMARY KEY (bulk_id, code, account_id)
)
-- +only sqlite
WITHOUT ROWID,
-- +end
;

-- Only the tracing center knows what it does to many at once.
-- +only sqlite
INSERT INTO fenced (number, name, shown) VALUES
	(90, 'bulk', '(SELECT reach FROM temp.reader) = ''all'''),
	(91, 'bulk_step', '(SELECT reach FROM temp.reader) = ''all'''),
	(92, 'bulk_told', '(SELECT reach FROM temp.reader) = ''all''');
-- +end
-- +only postgres
-- +goose StatementBegin
DO $$
DECLARE part TEXT;
BEGIN
	FOREACH part IN ARRAY ARRAY['bulk', 'bulk_step', 'bulk_told'] LOOP
		EXECUTE format('CREATE POLICY fence ON %I USING ((SELECT current_setting(''rastreo.reach'', true)) = ''all'')', part);
		EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', part);
		EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', part);
	END LOOP;
END $$;
-- +goose StatementEnd
-- +end
