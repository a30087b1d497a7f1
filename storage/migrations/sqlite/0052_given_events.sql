-- What a platform gave once and gives no more, until it was handled: a stop in between loses nothing.
CREATE TABLE given_event (
    channel TEXT NOT NULL,
    external_id TEXT NOT NULL,
    event TEXT NOT NULL,            -- as the channel reads it; secrets covered
    given_at TEXT NOT NULL,
    tries INTEGER NOT NULL DEFAULT 0, -- starts of the program that found it here
    PRIMARY KEY (channel, external_id)
) WITHOUT ROWID;
