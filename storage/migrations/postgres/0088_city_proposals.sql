-- Broadcasts the city proposes: a ward's own people write, approve and send what they make of one.
CREATE TABLE city_proposal (
    number bigint PRIMARY KEY,              -- the city's
    title text COLLATE "C" NOT NULL,
    text text COLLATE "C" NOT NULL,
    received_at text COLLATE "C" NOT NULL
);
