-- The yearly survey: a wave with the questions as they were asked, whoever answers it, one row an
-- answer. A respondent may be a business of the register, a chat, a form without either.
CREATE TABLE survey_wave (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,               -- in the address of its page
    title TEXT NOT NULL,
    asked TEXT NOT NULL,                     -- its questions, in order
    sectors TEXT NOT NULL DEFAULT '[]',      -- whom it asks; '[]' for all
    neighbourhoods TEXT NOT NULL DEFAULT '[]',
    starts TEXT NOT NULL,
    ends TEXT NOT NULL,                      -- the last day
    remind_on TEXT NOT NULL DEFAULT '[]',    -- at most two days
    reminded_on TEXT,                        -- the last day people were reminded
    state TEXT NOT NULL CHECK (state IN ('draft', 'submitted', 'approved', 'ended')),
    author_id INTEGER NOT NULL REFERENCES staff (id),
    approver_id INTEGER REFERENCES staff (id),
    created_at TEXT NOT NULL,
    approved_at TEXT,
    version INTEGER NOT NULL DEFAULT 1,
    CHECK (approver_id IS NULL OR approver_id <> author_id)
);
CREATE TABLE survey_respondent (
    id INTEGER PRIMARY KEY,
    wave_id INTEGER NOT NULL REFERENCES survey_wave (id) ON DELETE CASCADE,
    code TEXT UNIQUE,                        -- on the paper that asks; NULL once nameless
    key TEXT,                                -- of the form that was sent, so that it counts once
    contact_id INTEGER REFERENCES contact (id) ON DELETE SET NULL,
    business_id INTEGER REFERENCES business (id) ON DELETE SET NULL,
    source TEXT NOT NULL CHECK (source IN ('chat', 'web', 'paper', 'leader')),
    neighbourhood TEXT NOT NULL DEFAULT '',
    sector TEXT NOT NULL DEFAULT '',
    staff_id INTEGER REFERENCES staff (id),  -- who keyed it in, or asked at the stall
    begun_at TEXT,                           -- NULL: only asked so far
    done_at TEXT,
    nameless_at TEXT
);
CREATE UNIQUE INDEX survey_one_business ON survey_respondent (wave_id, business_id)
    WHERE business_id IS NOT NULL;
CREATE UNIQUE INDEX survey_one_chat ON survey_respondent (wave_id, contact_id)
    WHERE contact_id IS NOT NULL AND business_id IS NULL;
CREATE UNIQUE INDEX survey_one_form ON survey_respondent (wave_id, key) WHERE key IS NOT NULL;
CREATE INDEX survey_of_contact ON survey_respondent (contact_id) WHERE contact_id IS NOT NULL;
CREATE TABLE survey_answer (
    respondent_id INTEGER NOT NULL REFERENCES survey_respondent (id) ON DELETE CASCADE,
    question TEXT NOT NULL,
    chosen TEXT NOT NULL,                    -- '[]': would not say
    answered_at TEXT NOT NULL,
    PRIMARY KEY (respondent_id, question)
);
-- Whose answers they were is forgotten on an older copy, too.
CREATE TRIGGER survey_respondent_gone AFTER UPDATE OF nameless_at ON survey_respondent
WHEN NEW.nameless_at IS NOT NULL AND OLD.nameless_at IS NULL
BEGIN INSERT INTO gone (kind, object) VALUES ('survey', NEW.id); END;
CREATE TRIGGER survey_business_gone AFTER UPDATE OF erased_at ON business
WHEN OLD.erased_at IS NULL AND NEW.erased_at IS NOT NULL
BEGIN
    UPDATE survey_respondent SET code = NULL, key = NULL, contact_id = NULL, business_id = NULL,
        nameless_at = NEW.erased_at
    WHERE business_id = NEW.id;
END;
