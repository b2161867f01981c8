-- +goose Up
-- What somebody of the tracing center narrows the queue by again and again.
CREATE TABLE view (
	id         TEXT PRIMARY KEY,
	account_id TEXT NOT NULL REFERENCES account (id),
	name       TEXT NOT NULL,
	filter     TEXT NOT NULL, -- as it stands in an address
	place      BIGINT NOT NULL, -- among those of the account
	shared     BIGINT NOT NULL DEFAULT 0 CHECK (shared IN (0, 1)),
	main       BIGINT NOT NULL DEFAULT 0 CHECK (main IN (0, 1)), -- what the account's queue opens with
	at         BIGINT NOT NULL
);
CREATE INDEX view_account ON view (account_id, place, id);
CREATE INDEX view_shared ON view (at, id) WHERE shared = 1;

-- 1 where somebody wants as many rows on a screen as fit.
ALTER TABLE account ADD COLUMN compact BIGINT NOT NULL DEFAULT 0 CHECK (compact IN (0, 1));

-- Each of the tracing center is shown their own and what is shared, and changes
-- their own alone; the house, which is nobody, has all.
-- +only sqlite
INSERT INTO fenced (number, name, shown, written) VALUES (74, 'view',
	'(SELECT reach FROM temp.reader) = ''all'' AND ((SELECT account FROM temp.reader) = '''' OR +{}.account_id = (SELECT account FROM temp.reader) OR {}.shared = 1)',
	'(SELECT reach FROM temp.reader) = ''all'' AND ((SELECT account FROM temp.reader) = '''' OR +{}.account_id = (SELECT account FROM temp.reader))');
-- +end
-- +only postgres
CREATE POLICY fence ON view USING ((SELECT current_setting('rastreo.reach', true)) = 'all'
	AND ((SELECT COALESCE(current_setting('rastreo.account', true), '')) IN ('', account_id) OR shared = 1));
CREATE POLICY fence_changed ON view AS RESTRICTIVE FOR UPDATE USING ((SELECT COALESCE(current_setting('rastreo.account', true), '')) IN ('', account_id));
CREATE POLICY fence_deleted ON view AS RESTRICTIVE FOR DELETE USING ((SELECT COALESCE(current_setting('rastreo.account', true), '')) IN ('', account_id));
CREATE POLICY fence_added ON view AS RESTRICTIVE FOR INSERT WITH CHECK ((SELECT COALESCE(current_setting('rastreo.account', true), '')) IN ('', account_id));
ALTER TABLE view ENABLE ROW LEVEL SECURITY;
ALTER TABLE view FORCE ROW LEVEL SECURITY;
-- +end
