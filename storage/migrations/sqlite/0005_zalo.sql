-- Zalo: the tokens of the ward's Official Account, what staff must look after, and one household
-- on several channels.

-- One row: the OA this ward speaks through. Tokens are encrypted with a key that is not here.
CREATE TABLE zalo_oa (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    access_token TEXT NOT NULL,
    refresh_token TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    connected_at TEXT NOT NULL,     -- when a person last gave consent
    refreshed_at TEXT NOT NULL,
    refreshing_until TEXT,          -- somebody is refreshing; after this moment they are not
    uncertain INTEGER NOT NULL DEFAULT 0, -- refreshes that began and whose answer nobody has
    broken TEXT NOT NULL DEFAULT '',-- why it can no longer be refreshed
    known TEXT NOT NULL             -- JSON: what was learned about this OA
);

-- A consent under way: what Zalo must bring back, and the secret half of the pair.
CREATE TABLE zalo_consent (
    state TEXT PRIMARY KEY,         -- hash
    verifier TEXT NOT NULL,         -- encrypted
    staff_id INTEGER NOT NULL,
    expires_at TEXT NOT NULL
) WITHOUT ROWID;

-- What a person of ours must look after before a channel works again.
CREATE TABLE channel_alarm (
    channel TEXT NOT NULL,
    what TEXT NOT NULL,
    detail TEXT NOT NULL,
    since TEXT NOT NULL,
    PRIMARY KEY (channel, what)
) WITHOUT ROWID;

-- ---- one household on several channels ----

-- Contacts of one household; the number is the id of the contact that was there first.
CREATE TABLE household_contact (
    contact_id INTEGER PRIMARY KEY REFERENCES contact (id) ON DELETE CASCADE,
    household INTEGER NOT NULL,
    linked_at TEXT NOT NULL
);

CREATE INDEX household_contacts ON household_contact (household);

CREATE TABLE household_code (
    code TEXT PRIMARY KEY,          -- hash
    contact_id INTEGER NOT NULL REFERENCES contact (id) ON DELETE CASCADE,
    expires_at TEXT NOT NULL
) WITHOUT ROWID;

-- What became of a broadcast as an article of the OA. A row is written before Zalo is asked.
CREATE TABLE zalo_article (
    broadcast_id INTEGER PRIMARY KEY REFERENCES broadcast (id) ON DELETE CASCADE,
    state TEXT NOT NULL CHECK (
        state IN ('creating', 'created', 'sending', 'sent', 'failed', 'unsure')
    ),
    job TEXT NOT NULL DEFAULT '',       -- Zalo's token while it makes the article
    article TEXT NOT NULL DEFAULT '',   -- the article's id, when it is made
    error TEXT NOT NULL DEFAULT '',
    at TEXT NOT NULL
);
