-- Seats: how many may come together, how many of a party came, what a one-time form led to.

ALTER TABLE event ADD COLUMN most_companions INTEGER NOT NULL DEFAULT 9;

ALTER TABLE registration ADD COLUMN arrived_people INTEGER;      -- of the party; NULL before
ALTER TABLE registration ADD COLUMN state_before TEXT NOT NULL DEFAULT '';  -- they arrived
-- The seats of those of the party who did not come were given to others.
ALTER TABLE registration ADD COLUMN rest_released INTEGER NOT NULL DEFAULT 0;

UPDATE registration SET arrived_people = 1 + companions WHERE state = 'checked_in';

-- The same business: its tax code, or what staff decided; never a name, which many may share.
UPDATE registration SET business_key = tax_code;

-- The token of the ticket the form ended with.
ALTER TABLE one_time_link ADD COLUMN ticket TEXT NOT NULL DEFAULT '';
