-- Who registered somebody else, and who comes along, by name; both told freely, '' for not told.
ALTER TABLE registration ADD COLUMN registered_by TEXT NOT NULL DEFAULT '';
ALTER TABLE registration ADD COLUMN companion_names TEXT NOT NULL DEFAULT '';
