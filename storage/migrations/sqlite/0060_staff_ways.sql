-- By which ways a member of staff is told: their own chats, letters, browsers.
ALTER TABLE staff_link ADD COLUMN way TEXT NOT NULL DEFAULT 'chat'
    CHECK (way IN ('chat', 'email', 'push'));
ALTER TABLE staff_link ADD COLUMN label TEXT NOT NULL DEFAULT '';     -- an address, or what browser
ALTER TABLE staff_link ADD COLUMN muted INTEGER NOT NULL DEFAULT 0;   -- left out by its owner

-- An address nobody has shown to be theirs yet: a letter with a code is on its way there.
CREATE TABLE staff_address (
    staff_id INTEGER PRIMARY KEY REFERENCES staff (id) ON DELETE CASCADE,
    contact_id INTEGER NOT NULL REFERENCES contact (id) ON DELETE CASCADE,
    code TEXT NOT NULL,             -- its hash
    expires_at TEXT NOT NULL
);
CREATE INDEX staff_address_by_contact ON staff_address (contact_id);
