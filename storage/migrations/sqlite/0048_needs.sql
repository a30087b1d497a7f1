-- What the ward is to have ready for who comes: a way in for a wheelchair ...; names of
-- `content/special_needs.py` with a comma between them, '' for nothing told.
ALTER TABLE registration ADD COLUMN needs TEXT NOT NULL DEFAULT '';
