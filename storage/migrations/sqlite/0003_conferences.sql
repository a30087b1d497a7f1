-- Conferences: events, who comes, what they ask, who answers, and the staff who run it.

-- ---- staff ----

CREATE TABLE staff (
    id INTEGER PRIMARY KEY,
    login TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    title TEXT NOT NULL DEFAULT '',
    office TEXT NOT NULL,           -- a key of ward.toml
    roles TEXT NOT NULL,            -- JSON list
    password TEXT,                  -- argon2 hash; none until the first-run link was used
    totp TEXT,                      -- secret of the second step, where switched on
    totp_last INTEGER,              -- the 30-second step of the last code taken: none works twice
    invite TEXT UNIQUE,             -- hash of the first-run link
    invite_until TEXT,
    active INTEGER NOT NULL DEFAULT 1,
    created_at TEXT NOT NULL,
    last_login_at TEXT
);

CREATE TABLE staff_session (
    token TEXT PRIMARY KEY,         -- hash of the cookie
    staff_id INTEGER NOT NULL REFERENCES staff (id) ON DELETE CASCADE,
    csrf TEXT NOT NULL,
    created_at TEXT NOT NULL,
    seen_at TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE audit (
    id INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    staff_id INTEGER,               -- none: the system, or a citizen's own request
    actor TEXT NOT NULL,
    action TEXT NOT NULL,
    object TEXT NOT NULL,
    detail TEXT NOT NULL,           -- JSON
    address TEXT NOT NULL DEFAULT ''
);

CREATE INDEX audit_by_time ON audit (at);
CREATE INDEX audit_by_object ON audit (object);

CREATE TRIGGER audit_is_never_changed BEFORE UPDATE ON audit
BEGIN
    SELECT raise(ABORT, 'audit is append-only');
END;

-- Only what is past its retention (24 months) may go.
CREATE TRIGGER audit_is_never_deleted BEFORE DELETE ON audit
WHEN julianday('now') - julianday(OLD.at) < 730
BEGIN
    SELECT raise(ABORT, 'audit is append-only');
END;

-- ---- people ----

-- What a contact told us and agreed to keep, to be offered back.
CREATE TABLE profile (
    contact_id INTEGER PRIMARY KEY REFERENCES contact (id) ON DELETE CASCADE,
    name TEXT NOT NULL DEFAULT '',
    phone TEXT NOT NULL DEFAULT '',
    business TEXT NOT NULL DEFAULT '',
    kind TEXT NOT NULL DEFAULT '',
    neighbourhood TEXT NOT NULL DEFAULT '',     -- tổ dân phố
    sector TEXT NOT NULL DEFAULT '',
    tax_code TEXT NOT NULL DEFAULT '',
    updated_at TEXT NOT NULL
);

-- Proof of consent: kept after the contact is erased (then `contact_id` is none).
CREATE TABLE consent (
    id INTEGER PRIMARY KEY,
    contact_id INTEGER REFERENCES contact (id) ON DELETE SET NULL,
    purpose TEXT NOT NULL CHECK (purpose IN ('case', 'broadcast', 'survey')),
    text_hash TEXT NOT NULL,        -- of the words shown
    channel TEXT NOT NULL,
    given_at TEXT NOT NULL,
    withdrawn_at TEXT
);

CREATE INDEX consent_by_contact ON consent (contact_id);

CREATE TABLE data_request (
    id INTEGER PRIMARY KEY,
    contact_id INTEGER REFERENCES contact (id) ON DELETE SET NULL,
    subject TEXT NOT NULL,          -- hash of channel and address: proof without identity
    channel TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('view', 'correct', 'export', 'erase', 'withdraw')),
    state TEXT NOT NULL CHECK (state IN ('received', 'done', 'refused')),
    received_at TEXT NOT NULL,
    answer_by TEXT NOT NULL,        -- local dates
    done_by TEXT NOT NULL,
    done_at TEXT,
    result TEXT NOT NULL DEFAULT ''
);

-- An address that works once, for a form with personal details.
CREATE TABLE one_time_link (
    token TEXT PRIMARY KEY,         -- hash
    contact_id INTEGER NOT NULL REFERENCES contact (id) ON DELETE CASCADE,
    event_id INTEGER REFERENCES event (id) ON DELETE CASCADE,  -- none: one's own data
    expires_at TEXT NOT NULL,
    used_at TEXT
) WITHOUT ROWID;

-- ---- events ----

