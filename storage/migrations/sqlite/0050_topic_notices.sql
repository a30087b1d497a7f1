-- What is said on top of the answers of a topic for a time, and a topic that is not answered for a
-- time: written by one person, approved by another, ending by itself.
CREATE TABLE topic_notice (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('notice', 'pause')),
    topic TEXT NOT NULL,            -- '' for every topic
    office TEXT NOT NULL,           -- whom to ask meanwhile
    text TEXT NOT NULL,             -- what is said; of a pause why
    starts_on TEXT NOT NULL,        -- local dates, both are within
    ends_on TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('submitted', 'approved', 'returned', 'ended')),
    author_id INTEGER NOT NULL REFERENCES staff (id),
    created_at TEXT NOT NULL,
    approver_id INTEGER REFERENCES staff (id),
    approved_at TEXT,
    ended_at TEXT,                  -- before its day
    remark TEXT NOT NULL DEFAULT ''
);
CREATE INDEX topic_notice_in_force ON topic_notice (ends_on) WHERE state = 'approved';
