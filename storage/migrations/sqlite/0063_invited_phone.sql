-- The number of whoever is invited, in E.164, where it is known: whoever does not answer is reminded.
ALTER TABLE invitation ADD COLUMN phone TEXT NOT NULL DEFAULT '';
CREATE INDEX invitation_by_phone ON invitation (phone) WHERE phone <> '';
