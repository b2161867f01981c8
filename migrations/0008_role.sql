-- +goose Up
-- The roles there are grew. A check cannot be changed in place on SQLite, so
-- the column is made anew under its own name.
ALTER TABLE account ADD COLUMN duty TEXT NOT NULL DEFAULT 'submitter' CHECK (duty IN (
	'submitter', 'coordinator', 'admin', 'tracer', 'supervisor', 'auditor', 'trainer', 'trainee', 'operator'));
UPDATE account SET duty = role;
ALTER TABLE account DROP COLUMN role;
ALTER TABLE account RENAME COLUMN duty TO role;

-- When somebody was last here: NULL for never.
ALTER TABLE account ADD COLUMN seen_at BIGINT;
CREATE INDEX account_agency ON account (agency_id, username);
CREATE INDEX account_unused ON account (seen_at, id) WHERE disabled = 0;
