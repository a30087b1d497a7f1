-- How somebody wishes to be called in replies ("cô", "bác Tám"); '' for as everybody is.
ALTER TABLE contact ADD COLUMN addressed TEXT NOT NULL DEFAULT '';
