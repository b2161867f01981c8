-- +goose Up
-- The files that came with an answer. What they hold lies apart, so that no list
-- reads it.
CREATE TABLE document (
	id         TEXT PRIMARY KEY,
	request_id TEXT NOT NULL REFERENCES request (id),
	contact_id TEXT NOT NULL REFERENCES contact (id),
	kind       TEXT NOT NULL CHECK (kind IN ('pdf', 'jpeg', 'png', 'tiff', 'txt')),
	size       BIGINT NOT NULL,
	sum        TEXT NOT NULL, -- SHA-256 in hexadecimal
	by         TEXT NOT NULL,
	at         BIGINT NOT NULL,
	struck_at  BIGINT,
	struck_by  TEXT NOT NULL DEFAULT '',
	body       TEXT NOT NULL -- name, why it was struck
);
CREATE INDEX document_request ON document (request_id, at, id);

CREATE TABLE document_content (
	document_id TEXT PRIMARY KEY REFERENCES document (id),
	content     BYTEA NOT NULL
);

-- Only the tracing center has them.
-- +only sqlite
INSERT INTO fenced (number, name, shown) VALUES
	(120, 'document', '(SELECT reach FROM temp.reader) = ''all'''),
	(121, 'document_content', '(SELECT reach FROM temp.reader) = ''all''');
-- +end
-- +only postgres
-- +goose StatementBegin
DO $$
DECLARE file TEXT;
BEGIN
	FOREACH file IN ARRAY ARRAY['document', 'document_content'] LOOP
		EXECUTE format('CREATE POLICY fence ON %I USING ((SELECT current_setting(''rastreo.reach'', true)) = ''all'')', file);
		EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', file);
		EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', file);
	END LOOP;
END $$;
-- +goose StatementEnd
-- What is in a picture or a PDF is small already.
ALTER TABLE document_content ALTER COLUMN content SET STORAGE EXTERNAL;
-- +end
