-- Browsers that asked to be woken when something new waits on the page of their chat.

-- A fifth purpose; SQLite changes a CHECK only by building the table anew.
CREATE TABLE consent_now (
    id INTEGER PRIMARY KEY,
    contact_id INTEGER REFERENCES contact (id) ON DELETE SET NULL,
    purpose TEXT NOT NULL
        CHECK (purpose IN ('case', 'broadcast', 'survey', 'reminder', 'push')),
    text_hash TEXT NOT NULL,        -- of the words shown
    channel TEXT NOT NULL,
    given_at TEXT NOT NULL,
    withdrawn_at TEXT
);
INSERT INTO consent_now SELECT * FROM consent;
DROP TABLE consent;
ALTER TABLE consent_now RENAME TO consent;
CREATE INDEX consent_by_contact ON consent (contact_id);
CREATE TRIGGER gone_consent AFTER UPDATE OF withdrawn_at ON consent
WHEN OLD.withdrawn_at IS NULL AND NEW.withdrawn_at IS NOT NULL
BEGIN INSERT INTO gone (kind, object) VALUES ('consent', NEW.id); END;

-- A contact of the web chat is one browser: it has one at most.
CREATE TABLE push_subscription (
    contact_id INTEGER PRIMARY KEY REFERENCES contact (id) ON DELETE CASCADE,
    sealed TEXT NOT NULL,           -- its address at the push service and its keys, encrypted
    mark TEXT NOT NULL UNIQUE,      -- hash of the address
    created_at TEXT NOT NULL,
    expires_at TEXT NOT NULL,       -- unless somebody comes back with this browser before
    last_ok TEXT,                   -- when the push service last took something
    wake_at TEXT,                   -- when it is to be woken; NULL while nothing new waits
    tries INTEGER NOT NULL DEFAULT 0 -- in vain, since something waits
);
CREATE INDEX push_to_wake ON push_subscription (wake_at) WHERE wake_at IS NOT NULL;

CREATE TRIGGER gone_push AFTER DELETE ON push_subscription
BEGIN INSERT INTO gone (kind, object) VALUES ('push', OLD.contact_id || ':' || OLD.mark); END;
