-- Broadcasts: who wants which news, what goes to whom and what became of it; the monthly news;
-- what is due by itself; the evidence of who was reached.

-- A fourth purpose; SQLite changes a CHECK only by building the table anew.
CREATE TABLE consent_now (
    id INTEGER PRIMARY KEY,
    contact_id INTEGER REFERENCES contact (id) ON DELETE SET NULL,
    purpose TEXT NOT NULL CHECK (purpose IN ('case', 'broadcast', 'survey', 'reminder')),
    text_hash TEXT NOT NULL,        -- of the words shown
    channel TEXT NOT NULL,
    given_at TEXT NOT NULL,
    withdrawn_at TEXT
);
INSERT INTO consent_now SELECT * FROM consent;
DROP TABLE consent;
ALTER TABLE consent_now RENAME TO consent;
CREATE INDEX consent_by_contact ON consent (contact_id);

-- The topics a contact wants; the consent behind it stands in `consent`.
CREATE TABLE subscription (
    contact_id INTEGER NOT NULL REFERENCES contact (id) ON DELETE CASCADE,
    topic TEXT NOT NULL,
    since TEXT NOT NULL,
    PRIMARY KEY (contact_id, topic)
) WITHOUT ROWID;

CREATE TABLE broadcast (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('news', 'notice', 'urgent', 'digest')),
    topic TEXT NOT NULL,
    title TEXT NOT NULL,
    text TEXT NOT NULL,             -- neutral markup, with {variables}
    items TEXT NOT NULL DEFAULT '[]',           -- JSON: the items of a digest, frozen
    month TEXT,                     -- of a digest, YYYY-MM
    link TEXT NOT NULL DEFAULT '',
    attachment TEXT NOT NULL DEFAULT '',        -- a file in the folder of attachments
    attachment_name TEXT NOT NULL DEFAULT '',
    audience TEXT NOT NULL,         -- JSON
    corrects INTEGER REFERENCES broadcast (id),
    resend_unsure INTEGER NOT NULL DEFAULT 0,   -- what a crash left in doubt is sent again
    authors TEXT NOT NULL DEFAULT '[]',         -- JSON: staff who wrote any of it; none: the system
    state TEXT NOT NULL CHECK (
        state IN ('draft', 'submitted', 'approved', 'scheduled', 'sending', 'paused', 'sent',
                  'stopped', 'withdrawn')
    ),
    created_at TEXT NOT NULL,
    submitted_at TEXT,
    approver_id INTEGER REFERENCES staff (id),
    approved_at TEXT,
    second_approver_id INTEGER REFERENCES staff (id),
    counted INTEGER NOT NULL DEFAULT 0,         -- people, as the approver confirmed
    text_hash TEXT NOT NULL DEFAULT '',         -- of what was approved
    release_at TEXT,                -- until then it can be taken back
    wanted_at TEXT,                 -- not before then, as its author wishes
    planned_at TEXT,                -- the same within sending hours
    cursor INTEGER NOT NULL DEFAULT 0,          -- the last contact entered in the ledger
    expanded INTEGER NOT NULL DEFAULT 0,        -- everybody is in the ledger
    started_at TEXT,
    finished_at TEXT,
    lately INTEGER NOT NULL DEFAULT 0,          -- settled since the last look, at most a hundred
    troubles INTEGER NOT NULL DEFAULT 0,        -- failed or without an answer among them
    note TEXT NOT NULL DEFAULT '',  -- why it was returned, paused or stopped
    version INTEGER NOT NULL DEFAULT 1
);

CREATE UNIQUE INDEX broadcast_digest ON broadcast (month)
    WHERE month IS NOT NULL AND state <> 'withdrawn';
CREATE INDEX broadcast_by_state ON broadcast (state);

-- The ledger: one row per person and broadcast, from the approval on. It outlives the outbox; after
-- a contact is erased its number leads nowhere and only counts.
CREATE TABLE recipient (
    broadcast_id INTEGER NOT NULL REFERENCES broadcast (id),
    contact_id INTEGER NOT NULL,
    channel TEXT NOT NULL,
    state TEXT NOT NULL CHECK (
        state IN ('waiting', 'queued', 'sent', 'refused', 'failed', 'unconfirmed', 'skipped')
    ),
    reason TEXT NOT NULL DEFAULT '',
    settled_at TEXT,
    read_at TEXT,
    PRIMARY KEY (broadcast_id, contact_id)
) WITHOUT ROWID;

CREATE INDEX recipient_by_state ON recipient (broadcast_id, state, channel);

