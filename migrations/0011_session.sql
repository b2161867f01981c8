-- +goose Up
-- What its owner sees of a session. id is public, the token is not. One that
-- has ended stays until it would have expired, so that what was typed under it
-- can be kept for its owner.
ALTER TABLE session ADD COLUMN id TEXT NOT NULL DEFAULT '';
ALTER TABLE session ADD COLUMN agent TEXT NOT NULL DEFAULT ''; -- browser and system, as codes
ALTER TABLE session ADD COLUMN started_at BIGINT;
ALTER TABLE session ADD COLUMN seen_at BIGINT;
ALTER TABLE session ADD COLUMN ended_at BIGINT;
CREATE INDEX session_id ON session (id);

-- Browsers that an account has signed in from, by a hash of what they keep.
CREATE TABLE device (
	account_id TEXT NOT NULL REFERENCES account (id),
	hash       TEXT NOT NULL,
	seen_at    BIGINT NOT NULL,
	PRIMARY KEY (account_id, hash)
)
-- +only sqlite
WITHOUT ROWID,
-- +end
;
CREATE INDEX device_age ON device (seen_at, account_id, hash);

-- NULL while the name is not locked. What is counted is failures without
-- fifteen minutes of peace between them, so the last is what matters.
ALTER TABLE sign_in RENAME COLUMN first_at TO last_at;
ALTER TABLE sign_in ADD COLUMN locked_at BIGINT;

-- What was typed into a form whose session had ended: personal data, in the
-- column form.
CREATE TABLE kept (
	account_id TEXT NOT NULL REFERENCES account (id),
	path       TEXT NOT NULL,
	form       TEXT NOT NULL,
	at         BIGINT NOT NULL,
	PRIMARY KEY (account_id, path)
)
-- +only sqlite
WITHOUT ROWID,
-- +end
;
CREATE INDEX kept_age ON kept (at, account_id, path);

-- 1 after a recovery code was used: a new password must be chosen first.
ALTER TABLE account ADD COLUMN renew BIGINT NOT NULL DEFAULT 0 CHECK (renew IN (0, 1));
