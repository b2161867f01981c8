-- +goose Up
-- What whoever asked and the tracing center write to each other about a request,
-- beside questions and answers. Nothing here is ever changed or taken away.
CREATE TABLE message (
	id         TEXT PRIMARY KEY,
	request_id TEXT NOT NULL REFERENCES request (id),
	by         TEXT NOT NULL REFERENCES account (id),
	at         BIGINT NOT NULL,
	body       TEXT NOT NULL -- text and language
);
CREATE INDEX message_request ON message (request_id, at, id);

-- +only sqlite
INSERT INTO fenced (number, name, shown) VALUES (36, 'message',
	'(SELECT reach FROM temp.reader) = ''all'' OR (SELECT 1 FROM seen_request WHERE seen_request.id = {}.request_id)');
-- +end
-- +only postgres
CREATE POLICY fence ON message USING (CASE WHEN (SELECT current_setting('rastreo.reach', true)) = 'all' THEN true
	ELSE (SELECT true FROM request WHERE request.id = message.request_id) END);
ALTER TABLE message ENABLE ROW LEVEL SECURITY;
ALTER TABLE message FORCE ROW LEVEL SECURITY;
-- +end
