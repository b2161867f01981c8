-- +goose Up
-- Questions that the tracing center keeps ready in both languages. What was sent
-- is with the question: a change here changes none.
CREATE TABLE wording (
	id         TEXT PRIMARY KEY,
	version    BIGINT NOT NULL,
	retired    BIGINT NOT NULL DEFAULT 0 CHECK (retired IN (0, 1)),
	changed_at BIGINT NOT NULL,
	changed_by TEXT NOT NULL,
	body       TEXT NOT NULL -- titles, texts and fields
);
CREATE INDEX wording_kept ON wording (id) WHERE retired = 0;

-- Only the tracing center keeps them.
-- +only sqlite
INSERT INTO fenced (number, name, shown) VALUES (72, 'wording', '(SELECT reach FROM temp.reader) = ''all''');
-- +end
-- +only postgres
CREATE POLICY fence ON wording USING ((SELECT current_setting('rastreo.reach', true)) = 'all');
ALTER TABLE wording ENABLE ROW LEVEL SECURITY;
ALTER TABLE wording FORCE ROW LEVEL SECURITY;
-- +end
