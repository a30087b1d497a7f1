-- The yearly survey: a wave with the questions as they were asked, whoever answers it, one row an
-- answer. A respondent may be a business of the register, a chat, a form without either.
CREATE TABLE survey_wave (
    id bigint PRIMARY KEY,
    code text COLLATE "C" NOT NULL UNIQUE,               -- in the address of its page
    title text COLLATE "C" NOT NULL,
    asked text COLLATE "C" NOT NULL,                     -- its questions, in order
    sectors text COLLATE "C" NOT NULL DEFAULT '[]',      -- whom it asks; '[]' for all
    neighbourhoods text COLLATE "C" NOT NULL DEFAULT '[]',
    starts text COLLATE "C" NOT NULL,
    ends text COLLATE "C" NOT NULL,                      -- the last day
    remind_on text COLLATE "C" NOT NULL DEFAULT '[]',    -- at most two days
    reminded_on text COLLATE "C",                        -- the last day people were reminded
    state text COLLATE "C" NOT NULL CHECK (state IN ('draft', 'submitted', 'approved', 'ended')),
    author_id bigint NOT NULL REFERENCES staff (id),
    approver_id bigint REFERENCES staff (id),
    created_at text COLLATE "C" NOT NULL,
    approved_at text COLLATE "C",
    version bigint NOT NULL DEFAULT 1,
    CHECK (approver_id IS NULL OR approver_id <> author_id)
);
CREATE TABLE survey_respondent (
    id bigint PRIMARY KEY,
    wave_id bigint NOT NULL REFERENCES survey_wave (id) ON DELETE CASCADE,
    code text COLLATE "C" UNIQUE,                        -- on the paper that asks; NULL once nameless
    key text COLLATE "C",                                -- of the form that was sent, so that it counts once
    contact_id bigint REFERENCES contact (id) ON DELETE SET NULL,
    business_id bigint REFERENCES business (id) ON DELETE SET NULL,
    source text COLLATE "C" NOT NULL CHECK (source IN ('chat', 'web', 'paper', 'leader')),
    neighbourhood text COLLATE "C" NOT NULL DEFAULT '',
    sector text COLLATE "C" NOT NULL DEFAULT '',
    staff_id bigint REFERENCES staff (id),  -- who keyed it in, or asked at the stall
    begun_at text COLLATE "C",                           -- NULL: only asked so far
    done_at text COLLATE "C",
    nameless_at text COLLATE "C"
);
CREATE UNIQUE INDEX survey_one_business ON survey_respondent (wave_id, business_id)
    WHERE business_id IS NOT NULL;
CREATE UNIQUE INDEX survey_one_chat ON survey_respondent (wave_id, contact_id)
    WHERE contact_id IS NOT NULL AND business_id IS NULL;
CREATE UNIQUE INDEX survey_one_form ON survey_respondent (wave_id, key) WHERE key IS NOT NULL;
CREATE INDEX survey_of_contact ON survey_respondent (contact_id) WHERE contact_id IS NOT NULL;
CREATE TABLE survey_answer (
    respondent_id bigint NOT NULL REFERENCES survey_respondent (id) ON DELETE CASCADE,
    question text COLLATE "C" NOT NULL,
    chosen text COLLATE "C" NOT NULL,                    -- '[]': would not say
    answered_at text COLLATE "C" NOT NULL,
    PRIMARY KEY (respondent_id, question)
);
-- Whose answers they were is forgotten on an older copy, too.
CREATE FUNCTION survey_respondent_gone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO gone (kind, object) VALUES ('survey', NEW.id);
    RETURN NULL;
END $$;
CREATE TRIGGER survey_respondent_gone AFTER UPDATE OF nameless_at ON survey_respondent
    FOR EACH ROW WHEN (NEW.nameless_at IS NOT NULL AND OLD.nameless_at IS NULL)
    EXECUTE FUNCTION survey_respondent_gone();
CREATE FUNCTION survey_business_gone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE survey_respondent SET code = NULL, key = NULL, contact_id = NULL, business_id = NULL,
    nameless_at = NEW.erased_at
    WHERE business_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER survey_business_gone AFTER UPDATE OF erased_at ON business
    FOR EACH ROW WHEN (OLD.erased_at IS NULL AND NEW.erased_at IS NOT NULL)
    EXECUTE FUNCTION survey_business_gone();