CREATE TABLE event (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,      -- in links and posters
    kind TEXT NOT NULL CHECK (kind IN ('dialogue', 'quarterly', 'training')),
    title TEXT NOT NULL,
    starts_at TEXT NOT NULL,
    ends_at TEXT NOT NULL,
    place TEXT NOT NULL,
    address TEXT NOT NULL DEFAULT '',
    map_url TEXT NOT NULL DEFAULT '',
    about TEXT NOT NULL DEFAULT '',
    bring TEXT NOT NULL DEFAULT '',
    contact TEXT NOT NULL DEFAULT '',           -- whom to ask, as printed
    capacity INTEGER NOT NULL CHECK (capacity >= 0),
    per_business INTEGER NOT NULL DEFAULT 2,
    reserved TEXT NOT NULL DEFAULT '{}',        -- JSON: seats kept for a delegate group
    registration_until TEXT NOT NULL,
    questions_until TEXT NOT NULL,
    registration_open INTEGER NOT NULL DEFAULT 1,
    questions_open INTEGER NOT NULL DEFAULT 1,
    state TEXT NOT NULL CHECK (
        state IN ('draft', 'open', 'held', 'reported', 'cancelled')
    ),
    cancel_reason TEXT NOT NULL DEFAULT '',
    minutes TEXT NOT NULL DEFAULT '{}',         -- JSON: chair, secretary, conclusion ...
    created_at TEXT NOT NULL,
    version INTEGER NOT NULL DEFAULT 1
);

CREATE TABLE programme_line (
    id INTEGER PRIMARY KEY,
    event_id INTEGER NOT NULL REFERENCES event (id) ON DELETE CASCADE,
    place INTEGER NOT NULL,
    time TEXT NOT NULL DEFAULT '',
    content TEXT NOT NULL,
    who TEXT NOT NULL DEFAULT ''
);

CREATE TABLE event_task (
    id INTEGER PRIMARY KEY,
    event_id INTEGER NOT NULL REFERENCES event (id) ON DELETE CASCADE,
    due_on TEXT NOT NULL,           -- local date
    title TEXT NOT NULL,
    who TEXT NOT NULL DEFAULT '',
    done_at TEXT,
    done_by TEXT NOT NULL DEFAULT ''
);

CREATE TABLE registration (
    id INTEGER PRIMARY KEY,         -- also the order of the waiting list
    event_id INTEGER NOT NULL REFERENCES event (id),
    code TEXT NOT NULL UNIQUE,
    token TEXT NOT NULL UNIQUE,     -- the ticket's address; nobody can guess it
    contact_id INTEGER REFERENCES contact (id) ON DELETE SET NULL,
    name TEXT NOT NULL,
    phone TEXT,                     -- E.164; none after anonymising, and for guests without one
    business TEXT NOT NULL DEFAULT '',          -- '' means not registered yet
    business_key TEXT NOT NULL DEFAULT '',      -- the same business in other spelling
    kind TEXT NOT NULL,
    neighbourhood TEXT NOT NULL DEFAULT '',
    position TEXT NOT NULL DEFAULT '',          -- chức vụ, vai trò
    sector TEXT NOT NULL DEFAULT '',
    tax_code TEXT NOT NULL DEFAULT '',
    companions INTEGER NOT NULL DEFAULT 0 CHECK (companions BETWEEN 0 AND 9),
    wants_to_speak INTEGER NOT NULL DEFAULT 0,
    category TEXT NOT NULL CHECK (category IN ('business', 'ward', 'city', 'press', 'guest')),
    state TEXT NOT NULL CHECK (
        state IN ('confirmed', 'waitlisted', 'offered', 'checked_in', 'cancelled', 'expired',
                  'no_show')
    ),
    queued_at TEXT NOT NULL,        -- place in the waiting list
    offer_until TEXT,
    source TEXT NOT NULL CHECK (source IN ('chat', 'web', 'paper', 'phone', 'import', 'door')),
    created_at TEXT NOT NULL,
    arrived_at TEXT,
    arrived_by TEXT NOT NULL DEFAULT '',
    represented_by TEXT NOT NULL DEFAULT '',    -- who came in their place
    walk_in INTEGER NOT NULL DEFAULT 0,
    anonymised_at TEXT
);

CREATE UNIQUE INDEX registration_once ON registration (event_id, phone) WHERE phone IS NOT NULL;
CREATE INDEX registration_by_event ON registration (event_id, state);
CREATE INDEX registration_by_contact ON registration (contact_id);

