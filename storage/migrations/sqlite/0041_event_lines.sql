-- What people ask of an event before they come, as staff write it; empty is not told yet.
ALTER TABLE event ADD COLUMN doors TEXT NOT NULL DEFAULT '';    -- from when one may come in
ALTER TABLE event ADD COLUMN parking TEXT NOT NULL DEFAULT '';
ALTER TABLE event ADD COLUMN meal TEXT NOT NULL DEFAULT '';     -- what there is to eat and drink
