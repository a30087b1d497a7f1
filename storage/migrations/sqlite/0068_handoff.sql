-- A talk between an owner and an official, and its lines. Who is on duty when; who is away.
CREATE TABLE handoff (
    id INTEGER PRIMARY KEY,
    contact_id INTEGER REFERENCES contact (id) ON DELETE SET NULL,  -- NULL: only a count is left
    state TEXT NOT NULL CHECK (state IN ('waiting', 'held', 'ended', 'case')),
    why TEXT NOT NULL,              -- what it was opened for
    subject TEXT NOT NULL,          -- a field of questions; '' for none named
    office TEXT NOT NULL,           -- whose people are told
    opened_at TEXT NOT NULL,
    told TEXT NOT NULL DEFAULT '[]',        -- staff who were told, in order
    told_at TEXT,                   -- when the last of them was, or began to wait anew
    later TEXT NOT NULL DEFAULT '[]',       -- staff who asked to be given a while
    holder_id INTEGER REFERENCES staff (id),
    desk_contact_id INTEGER REFERENCES contact (id) ON DELETE SET NULL, -- the chat it is held through
    taken_at TEXT,                  -- by who holds it, or held it last
    spoke_at TEXT,                  -- when the holder last said something
    asked_at TEXT,                  -- when the holder was asked whether they are still there
    slow INTEGER NOT NULL DEFAULT 0,        -- the holder's lines wait, so that one can be taken back
    noted INTEGER NOT NULL DEFAULT 0,       -- the owner was told that their lines are kept
    closed_at TEXT,
    result TEXT NOT NULL DEFAULT '',        -- how it closed
    question_id INTEGER REFERENCES question (id),
    owner_lines INTEGER NOT NULL DEFAULT 0,
    staff_lines INTEGER NOT NULL DEFAULT 0
);
-- One open talk each; one held talk in each chat of an official.
CREATE UNIQUE INDEX handoff_open ON handoff (contact_id) WHERE state IN ('waiting', 'held');
CREATE UNIQUE INDEX handoff_desk ON handoff (desk_contact_id) WHERE state = 'held';
CREATE INDEX handoff_by_state ON handoff (state, opened_at);
CREATE INDEX handoff_by_contact ON handoff (contact_id);

CREATE TABLE handoff_line (
    id INTEGER PRIMARY KEY,
    handoff_id INTEGER NOT NULL REFERENCES handoff (id) ON DELETE CASCADE,
    contact_id INTEGER NOT NULL REFERENCES contact (id) ON DELETE CASCADE,  -- whose talk it is
    at TEXT NOT NULL,
    side TEXT NOT NULL CHECK (side IN ('owner', 'staff', 'note', 'event')),
    staff_id INTEGER REFERENCES staff (id),
    text TEXT NOT NULL,
    photo TEXT NOT NULL DEFAULT '',
    channel TEXT,                   -- the message it came by; NULL: from the console
    external_id TEXT,
    withdrawn_at TEXT,              -- taken back before it went
    lost_at TEXT                    -- it was seen not to arrive, and somebody was told
);
CREATE INDEX handoff_line_by_handoff ON handoff_line (handoff_id);
CREATE INDEX handoff_line_by_contact ON handoff_line (contact_id);
CREATE UNIQUE INDEX handoff_line_by_message ON handoff_line (channel, external_id);
CREATE INDEX handoff_line_by_photo ON handoff_line (photo) WHERE photo <> '';

CREATE TABLE duty (
    id INTEGER PRIMARY KEY,
    staff_id INTEGER NOT NULL REFERENCES staff (id),
    weekday INTEGER NOT NULL,       -- 0 is Monday
    half TEXT NOT NULL CHECK (half IN ('morning', 'afternoon')),
    subject TEXT NOT NULL,          -- a field of questions; '' for all
    deputy_id INTEGER REFERENCES staff (id)
);
CREATE UNIQUE INDEX duty_once ON duty (weekday, half, subject, staff_id);

CREATE TABLE absence (
    id INTEGER PRIMARY KEY,
    staff_id INTEGER NOT NULL REFERENCES staff (id),
    first_on TEXT NOT NULL,
    last_on TEXT NOT NULL,
    half TEXT NOT NULL DEFAULT '' CHECK (half IN ('', 'morning', 'afternoon'))  -- '' for whole days
);
CREATE INDEX absence_by_day ON absence (last_on);