CREATE TABLE invitation (
    id INTEGER PRIMARY KEY,
    event_id INTEGER NOT NULL REFERENCES event (id),
    code TEXT NOT NULL UNIQUE,
    recipient TEXT NOT NULL,
    address TEXT NOT NULL DEFAULT '',
    category TEXT NOT NULL,
    issued_by TEXT NOT NULL,
    issued_at TEXT NOT NULL,
    revoked_at TEXT,
    checked INTEGER NOT NULL DEFAULT 0
);

-- ---- questions ----

CREATE TABLE question (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    event_id INTEGER REFERENCES event (id),
    carried_from INTEGER REFERENCES event (id),
    contact_id INTEGER REFERENCES contact (id) ON DELETE SET NULL,
    content TEXT NOT NULL,
    field TEXT NOT NULL,
    source TEXT NOT NULL CHECK (source IN ('chat', 'web', 'paper', 'phone', 'floor', 'office')),
    asker TEXT NOT NULL DEFAULT '',
    phone TEXT,
    business TEXT NOT NULL DEFAULT '',
    neighbourhood TEXT NOT NULL DEFAULT '',
    public INTEGER NOT NULL DEFAULT 0,          -- the asker agreed to publishing, without a name
    state TEXT NOT NULL CHECK (
        state IN ('received', 'redirected', 'merged', 'needs_info', 'assigned', 'waiting_upper',
                  'answered', 'approved', 'delivered', 'published', 'closed', 'withdrawn')
    ),
    merged_into INTEGER REFERENCES question (id),
    office TEXT NOT NULL DEFAULT '',            -- lead office
    co_offices TEXT NOT NULL DEFAULT '[]',      -- JSON
    responder_id INTEGER REFERENCES staff (id),
    first_due TEXT NOT NULL,        -- local dates
    due TEXT NOT NULL,
    promised_on TEXT,               -- work promised by the answer, to be done by then
    stopped_on TEXT,                -- the clock stands still since then (needs_info)
    portal_code TEXT NOT NULL DEFAULT '',       -- Cổng Dịch vụ công quốc gia
    rating INTEGER CHECK (rating BETWEEN 1 AND 5),
    reopened INTEGER NOT NULL DEFAULT 0,
    published_text TEXT NOT NULL DEFAULT '',    -- the question as published, redacted
    created_at TEXT NOT NULL,
    answered_at TEXT,               -- when the approved answer went out first
    closed_at TEXT,
    anonymised_at TEXT,
    version INTEGER NOT NULL DEFAULT 1
);

CREATE INDEX question_by_state ON question (state);
CREATE INDEX question_by_event ON question (event_id);
CREATE INDEX question_by_contact ON question (contact_id);
CREATE INDEX question_by_head ON question (merged_into);

CREATE TABLE answer (
    id INTEGER PRIMARY KEY,
    question_id INTEGER NOT NULL REFERENCES question (id),
    text TEXT NOT NULL,
    basis TEXT NOT NULL DEFAULT '',
    author_id INTEGER NOT NULL REFERENCES staff (id),
    created_at TEXT NOT NULL,
    approver_id INTEGER REFERENCES staff (id),
    approved_at TEXT,
    public_text TEXT NOT NULL DEFAULT ''        -- as published, redacted
);

CREATE INDEX answer_by_question ON answer (question_id);

-- What happened to a question, in order, for the page and for statistics.
CREATE TABLE question_step (
    id INTEGER PRIMARY KEY,
    question_id INTEGER NOT NULL REFERENCES question (id),
    at TEXT NOT NULL,
    actor TEXT NOT NULL,
    action TEXT NOT NULL,
    state TEXT NOT NULL,
    note TEXT NOT NULL DEFAULT ''
);

CREATE INDEX step_by_question ON question_step (question_id);

CREATE TABLE photo (
    name TEXT PRIMARY KEY,          -- the file's name in the folder of photos
    question_id INTEGER REFERENCES question (id),
    contact_id INTEGER REFERENCES contact (id) ON DELETE SET NULL,
    size INTEGER NOT NULL,
    created_at TEXT NOT NULL
) WITHOUT ROWID;

-- ---- the calendar ----

-- Days that differ from the library's holidays and from Monday to Friday.
CREATE TABLE calendar_day (
    day TEXT PRIMARY KEY,
    works INTEGER NOT NULL,
    note TEXT NOT NULL DEFAULT ''
) WITHOUT ROWID;

-- Codes and last digits that were tried and were wrong, so that nobody can try many.
CREATE TABLE wrong_try (
    subject TEXT NOT NULL,
    at TEXT NOT NULL
);

CREATE INDEX wrong_try_by_subject ON wrong_try (subject, at);
