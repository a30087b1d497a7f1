-- Messages that could not be handled: tried a few times, then set aside for staff to see.
CREATE TABLE set_aside (
    channel TEXT NOT NULL,
    external_id TEXT NOT NULL,
    address TEXT NOT NULL,
    text TEXT NOT NULL,             -- without numbers and addresses; "" where it is not ours to keep
    why TEXT NOT NULL,              -- the kind of fault, for whoever mends the program
    tries INTEGER NOT NULL,
    first_at TEXT NOT NULL,
    aside_at TEXT,                  -- NULL while it is still tried
    PRIMARY KEY (channel, external_id)
) WITHOUT ROWID;
