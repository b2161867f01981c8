-- +goose Up
-- What is noted of a contact is put right and never taken away: one that was
-- noted in error is struck, what it said before a correction is kept.
ALTER TABLE contact ADD COLUMN struck_at BIGINT;
ALTER TABLE contact ADD COLUMN struck_by TEXT NOT NULL DEFAULT '';

CREATE TABLE contact_draft (
	request_id TEXT NOT NULL REFERENCES request (id),
	contact_id TEXT NOT NULL REFERENCES contact (id),
	ordinal    BIGINT NOT NULL,
	kind       TEXT NOT NULL,
	asked_at   BIGINT NOT NULL,
	body       TEXT NOT NULL, -- as of the contact
	by         TEXT NOT NULL, -- who corrected it
	until      BIGINT NOT NULL,
	PRIMARY KEY (request_id, contact_id, ordinal)
)
-- +only sqlite
WITHOUT ROWID,
-- +end
;

-- That whoever was asked was asked again.
CREATE TABLE reminder (
	request_id TEXT NOT NULL REFERENCES request (id),
	contact_id TEXT NOT NULL REFERENCES contact (id),
	ordinal    BIGINT NOT NULL,
	by         TEXT NOT NULL,
	at         BIGINT NOT NULL,
	body       TEXT NOT NULL, -- channel, note, language
	PRIMARY KEY (request_id, contact_id, ordinal)
)
-- +only sqlite
WITHOUT ROWID,
-- +end
;

-- Only the tracing center knows whom it asks, and how.
-- +only sqlite
INSERT INTO fenced (number, name, shown) VALUES
	(100, 'contact_draft', '(SELECT reach FROM temp.reader) = ''all'''),
	(101, 'reminder', '(SELECT reach FROM temp.reader) = ''all''');
-- +end
-- +only postgres
-- +goose StatementBegin
DO $$
DECLARE sheet TEXT;
BEGIN
	FOREACH sheet IN ARRAY ARRAY['contact_draft', 'reminder'] LOOP
		EXECUTE format('CREATE POLICY fence ON %I USING ((SELECT current_setting(''rastreo.reach'', true)) = ''all'')', sheet);
		EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', sheet);
		EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', sheet);
	END LOOP;
END $$;
-- +goose StatementEnd
-- +end
