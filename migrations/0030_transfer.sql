-- +goose Up
-- Who first filed a seizure, and for which agency, where it was handed over
-- since: '' where filed_by and agency_id still say so.
ALTER TABLE seizure ADD COLUMN first_by TEXT NOT NULL DEFAULT '';
ALTER TABLE seizure ADD COLUMN first_agency TEXT NOT NULL DEFAULT '';

-- That a seizure is handed over to another agency, or was to be. It holds
-- nothing of people but accounts.
CREATE TABLE transfer (
	id          TEXT PRIMARY KEY,
	seizure_id  TEXT NOT NULL REFERENCES seizure (id),
	folio       TEXT NOT NULL, -- of the seizure, so that whoever is to accept it need not see the rest
	agency_id   TEXT NOT NULL REFERENCES agency (id), -- who hands it over
	to_agency   TEXT NOT NULL REFERENCES agency (id),
	restricted  BIGINT NOT NULL CHECK (restricted IN (0, 1)), -- it was when it was offered
	requests    BIGINT NOT NULL,
	handed      TEXT NOT NULL, -- when custody passes, YYYY-MM-DD
	document    TEXT NOT NULL,
	reason      TEXT NOT NULL,
	by          TEXT NOT NULL,
	at          BIGINT NOT NULL,
	expires_at  BIGINT NOT NULL,
	approved_by TEXT NOT NULL DEFAULT '',
	approved_at BIGINT,
	accepted_by TEXT NOT NULL DEFAULT '',
	accepted_at BIGINT,
	holder      TEXT NOT NULL DEFAULT '', -- who answers for it from then on
	reference   TEXT NOT NULL DEFAULT '', -- the number of the case there
	ended_by    TEXT NOT NULL DEFAULT '', -- taken back or declined
	ended_at    BIGINT,
	why         TEXT NOT NULL DEFAULT ''
);
CREATE UNIQUE INDEX transfer_open ON transfer (seizure_id) WHERE accepted_at IS NULL AND ended_at IS NULL;
CREATE INDEX transfer_seizure ON transfer (seizure_id, at, id);
CREATE INDEX transfer_from ON transfer (agency_id, at, id);
CREATE INDEX transfer_to ON transfer (to_agency, at, id);
CREATE INDEX transfer_waiting ON transfer (to_agency, expires_at) WHERE approved_at IS NOT NULL AND accepted_at IS NULL AND ended_at IS NULL;

-- Both sides know of it but who is kept out of the seizure; of a restricted one
-- only whoever may know of the seizure, and for good who has offered it.
-- +only sqlite
INSERT INTO fenced (number, name, shown) VALUES (130, 'transfer', '<all> OR (SELECT 1 FROM seen_seizure WHERE seen_seizure.id = {}.seizure_id)
	OR +{}.seizure_id NOT IN (SELECT bar.seizure_id FROM main.bar AS bar WHERE bar.account_id = <me>) AND (
		{}.accepted_at IS NOT NULL AND (+{}.by = <me> OR {}.restricted = 0 AND +{}.agency_id = <mine>)
		OR {}.approved_at IS NOT NULL AND ({}.restricted = 0 OR {}.accepted_at IS NULL) AND +{}.to_agency = <mine>)');
UPDATE fenced SET shown = replace(shown, '<all>', '(SELECT reach FROM temp.reader) = ''all''') WHERE number = 130;
UPDATE fenced SET shown = replace(shown, '<mine>', '(SELECT agency FROM temp.reader)') WHERE number = 130;
UPDATE fenced SET shown = replace(shown, '<me>', '(SELECT account FROM temp.reader)') WHERE number = 130;
-- +end
-- +only postgres
CREATE POLICY fence ON transfer USING (CASE WHEN (SELECT current_setting('rastreo.reach', true)) = 'all' THEN true
	ELSE (SELECT true FROM seizure WHERE seizure.id = transfer.seizure_id)
	OR seizure_id NOT IN (SELECT fence_barred()) AND (
		accepted_at IS NOT NULL AND (by = (SELECT current_setting('rastreo.account', true))
			OR restricted = 0 AND agency_id = (SELECT current_setting('rastreo.agency', true)))
		OR approved_at IS NOT NULL AND (restricted = 0 OR accepted_at IS NULL)
			AND to_agency = (SELECT current_setting('rastreo.agency', true))) END);
ALTER TABLE transfer ENABLE ROW LEVEL SECURITY;
ALTER TABLE transfer FORCE ROW LEVEL SECURITY;
-- +end