ALTER TABLE outbox ADD COLUMN broadcast_id INTEGER REFERENCES broadcast (id);

-- With the state in it this index was rewritten twice for every message.
DROP INDEX outbox_by_contact;
CREATE INDEX outbox_by_contact ON outbox (contact_id);
CREATE INDEX outbox_open ON outbox (contact_id) WHERE state IN ('pending', 'sending');

-- Whatever settles a row of the outbox (a send, a crash, a person who left) settles the ledger in
-- the same statement: the two cannot differ.
CREATE TRIGGER recipient_follows_outbox AFTER UPDATE OF state ON outbox
WHEN NEW.broadcast_id IS NOT NULL AND NEW.state IN ('sent', 'refused', 'failed', 'unconfirmed')
BEGIN
    UPDATE recipient SET state = NEW.state, reason = coalesce(NEW.error, ''),
        settled_at = NEW.settled_at
    WHERE broadcast_id = NEW.broadcast_id AND contact_id = NEW.contact_id AND state = 'queued';
END;

CREATE TRIGGER recipient_is_erased AFTER DELETE ON outbox
WHEN OLD.broadcast_id IS NOT NULL AND OLD.state IN ('pending', 'sending')
BEGIN
    UPDATE recipient SET state = 'skipped', reason = 'erased'
    WHERE broadcast_id = OLD.broadcast_id AND contact_id = OLD.contact_id AND state = 'queued';
END;

-- ---- monthly news ----

CREATE TABLE news_item (
    id INTEGER PRIMARY KEY,
    month TEXT NOT NULL,            -- YYYY-MM: the digest it belongs to
    topic TEXT NOT NULL,
    title TEXT NOT NULL,
    summary TEXT NOT NULL,          -- three lines at most
    basis TEXT NOT NULL DEFAULT '',
    applies_from TEXT,              -- local date
    concerns TEXT NOT NULL DEFAULT '',
    link TEXT NOT NULL DEFAULT '',
    state TEXT NOT NULL CHECK (state IN ('proposed', 'included', 'left_out')),
    source TEXT UNIQUE,             -- a file or a changed fact it was made from
    author_id INTEGER REFERENCES staff (id),
    created_at TEXT NOT NULL
);

CREATE INDEX news_by_month ON news_item (month);

-- ---- what happens by itself ----

CREATE TABLE schedule (
    what TEXT PRIMARY KEY,
    day INTEGER NOT NULL,           -- of the month, 31 is the last; 0: every day
    clock TEXT NOT NULL,            -- HH:MM in Viet Nam
    grace_hours INTEGER NOT NULL,   -- later than this a missed run is left out
    next_run_at TEXT NOT NULL,      -- as named, before it is moved off days without sending
    enabled INTEGER NOT NULL DEFAULT 1
) WITHOUT ROWID;

-- One row per run that was due: what was done is done once, whoever looks.
CREATE TABLE schedule_run (
    what TEXT NOT NULL,
    run_at TEXT NOT NULL,
    fired_at TEXT NOT NULL,
    outcome TEXT NOT NULL,          -- done | too_late
    PRIMARY KEY (what, run_at)
) WITHOUT ROWID;

-- ---- staff in their own chat ----

CREATE TABLE staff_link (
    contact_id INTEGER PRIMARY KEY REFERENCES contact (id) ON DELETE CASCADE,
    staff_id INTEGER NOT NULL REFERENCES staff (id) ON DELETE CASCADE,
    linked_at TEXT NOT NULL
);

CREATE TABLE staff_link_code (
    code TEXT PRIMARY KEY,          -- hash
    staff_id INTEGER NOT NULL REFERENCES staff (id) ON DELETE CASCADE,
    expires_at TEXT NOT NULL
) WITHOUT ROWID;

-- ---- reach ----

-- How many businesses a neighbourhood (tổ dân phố) has: the denominator, entered by staff.
CREATE TABLE neighbourhood (
    name TEXT PRIMARY KEY,
    businesses INTEGER NOT NULL
) WITHOUT ROWID;

-- Evidence C: a leaflet handed over, a visit paid.
CREATE TABLE outreach (
    id INTEGER PRIMARY KEY,
    day TEXT NOT NULL,              -- local date
    neighbourhood TEXT NOT NULL,
    topic TEXT NOT NULL,
    how TEXT NOT NULL CHECK (how IN ('leaflet', 'visit')),
    business TEXT NOT NULL,
    business_key TEXT NOT NULL,
    recorded_by TEXT NOT NULL,
    created_at TEXT NOT NULL
);

CREATE INDEX outreach_by_day ON outreach (day);
