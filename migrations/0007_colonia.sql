-- +goose Up
-- The settlements of each postal code, from the file of the Mexican postal
-- service; empty where nobody has loaded it.
CREATE TABLE colonia (
	postal_code     TEXT NOT NULL,
	municipio       TEXT NOT NULL, -- INEGI key, 5 digits
	id              TEXT NOT NULL, -- the postal service's, within the municipio
	name            TEXT NOT NULL,
	type            TEXT NOT NULL, -- in the words of the file
	settlement_type TEXT NOT NULL, -- the catalogue's code, '' where it has none
	city            TEXT NOT NULL,
	rural           BIGINT NOT NULL CHECK (rural IN (0, 1)),
	PRIMARY KEY (postal_code, municipio, id)
)
-- +only sqlite
WITHOUT ROWID,
-- +end
;
