-- Broadcasts the city proposes: a ward's own people write, approve and send what they make of one.
CREATE TABLE city_proposal (
    number INTEGER PRIMARY KEY,              -- the city's
    title TEXT NOT NULL,
    text TEXT NOT NULL,
    received_at TEXT NOT NULL
);
