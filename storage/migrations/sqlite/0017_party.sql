-- The page of an event took a party the table of registrations refuses (companions 0 to 9).

UPDATE event SET most_companions = 9 WHERE most_companions > 9;
