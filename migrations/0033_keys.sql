-- +goose Up
-- Which keys of the keyboard do what for somebody, as far as they differ from
-- the house's own: "off", or code:key, spaced.
ALTER TABLE account ADD COLUMN keys TEXT NOT NULL DEFAULT '';
