-- +goose Up
-- Where somebody has their notices mailed, and which of them how.
CREATE TABLE mailbox (
	account_id TEXT PRIMARY KEY REFERENCES account (id),
	address    TEXT NOT NULL DEFAULT '', -- to which a code was mailed that came back
	wanted     TEXT NOT NULL DEFAULT '', -- of which that is still to come
	hash       TEXT NOT NULL DEFAULT '', -- of the code
	code_until BIGINT,
	tries      BIGINT NOT NULL DEFAULT 0, -- of the code
	asked      BIGINT NOT NULL DEFAULT 0, -- codes asked for since asked_at
	asked_at   BIGINT,
	refused    TEXT NOT NULL DEFAULT '', -- which a mail server does not know any more
	ways       TEXT NOT NULL DEFAULT '', -- topic:way with spaces between; the rest is as usual
	digest_id  TEXT NOT NULL DEFAULT '', -- of the digest that notices go into
	digest_at  BIGINT                    -- when it is due
);

-- The mail that carries a notice, '' for none.
ALTER TABLE notice ADD COLUMN mail_id TEXT NOT NULL DEFAULT '';
CREATE INDEX notice_mail ON notice (mail_id, at, id) WHERE mail_id <> '';

-- Each kind of job is taken by whoever does it. since_at is from when it was to
-- be done, failed_at when that was given up.
ALTER TABLE outbox ADD COLUMN since_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE outbox ADD COLUMN failed_at BIGINT;
UPDATE outbox SET since_at = due_at;
DROP INDEX outbox_due;
CREATE INDEX outbox_due ON outbox (kind, due_at, id) WHERE failed_at IS NULL;
CREATE INDEX outbox_failed ON outbox (kind, failed_at, id) WHERE failed_at IS NOT NULL;

-- An address is its owner's affair.
-- +only sqlite
INSERT INTO fenced (number, name, shown) VALUES (80, 'mailbox', '(SELECT reach FROM temp.reader) = ''all'' OR +{}.account_id = (SELECT account FROM temp.reader)');
-- +end
-- +only postgres
CREATE POLICY fence ON mailbox USING (CASE WHEN (SELECT current_setting('rastreo.reach', true)) = 'all' THEN true
	ELSE account_id = (SELECT current_setting('rastreo.account', true)) END);
ALTER TABLE mailbox ENABLE ROW LEVEL SECURITY;
ALTER TABLE mailbox FORCE ROW LEVEL SECURITY;
-- +end
