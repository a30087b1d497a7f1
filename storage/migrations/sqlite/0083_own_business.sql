-- How somebody is shown to be of a business of the register: by a code sent to its address, or by an
-- official's yes; and what its owner says became of it, until an official confirms that.
CREATE TABLE business_letter (
    code TEXT PRIMARY KEY,                   -- hashed
    business INTEGER NOT NULL REFERENCES business (id) ON DELETE CASCADE,
    made_by TEXT NOT NULL,
    until TEXT NOT NULL,
    used_at TEXT
);
CREATE TABLE business_claim (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('mine', 'converted')),
    contact_id INTEGER NOT NULL REFERENCES contact (id) ON DELETE CASCADE,
    business INTEGER REFERENCES business (id) ON DELETE CASCADE,    -- NULL: only told in words
    said TEXT NOT NULL,                      -- which business it is, or the enterprise's number
    since TEXT,                              -- the day it became an enterprise
    at TEXT NOT NULL,
    decided_at TEXT,
    decided_by TEXT NOT NULL DEFAULT '',
    accepted INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX business_claim_open ON business_claim (id) WHERE decided_at IS NULL;
CREATE INDEX business_claim_of ON business_claim (contact_id);
