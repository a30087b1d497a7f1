-- Which ids are lent to which process: each slot until an id that nobody was lent yet.
CREATE TABLE id_slot (
    slot INTEGER PRIMARY KEY,
    until INTEGER NOT NULL
);

INSERT INTO id_slot (slot, until)
WITH RECURSIVE slots (slot) AS (SELECT 0 UNION ALL SELECT slot + 1 FROM slots WHERE slot < 63)
SELECT slot, 0 FROM slots;
