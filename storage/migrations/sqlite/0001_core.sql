-- The core: who writes to us, where each conversation stands, what came in, what goes out.
-- Timestamps are UTC, ISO 8601, microseconds, so that text order is time order.

CREATE TABLE contact (
    id INTEGER PRIMARY KEY,
    channel TEXT NOT NULL,
    address TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'left')),
    created_at TEXT NOT NULL,
    last_inbound_at TEXT NOT NULL,
    rest_until TEXT,                -- no message before then: the platform's pace per contact
    UNIQUE (channel, address)
);

CREATE TABLE conversation (
    contact_id INTEGER PRIMARY KEY REFERENCES contact (id) ON DELETE CASCADE,
    menu INTEGER NOT NULL,          -- number of the list of choices last shown
    choices TEXT NOT NULL,          -- JSON [[key, label, action], ...]
    entry TEXT,                     -- the FAQ entry last shown
    asked TEXT,                     -- the question it answered, until the next message
    flow TEXT,                      -- JSON {"name", "version", "memory"} while a flow is open
    expires_at TEXT,                -- when an open flow is forgotten
    window_started_at TEXT NOT NULL,-- flood protection: messages counted since
    window_count INTEGER NOT NULL
);

-- One row per message received; the primary key recognises a redelivery.
CREATE TABLE inbox (
    channel TEXT NOT NULL,
    external_id TEXT NOT NULL,
    id INTEGER NOT NULL,            -- grows with time, on one scale with outbox.id
    contact_id INTEGER NOT NULL REFERENCES contact (id) ON DELETE CASCADE,
    state TEXT NOT NULL CHECK (state IN ('handled', 'failed', 'throttled')),
    text TEXT,                      -- kept only where the channel has no history of its own
    received_at TEXT NOT NULL,
    PRIMARY KEY (channel, external_id)
) WITHOUT ROWID;

CREATE INDEX inbox_by_contact ON inbox (contact_id, id) WHERE text IS NOT NULL;

CREATE TABLE outbox (
    id INTEGER PRIMARY KEY,         -- grows with time: the order of sending within a contact
    contact_id INTEGER NOT NULL REFERENCES contact (id) ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (kind IN ('reply', 'notice', 'broadcast')),
    priority INTEGER NOT NULL,      -- 0 reply, 1 notice, 2 broadcast
    body TEXT NOT NULL,             -- JSON of the neutral reply
    state TEXT NOT NULL CHECK (
        state IN ('pending', 'sending', 'sent', 'refused', 'failed', 'unconfirmed')
    ),
    attempts INTEGER NOT NULL DEFAULT 0,
    created_at TEXT NOT NULL,
    due_at TEXT NOT NULL,
    settled_at TEXT,
    vendor_id TEXT,
    error TEXT,
    dedupe_key TEXT
);

CREATE INDEX outbox_pending ON outbox (priority, id) WHERE state = 'pending';
CREATE INDEX outbox_due ON outbox (due_at) WHERE state = 'pending';
CREATE UNIQUE INDEX outbox_once ON outbox (dedupe_key) WHERE dedupe_key IS NOT NULL;
CREATE INDEX outbox_by_contact ON outbox (contact_id, state);

-- Questions the assistant could not answer, or answered wrongly. No contact, no name, no hour:
-- nothing here leads back to a person.
CREATE TABLE unanswered (
    id INTEGER PRIMARY KEY,
    text TEXT NOT NULL,
    reason TEXT NOT NULL CHECK (reason IN ('unknown', 'wrong', 'for_staff')),
    entry TEXT,                     -- the entry that was shown, when that was the wrong one
    asked_on TEXT NOT NULL          -- local date, YYYY-MM-DD
);

-- "Đúng ý tôi" / "Chưa đúng", counted per entry and day.
CREATE TABLE rating (
    entry TEXT NOT NULL,
    rated_on TEXT NOT NULL,         -- local date, YYYY-MM-DD
    good INTEGER NOT NULL DEFAULT 0,
    bad INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (entry, rated_on)
) WITHOUT ROWID;

CREATE TABLE setting (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;
