-- +goose Up
-- What somebody proves who they are with, beside a password. secret is a TOTP
-- seed, sealed with a key that is not in this database, or the credential of a
-- passkey. last is the last step of a TOTP that was used, or the counter of a
-- passkey. One that has stopped was met in two places at once and opens nothing.
CREATE TABLE factor (
	id         TEXT PRIMARY KEY,
	account_id TEXT NOT NULL REFERENCES account (id),
	kind       TEXT NOT NULL CHECK (kind IN ('totp', 'passkey')),
	name       TEXT NOT NULL, -- what its owner calls it
	handle     TEXT UNIQUE,   -- a passkey's credential id, NULL of a TOTP
	secret     BYTEA NOT NULL,
	last       BIGINT NOT NULL DEFAULT 0,
	created_at BIGINT NOT NULL,
	used_at    BIGINT,
	stopped_at BIGINT
);
CREATE INDEX factor_account ON factor (account_id, created_at, id);

CREATE TABLE recovery_code (
	account_id TEXT NOT NULL REFERENCES account (id),
	number     BIGINT NOT NULL,
	hash       TEXT NOT NULL,
	used_at    BIGINT,
	PRIMARY KEY (account_id, number)
)
-- +only sqlite
WITHOUT ROWID,
-- +end
;

-- A passkey ceremony that has begun: single use, five minutes.
CREATE TABLE ceremony (
	id         TEXT PRIMARY KEY,
	account_id TEXT NOT NULL, -- '' where nobody is known yet
	kind       TEXT NOT NULL,
	data       BYTEA NOT NULL,
	expires_at BIGINT NOT NULL
);
CREATE INDEX ceremony_expiry ON ceremony (expires_at, id);
