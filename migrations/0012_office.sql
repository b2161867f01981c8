-- +goose Up
-- The code with which somebody makes an account theirs: single use, 72 hours.
CREATE TABLE invitation (
	account_id TEXT PRIMARY KEY REFERENCES account (id),
	hash       TEXT NOT NULL UNIQUE,
	by         TEXT NOT NULL,
	at         BIGINT NOT NULL,
	expires_at BIGINT NOT NULL
);

-- What two people must agree on. role is the one that the account is to have,
-- '' where it is not about that.
CREATE TABLE change (
	id         TEXT PRIMARY KEY,
	agency_id  TEXT NOT NULL REFERENCES agency (id),
	kind       TEXT NOT NULL,
	account_id TEXT NOT NULL REFERENCES account (id),
	role       TEXT NOT NULL,
	by         TEXT NOT NULL,
	at         BIGINT NOT NULL,
	expires_at BIGINT NOT NULL,
	decided_by TEXT NOT NULL DEFAULT '',
	decided_at BIGINT,
	verdict    TEXT NOT NULL DEFAULT '' CHECK (verdict IN ('', 'approved', 'refused', 'expired'))
);
CREATE INDEX change_expiry ON change (expires_at, id) WHERE verdict = '';
CREATE INDEX change_age ON change (at, id);
CREATE INDEX change_agency ON change (agency_id, at, id);
CREATE INDEX change_account ON change (account_id, at, id);

-- '' is every scope that the role allows, as keys of before had.
ALTER TABLE api_key ADD COLUMN scopes TEXT NOT NULL DEFAULT '';
ALTER TABLE api_key ADD COLUMN expires_at BIGINT;
ALTER TABLE api_key ADD COLUMN used_at BIGINT;

-- Which notices somebody does not want, codes with spaces between.
ALTER TABLE account ADD COLUMN muted TEXT NOT NULL DEFAULT '';

-- When the account ends for not being used; its administrators have been told.
ALTER TABLE account ADD COLUMN unused_at BIGINT;
CREATE INDEX account_idle ON account (COALESCE(seen_at, created_at), id) WHERE disabled = 0 AND unused_at IS NULL;
CREATE INDEX account_ending ON account (unused_at, id) WHERE disabled = 0 AND unused_at IS NOT NULL;
CREATE INDEX account_role ON account (role, username);
