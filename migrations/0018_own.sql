-- +goose Up
-- What an agency has of a serial number, for the agency alone: what others have
-- costs it nothing. The index answers alone, and nobody who asks for all: they
-- say serial_core <> ''.
CREATE INDEX request_own_core ON request (agency_id, serial_core, serial_key, id) WHERE serial_core > '';

-- When nobody had decided in time what was asked in an emergency; NULL before.
ALTER TABLE break_glass ADD COLUMN expired_at BIGINT;
CREATE INDEX break_glass_waiting ON break_glass (at, id) WHERE verdict = '' AND expired_at IS NULL;
