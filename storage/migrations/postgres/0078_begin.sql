-- A ward's tables as SQLite has them after its migration 0078, in one step. What a column is for
-- stands there (`migrations/sqlite/`). A text is in the order of its code points on any server.

CREATE FUNCTION utc_now() RETURNS text LANGUAGE sql VOLATILE AS $$
    SELECT to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"')
$$;

CREATE TABLE contact (
    id bigint PRIMARY KEY,
    channel text COLLATE "C" NOT NULL,
    address text COLLATE "C" NOT NULL,
    state text COLLATE "C" NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'left')),
    created_at text COLLATE "C" NOT NULL,
    last_inbound_at text COLLATE "C" NOT NULL,
    rest_until text COLLATE "C",
    is_group bigint NOT NULL DEFAULT 0,
    addressed text COLLATE "C" NOT NULL DEFAULT '',
    UNIQUE (channel, address)
);

CREATE TABLE conversation (
    contact_id bigint PRIMARY KEY REFERENCES contact (id) ON DELETE CASCADE,
    menu bigint NOT NULL,
    choices text COLLATE "C" NOT NULL,
    entry text COLLATE "C",
    asked text COLLATE "C",
    flow text COLLATE "C",
    expires_at text COLLATE "C",
    window_started_at text COLLATE "C" NOT NULL,
    window_count bigint NOT NULL,
    shown_at text COLLATE "C",
    dropped text COLLATE "C",
    waiting text COLLATE "C" NOT NULL DEFAULT '[]',
    pushed_at text COLLATE "C",
    figures text COLLATE "C",
    danger text COLLATE "C",
    forms_until text COLLATE "C",
    misses bigint NOT NULL DEFAULT 0
);

CREATE TABLE inbox (
    channel text COLLATE "C" NOT NULL,
    external_id text COLLATE "C" NOT NULL,
    id bigint NOT NULL,
    contact_id bigint NOT NULL REFERENCES contact (id) ON DELETE CASCADE,
    state text COLLATE "C" NOT NULL CHECK (state IN ('handled', 'failed', 'throttled')),
    text text COLLATE "C",
    received_at text COLLATE "C" NOT NULL,
    PRIMARY KEY (channel, external_id)
);

CREATE TABLE unanswered (
    id bigint PRIMARY KEY,
    text text COLLATE "C" NOT NULL,
    reason text COLLATE "C" NOT NULL CHECK (reason IN ('unknown', 'wrong', 'for_staff')),
    entry text COLLATE "C",
    asked_on text COLLATE "C" NOT NULL,
    contact_id bigint REFERENCES contact (id) ON DELETE CASCADE,
    settled bigint NOT NULL DEFAULT 0
);

CREATE TABLE rating (
    entry text COLLATE "C" NOT NULL,
    rated_on text COLLATE "C" NOT NULL,
    good bigint NOT NULL DEFAULT 0,
    bad bigint NOT NULL DEFAULT 0,
    shown bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (entry, rated_on)
);

CREATE TABLE setting (
    name text COLLATE "C" PRIMARY KEY,
    value text COLLATE "C" NOT NULL
);

CREATE TABLE notebook (
    contact_id bigint PRIMARY KEY REFERENCES contact (id) ON DELETE CASCADE,
    token text COLLATE "C" NOT NULL UNIQUE,
    answers text COLLATE "C" NOT NULL,
    made_at text COLLATE "C" NOT NULL
);

CREATE TABLE tick (
    contact_id bigint NOT NULL REFERENCES contact (id) ON DELETE CASCADE,
    task text COLLATE "C" NOT NULL,
    ticked_at text COLLATE "C" NOT NULL,
    PRIMARY KEY (contact_id, task)
);

CREATE TABLE staff (
    id bigint PRIMARY KEY,
    login text COLLATE "C" NOT NULL UNIQUE,
    name text COLLATE "C" NOT NULL,
    title text COLLATE "C" NOT NULL DEFAULT '',
    office text COLLATE "C" NOT NULL,
    roles text COLLATE "C" NOT NULL,
    password text COLLATE "C",
    totp text COLLATE "C",
    totp_last bigint,
    invite text COLLATE "C" UNIQUE,
    invite_until text COLLATE "C",
    active bigint NOT NULL DEFAULT 1,
    created_at text COLLATE "C" NOT NULL,
    signed_in_at text COLLATE "C",
    quiet bigint NOT NULL DEFAULT 0
);

CREATE TABLE staff_session (
    token text COLLATE "C" PRIMARY KEY,
    staff_id bigint NOT NULL REFERENCES staff (id) ON DELETE CASCADE,
    csrf text COLLATE "C" NOT NULL,
    created_at text COLLATE "C" NOT NULL,
    seen_at text COLLATE "C" NOT NULL,
    device text COLLATE "C" NOT NULL DEFAULT '',
    live_at text COLLATE "C"
);

CREATE TABLE audit (
    id bigint PRIMARY KEY,
    at text COLLATE "C" NOT NULL,
    staff_id bigint,
    actor text COLLATE "C" NOT NULL,
    action text COLLATE "C" NOT NULL,
    object text COLLATE "C" NOT NULL,
    detail text COLLATE "C" NOT NULL,
    address text COLLATE "C" NOT NULL DEFAULT ''
);

CREATE TABLE profile (
    contact_id bigint PRIMARY KEY REFERENCES contact (id) ON DELETE CASCADE,
    name text COLLATE "C" NOT NULL DEFAULT '',
    phone text COLLATE "C" NOT NULL DEFAULT '',
    business text COLLATE "C" NOT NULL DEFAULT '',
    kind text COLLATE "C" NOT NULL DEFAULT '',
    neighbourhood text COLLATE "C" NOT NULL DEFAULT '',
    sector text COLLATE "C" NOT NULL DEFAULT '',
    tax_code text COLLATE "C" NOT NULL DEFAULT '',
    updated_at text COLLATE "C" NOT NULL
);

CREATE TABLE data_request (
    id bigint PRIMARY KEY,
    contact_id bigint REFERENCES contact (id) ON DELETE SET NULL,
    subject text COLLATE "C" NOT NULL,
    channel text COLLATE "C" NOT NULL,
    kind text COLLATE "C" NOT NULL
        CHECK (kind IN ('view', 'correct', 'export', 'erase', 'withdraw')),
    state text COLLATE "C" NOT NULL CHECK (state IN ('received', 'done', 'refused')),
    received_at text COLLATE "C" NOT NULL,
    answer_by text COLLATE "C" NOT NULL,
    done_by text COLLATE "C" NOT NULL,
    done_at text COLLATE "C",
    result text COLLATE "C" NOT NULL DEFAULT ''
);

CREATE TABLE event (
    id bigint PRIMARY KEY,
    code text COLLATE "C" NOT NULL UNIQUE,
    kind text COLLATE "C" NOT NULL CHECK (kind IN ('dialogue', 'quarterly', 'training')),
    title text COLLATE "C" NOT NULL,
    starts_at text COLLATE "C" NOT NULL,
    ends_at text COLLATE "C" NOT NULL,
    place text COLLATE "C" NOT NULL,
    address text COLLATE "C" NOT NULL DEFAULT '',
    map_url text COLLATE "C" NOT NULL DEFAULT '',
    about text COLLATE "C" NOT NULL DEFAULT '',
    bring text COLLATE "C" NOT NULL DEFAULT '',
    contact text COLLATE "C" NOT NULL DEFAULT '',
    capacity bigint NOT NULL CHECK (capacity >= 0),
    per_business bigint NOT NULL DEFAULT 2,
    reserved text COLLATE "C" NOT NULL DEFAULT '{}',
    registration_until text COLLATE "C" NOT NULL,
    questions_until text COLLATE "C" NOT NULL,
    registration_open bigint NOT NULL DEFAULT 1,
    questions_open bigint NOT NULL DEFAULT 1,
    state text COLLATE "C" NOT NULL
        CHECK (state IN ('draft', 'open', 'held', 'reported', 'cancelled')),
    cancel_reason text COLLATE "C" NOT NULL DEFAULT '',
    minutes text COLLATE "C" NOT NULL DEFAULT '{}',
    created_at text COLLATE "C" NOT NULL,
    version bigint NOT NULL DEFAULT 1,
    most_companions bigint NOT NULL DEFAULT 9,
    doors text COLLATE "C" NOT NULL DEFAULT '',
    parking text COLLATE "C" NOT NULL DEFAULT '',
    meal text COLLATE "C" NOT NULL DEFAULT '',
    host text COLLATE "C" NOT NULL DEFAULT '',
    proposed_by text COLLATE "C" NOT NULL DEFAULT '',
    proposed_at text COLLATE "C",
    cancelled_from text COLLATE "C" NOT NULL DEFAULT ''
);

CREATE TABLE one_time_link (
    token text COLLATE "C" PRIMARY KEY,
    contact_id bigint NOT NULL REFERENCES contact (id) ON DELETE CASCADE,
    event_id bigint REFERENCES event (id) ON DELETE CASCADE,
    expires_at text COLLATE "C" NOT NULL,
    used_at text COLLATE "C",
    ticket text COLLATE "C" NOT NULL DEFAULT ''
);

CREATE TABLE programme_line (
    id bigint PRIMARY KEY,
    event_id bigint NOT NULL REFERENCES event (id) ON DELETE CASCADE,
    place bigint NOT NULL,
    time text COLLATE "C" NOT NULL DEFAULT '',
    content text COLLATE "C" NOT NULL,
    who text COLLATE "C" NOT NULL DEFAULT ''
);

CREATE TABLE event_task (
    id bigint PRIMARY KEY,
    event_id bigint NOT NULL REFERENCES event (id) ON DELETE CASCADE,
    due_on text COLLATE "C" NOT NULL,
    title text COLLATE "C" NOT NULL,
    who text COLLATE "C" NOT NULL DEFAULT '',
    done_at text COLLATE "C",
    done_by text COLLATE "C" NOT NULL DEFAULT ''
);

CREATE TABLE invitation (
    id bigint PRIMARY KEY,
    event_id bigint NOT NULL REFERENCES event (id),
    code text COLLATE "C" NOT NULL UNIQUE,
    recipient text COLLATE "C" NOT NULL,
    address text COLLATE "C" NOT NULL DEFAULT '',
    category text COLLATE "C" NOT NULL,
    issued_by text COLLATE "C" NOT NULL,
    issued_at text COLLATE "C" NOT NULL,
    revoked_at text COLLATE "C",
    checked bigint NOT NULL DEFAULT 0,
    phone text COLLATE "C" NOT NULL DEFAULT ''
);

CREATE TABLE registration (
    id bigint PRIMARY KEY,
    event_id bigint NOT NULL REFERENCES event (id),
    code text COLLATE "C" NOT NULL UNIQUE,
    token text COLLATE "C" NOT NULL UNIQUE,
    contact_id bigint REFERENCES contact (id) ON DELETE SET NULL,
    name text COLLATE "C" NOT NULL,
    phone text COLLATE "C",
    business text COLLATE "C" NOT NULL DEFAULT '',
    business_key text COLLATE "C" NOT NULL DEFAULT '',
    kind text COLLATE "C" NOT NULL,
    neighbourhood text COLLATE "C" NOT NULL DEFAULT '',
    position text COLLATE "C" NOT NULL DEFAULT '',
    sector text COLLATE "C" NOT NULL DEFAULT '',
    tax_code text COLLATE "C" NOT NULL DEFAULT '',
    companions bigint NOT NULL DEFAULT 0 CHECK (companions BETWEEN 0 AND 9),
    wants_to_speak bigint NOT NULL DEFAULT 0,
    category text COLLATE "C" NOT NULL
        CHECK (category IN ('business', 'ward', 'city', 'press', 'guest')),
    state text COLLATE "C" NOT NULL
        CHECK (state IN ('confirmed', 'waitlisted', 'offered', 'checked_in',
            'cancelled', 'expired', 'no_show')),
    queued_at text COLLATE "C" NOT NULL,
    offer_until text COLLATE "C",
    source text COLLATE "C" NOT NULL
        CHECK (source IN ('chat', 'web', 'paper', 'phone', 'import', 'door')),
    created_at text COLLATE "C" NOT NULL,
    arrived_at text COLLATE "C",
    arrived_by text COLLATE "C" NOT NULL DEFAULT '',
    represented_by text COLLATE "C" NOT NULL DEFAULT '',
    walk_in bigint NOT NULL DEFAULT 0,
    anonymised_at text COLLATE "C",
    arrived_people bigint,
    state_before text COLLATE "C" NOT NULL DEFAULT '',
    rest_released bigint NOT NULL DEFAULT 0,
    shares_phone bigint NOT NULL DEFAULT 0,
    loaded text COLLATE "C" NOT NULL DEFAULT '',
    registered_by text COLLATE "C" NOT NULL DEFAULT '',
    companion_names text COLLATE "C" NOT NULL DEFAULT '',
    needs text COLLATE "C" NOT NULL DEFAULT '',
    loaded_over text COLLATE "C" NOT NULL DEFAULT '',
    invitation_id bigint REFERENCES invitation (id) ON DELETE SET NULL
);

CREATE TABLE question (
    id bigint PRIMARY KEY,
    code text COLLATE "C" NOT NULL UNIQUE,
    event_id bigint REFERENCES event (id),
    carried_from bigint REFERENCES event (id),
    contact_id bigint REFERENCES contact (id) ON DELETE SET NULL,
    content text COLLATE "C" NOT NULL,
    field text COLLATE "C" NOT NULL,
    source text COLLATE "C" NOT NULL
        CHECK (source IN ('chat', 'web', 'paper', 'phone', 'floor', 'office')),
    asker text COLLATE "C" NOT NULL DEFAULT '',
    phone text COLLATE "C",
    business text COLLATE "C" NOT NULL DEFAULT '',
    neighbourhood text COLLATE "C" NOT NULL DEFAULT '',
    public bigint NOT NULL DEFAULT 0,
    state text COLLATE "C" NOT NULL
        CHECK (state IN ('received', 'redirected', 'merged', 'needs_info', 'assigned',
            'waiting_upper', 'answered', 'approved', 'delivered', 'published', 'closed',
            'withdrawn')),
    merged_into bigint REFERENCES question (id),
    office text COLLATE "C" NOT NULL DEFAULT '',
    co_offices text COLLATE "C" NOT NULL DEFAULT '[]',
    responder_id bigint REFERENCES staff (id),
    first_due text COLLATE "C" NOT NULL,
    due text COLLATE "C" NOT NULL,
    promised_on text COLLATE "C",
    stopped_on text COLLATE "C",
    portal_code text COLLATE "C" NOT NULL DEFAULT '',
    rating bigint CHECK (rating BETWEEN 1 AND 5),
    reopened bigint NOT NULL DEFAULT 0,
    published_text text COLLATE "C" NOT NULL DEFAULT '',
    created_at text COLLATE "C" NOT NULL,
    answered_at text COLLATE "C",
    closed_at text COLLATE "C",
    anonymised_at text COLLATE "C",
    version bigint NOT NULL DEFAULT 1,
    shown_text text COLLATE "C" NOT NULL DEFAULT '',
    again_due text COLLATE "C",
    promise_kept_on text COLLATE "C",
    quiet_until text COLLATE "C",
    kind text COLLATE "C" NOT NULL DEFAULT 'ask'
        CHECK (kind IN ('ask', 'petition', 'on_site', 'service', 'praise')),
    urgency text COLLATE "C" NOT NULL DEFAULT 'usual' CHECK (urgency IN ('usual', 'urgent')),
    about text COLLATE "C" CHECK (about IN ('time', 'cost', 'manner', 'rules', 'works')),
    place text COLLATE "C" NOT NULL DEFAULT '',
    acknowledge_by text COLLATE "C",
    confidential bigint NOT NULL DEFAULT 0,
    readers text COLLATE "C" NOT NULL DEFAULT '[]',
    product text COLLATE "C" NOT NULL DEFAULT '',
    authority text COLLATE "C" CHECK (authority IN ('ward', 'above', 'other')),
    result text COLLATE "C" CHECK (result IN ('solved', 'guided', 'passed_up', 'not_ours')),
    proof text COLLATE "C" NOT NULL DEFAULT '',
    outcome text COLLATE "C" CHECK (outcome IN ('done', 'partly', 'not_done')),
    ask_again_on text COLLATE "C",
    asked_again_on text COLLATE "C",
    brought_by text COLLATE "C" NOT NULL DEFAULT ''
);

CREATE TABLE answer (
    id bigint PRIMARY KEY,
    question_id bigint NOT NULL REFERENCES question (id),
    text text COLLATE "C" NOT NULL,
    basis text COLLATE "C" NOT NULL DEFAULT '',
    author_id bigint NOT NULL REFERENCES staff (id),
    created_at text COLLATE "C" NOT NULL,
    approver_id bigint REFERENCES staff (id),
    approved_at text COLLATE "C",
    public_text text COLLATE "C" NOT NULL DEFAULT '',
    returned_at text COLLATE "C",
    public_question text COLLATE "C" NOT NULL DEFAULT '',
    promised_on text COLLATE "C",
    files text COLLATE "C" NOT NULL DEFAULT '[]'
);

CREATE TABLE question_step (
    id bigint PRIMARY KEY,
    question_id bigint NOT NULL REFERENCES question (id),
    at text COLLATE "C" NOT NULL,
    actor text COLLATE "C" NOT NULL,
    action text COLLATE "C" NOT NULL,
    state text COLLATE "C" NOT NULL,
    note text COLLATE "C" NOT NULL DEFAULT ''
);

CREATE TABLE photo (
    name text COLLATE "C" PRIMARY KEY,
    question_id bigint REFERENCES question (id),
    contact_id bigint REFERENCES contact (id) ON DELETE SET NULL,
    size bigint NOT NULL,
    created_at text COLLATE "C" NOT NULL
);

CREATE TABLE wrong_try (
    subject text COLLATE "C" NOT NULL,
    at text COLLATE "C" NOT NULL
);

CREATE TABLE subscription (
    contact_id bigint NOT NULL REFERENCES contact (id) ON DELETE CASCADE,
    topic text COLLATE "C" NOT NULL,
    since text COLLATE "C" NOT NULL,
    PRIMARY KEY (contact_id, topic)
);

CREATE TABLE broadcast (
    id bigint PRIMARY KEY,
    kind text COLLATE "C" NOT NULL CHECK (kind IN ('news', 'notice', 'urgent', 'digest')),
    topic text COLLATE "C" NOT NULL,
    title text COLLATE "C" NOT NULL,
    text text COLLATE "C" NOT NULL,
    items text COLLATE "C" NOT NULL DEFAULT '[]',
    month text COLLATE "C",
    link text COLLATE "C" NOT NULL DEFAULT '',
    attachment text COLLATE "C" NOT NULL DEFAULT '',
    attachment_name text COLLATE "C" NOT NULL DEFAULT '',
    audience text COLLATE "C" NOT NULL,
    corrects bigint REFERENCES broadcast (id),
    resend_unsure bigint NOT NULL DEFAULT 0,
    authors text COLLATE "C" NOT NULL DEFAULT '[]',
    state text COLLATE "C" NOT NULL
        CHECK (state IN ('draft', 'submitted', 'approved', 'scheduled', 'sending',
            'paused', 'sent', 'stopped', 'withdrawn')),
    created_at text COLLATE "C" NOT NULL,
    submitted_at text COLLATE "C",
    approver_id bigint REFERENCES staff (id),
    approved_at text COLLATE "C",
    second_approver_id bigint REFERENCES staff (id),
    counted bigint NOT NULL DEFAULT 0,
    text_hash text COLLATE "C" NOT NULL DEFAULT '',
    release_at text COLLATE "C",
    wanted_at text COLLATE "C",
    planned_at text COLLATE "C",
    cursor bigint NOT NULL DEFAULT 0,
    expanded bigint NOT NULL DEFAULT 0,
    started_at text COLLATE "C",
    finished_at text COLLATE "C",
    lately bigint NOT NULL DEFAULT 0,
    troubles bigint NOT NULL DEFAULT 0,
    note text COLLATE "C" NOT NULL DEFAULT '',
    version bigint NOT NULL DEFAULT 1,
    said text COLLATE "C" NOT NULL DEFAULT '[]'
);

CREATE TABLE outbox (
    id bigint PRIMARY KEY,
    contact_id bigint NOT NULL REFERENCES contact (id) ON DELETE CASCADE,
    kind text COLLATE "C" NOT NULL CHECK (kind IN ('reply', 'notice', 'broadcast')),
    priority bigint NOT NULL,
    body text COLLATE "C" NOT NULL,
    state text COLLATE "C" NOT NULL
        CHECK (state IN ('pending', 'sending', 'sent', 'refused', 'failed', 'unconfirmed')),
    attempts bigint NOT NULL DEFAULT 0,
    created_at text COLLATE "C" NOT NULL,
    due_at text COLLATE "C" NOT NULL,
    settled_at text COLLATE "C",
    vendor_id text COLLATE "C",
    error text COLLATE "C",
    dedupe_key text COLLATE "C",
    broadcast_id bigint REFERENCES broadcast (id),
    expires_at text COLLATE "C",
    held_at text COLLATE "C",
    retract_at text COLLATE "C"
);

CREATE TABLE recipient (
    broadcast_id bigint NOT NULL REFERENCES broadcast (id),
    contact_id bigint NOT NULL,
    channel text COLLATE "C" NOT NULL,
    state text COLLATE "C" NOT NULL
        CHECK (state IN ('waiting', 'queued', 'sent', 'refused', 'failed',
            'unconfirmed', 'skipped')),
    reason text COLLATE "C" NOT NULL DEFAULT '',
    settled_at text COLLATE "C",
    read_at text COLLATE "C",
    PRIMARY KEY (broadcast_id, contact_id)
);

CREATE TABLE news_item (
    id bigint PRIMARY KEY,
    month text COLLATE "C" NOT NULL,
    topic text COLLATE "C" NOT NULL,
    title text COLLATE "C" NOT NULL,
    summary text COLLATE "C" NOT NULL,
    basis text COLLATE "C" NOT NULL DEFAULT '',
    applies_from text COLLATE "C",
    concerns text COLLATE "C" NOT NULL DEFAULT '',
    link text COLLATE "C" NOT NULL DEFAULT '',
    state text COLLATE "C" NOT NULL CHECK (state IN ('proposed', 'included', 'left_out')),
    source text COLLATE "C" UNIQUE,
    author_id bigint REFERENCES staff (id),
    created_at text COLLATE "C" NOT NULL
);

CREATE TABLE schedule (
    what text COLLATE "C" PRIMARY KEY,
    day bigint NOT NULL,
    clock text COLLATE "C" NOT NULL,
    grace_hours bigint NOT NULL,
    next_run_at text COLLATE "C" NOT NULL,
    enabled bigint NOT NULL DEFAULT 1
);

CREATE TABLE schedule_run (
    what text COLLATE "C" NOT NULL,
    run_at text COLLATE "C" NOT NULL,
    fired_at text COLLATE "C" NOT NULL,
    outcome text COLLATE "C" NOT NULL,
    PRIMARY KEY (what, run_at)
);

CREATE TABLE staff_link (
    contact_id bigint PRIMARY KEY REFERENCES contact (id) ON DELETE CASCADE,
    staff_id bigint NOT NULL REFERENCES staff (id) ON DELETE CASCADE,
    linked_at text COLLATE "C" NOT NULL,
    way text COLLATE "C" NOT NULL DEFAULT 'chat' CHECK (way IN ('chat', 'email', 'push')),
    label text COLLATE "C" NOT NULL DEFAULT '',
    muted bigint NOT NULL DEFAULT 0
);

CREATE TABLE staff_link_code (
    code text COLLATE "C" PRIMARY KEY,
    staff_id bigint NOT NULL REFERENCES staff (id) ON DELETE CASCADE,
    expires_at text COLLATE "C" NOT NULL
);

CREATE TABLE neighbourhood (
    name text COLLATE "C" PRIMARY KEY,
    businesses bigint NOT NULL
);

CREATE TABLE outreach (
    id bigint PRIMARY KEY,
    day text COLLATE "C" NOT NULL,
    neighbourhood text COLLATE "C" NOT NULL,
    topic text COLLATE "C" NOT NULL,
    how text COLLATE "C" NOT NULL CHECK (how IN ('leaflet', 'visit')),
    business text COLLATE "C" NOT NULL,
    business_key text COLLATE "C" NOT NULL,
    recorded_by text COLLATE "C" NOT NULL,
    created_at text COLLATE "C" NOT NULL
);

CREATE TABLE zalo_oa (
    id bigint PRIMARY KEY CHECK (id = 1),
    access_token text COLLATE "C" NOT NULL,
    refresh_token text COLLATE "C" NOT NULL,
    expires_at text COLLATE "C" NOT NULL,
    connected_at text COLLATE "C" NOT NULL,
    refreshed_at text COLLATE "C" NOT NULL,
    refreshing_until text COLLATE "C",
    uncertain bigint NOT NULL DEFAULT 0,
    broken text COLLATE "C" NOT NULL DEFAULT '',
    known text COLLATE "C" NOT NULL
);

CREATE TABLE zalo_consent (
    state text COLLATE "C" PRIMARY KEY,
    verifier text COLLATE "C" NOT NULL,
    staff_id bigint NOT NULL,
    expires_at text COLLATE "C" NOT NULL
);

CREATE TABLE channel_alarm (
    channel text COLLATE "C" NOT NULL,
    what text COLLATE "C" NOT NULL,
    detail text COLLATE "C" NOT NULL,
    since text COLLATE "C" NOT NULL,
    PRIMARY KEY (channel, what)
);

CREATE TABLE household_contact (
    contact_id bigint PRIMARY KEY REFERENCES contact (id) ON DELETE CASCADE,
    household bigint NOT NULL,
    linked_at text COLLATE "C" NOT NULL
);

CREATE TABLE household_code (
    code text COLLATE "C" PRIMARY KEY,
    contact_id bigint NOT NULL REFERENCES contact (id) ON DELETE CASCADE,
    expires_at text COLLATE "C" NOT NULL
);

CREATE TABLE zalo_article (
    broadcast_id bigint PRIMARY KEY REFERENCES broadcast (id) ON DELETE CASCADE,
    state text COLLATE "C" NOT NULL
        CHECK (state IN ('creating', 'created', 'sending', 'sent', 'failed', 'unsure')),
    job text COLLATE "C" NOT NULL DEFAULT '',
    article text COLLATE "C" NOT NULL DEFAULT '',
    error text COLLATE "C" NOT NULL DEFAULT '',
    at text COLLATE "C" NOT NULL,
    words text COLLATE "C" NOT NULL DEFAULT ''
);

CREATE TABLE once (
    key text COLLATE "C" PRIMARY KEY,
    at text COLLATE "C" NOT NULL,
    result text COLLATE "C" NOT NULL DEFAULT ''
);

CREATE TABLE channel_reach (
    channel text COLLATE "C" PRIMARY KEY,
    arrives bigint NOT NULL,
    open_for_s bigint,
    retracts bigint NOT NULL DEFAULT 0,
    uploads bigint NOT NULL DEFAULT 1
);

CREATE TABLE set_aside (
    channel text COLLATE "C" NOT NULL,
    external_id text COLLATE "C" NOT NULL,
    address text COLLATE "C" NOT NULL,
    text text COLLATE "C" NOT NULL,
    why text COLLATE "C" NOT NULL,
    tries bigint NOT NULL,
    first_at text COLLATE "C" NOT NULL,
    aside_at text COLLATE "C",
    PRIMARY KEY (channel, external_id)
);

CREATE TABLE doomed_file (
    name text COLLATE "C" PRIMARY KEY
);

CREATE TABLE scrub_owed (
    id bigint PRIMARY KEY CHECK (id = 1),
    asked bigint NOT NULL DEFAULT 1
);

CREATE TABLE gone (
    seq bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
    id text COLLATE "C" NOT NULL UNIQUE
        DEFAULT substr(replace(gen_random_uuid()::text, '-', ''), 17),
    kind text COLLATE "C" NOT NULL,
    object text COLLATE "C" NOT NULL,
    at text COLLATE "C" NOT NULL DEFAULT utc_now()
);

CREATE TABLE id_slot (
    slot bigint PRIMARY KEY,
    until bigint NOT NULL
);

CREATE TABLE carried_over (
    question_id bigint NOT NULL REFERENCES question (id) ON DELETE CASCADE,
    event_id bigint NOT NULL REFERENCES event (id),
    to_event_id bigint NOT NULL REFERENCES event (id),
    at text COLLATE "C" NOT NULL,
    PRIMARY KEY (question_id, event_id)
);

CREATE TABLE call_task (
    id bigint PRIMARY KEY,
    key text COLLATE "C" NOT NULL UNIQUE,
    registration_id bigint REFERENCES registration (id) ON DELETE CASCADE,
    question_id bigint REFERENCES question (id) ON DELETE CASCADE,
    invitation_id bigint REFERENCES invitation (id) ON DELETE CASCADE,
    message text COLLATE "C" NOT NULL,
    text text COLLATE "C" NOT NULL,
    said text COLLATE "C" NOT NULL DEFAULT '',
    due_at text COLLATE "C" NOT NULL,
    created_at text COLLATE "C" NOT NULL,
    outbox_id bigint,
    page_id bigint,
    state text COLLATE "C" NOT NULL
        CHECK (state IN ('standby', 'open', 'told', 'unreached', 'settled')),
    done_at text COLLATE "C",
    done_by text COLLATE "C" NOT NULL DEFAULT '',
    tries bigint NOT NULL DEFAULT 0,
    tried_at text COLLATE "C",
    aside bigint NOT NULL DEFAULT 0,
    past bigint NOT NULL DEFAULT 0,
    CHECK (num_nonnulls(registration_id, question_id, invitation_id) = 1)
);

CREATE TABLE answer_told (
    answer_id bigint NOT NULL REFERENCES answer (id) ON DELETE CASCADE,
    question_id bigint NOT NULL REFERENCES question (id) ON DELETE CASCADE,
    at text COLLATE "C" NOT NULL,
    PRIMARY KEY (answer_id, question_id)
);

CREATE TABLE consent (
    id bigint PRIMARY KEY,
    contact_id bigint REFERENCES contact (id) ON DELETE SET NULL,
    purpose text COLLATE "C" NOT NULL
        CHECK (purpose IN ('case', 'broadcast', 'survey', 'reminder', 'push')),
    text_hash text COLLATE "C" NOT NULL,
    channel text COLLATE "C" NOT NULL,
    given_at text COLLATE "C" NOT NULL,
    withdrawn_at text COLLATE "C"
);

CREATE TABLE push_subscription (
    contact_id bigint PRIMARY KEY REFERENCES contact (id) ON DELETE CASCADE,
    sealed text COLLATE "C" NOT NULL,
    mark text COLLATE "C" NOT NULL UNIQUE,
    created_at text COLLATE "C" NOT NULL,
    expires_at text COLLATE "C" NOT NULL,
    last_ok text COLLATE "C",
    wake_at text COLLATE "C",
    tries bigint NOT NULL DEFAULT 0
);

CREATE TABLE entry_version (
    id bigint PRIMARY KEY,
    entry text COLLATE "C" NOT NULL,
    topic text COLLATE "C" NOT NULL,
    act text COLLATE "C" NOT NULL CHECK (act IN ('confirm', 'edit', 'new', 'withdraw', 'undo')),
    state text COLLATE "C" NOT NULL
        CHECK (state IN ('draft', 'submitted', 'returned', 'published', 'superseded', 'withdrawn')),
    text text COLLATE "C" NOT NULL,
    facts text COLLATE "C" NOT NULL DEFAULT '',
    base text COLLATE "C" NOT NULL DEFAULT '',
    authors text COLLATE "C" NOT NULL,
    created_at text COLLATE "C" NOT NULL,
    changed_at text COLLATE "C" NOT NULL,
    submitted_at text COLLATE "C",
    approver_id bigint REFERENCES staff (id),
    remark text COLLATE "C" NOT NULL DEFAULT '',
    published_at text COLLATE "C",
    ended_at text COLLATE "C",
    serial bigint NOT NULL DEFAULT 0
);

CREATE TABLE topic_notice (
    id bigint PRIMARY KEY,
    kind text COLLATE "C" NOT NULL CHECK (kind IN ('notice', 'pause')),
    topic text COLLATE "C" NOT NULL,
    office text COLLATE "C" NOT NULL,
    text text COLLATE "C" NOT NULL,
    starts_on text COLLATE "C" NOT NULL,
    ends_on text COLLATE "C" NOT NULL,
    state text COLLATE "C" NOT NULL
        CHECK (state IN ('submitted', 'approved', 'returned', 'ended')),
    author_id bigint NOT NULL REFERENCES staff (id),
    created_at text COLLATE "C" NOT NULL,
    approver_id bigint REFERENCES staff (id),
    approved_at text COLLATE "C",
    ended_at text COLLATE "C",
    remark text COLLATE "C" NOT NULL DEFAULT ''
);

CREATE TABLE given_event (
    channel text COLLATE "C" NOT NULL,
    external_id text COLLATE "C" NOT NULL,
    event text COLLATE "C" NOT NULL,
    given_at text COLLATE "C" NOT NULL,
    tries bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (channel, external_id)
);

CREATE TABLE search_word (
    sort text COLLATE "C" NOT NULL CHECK (sort IN ('open', 'named', 'phone')),
    word text COLLATE "C" NOT NULL,
    kind text COLLATE "C" NOT NULL
        CHECK ( kind IN ('registration', 'question', 'event', 'invitation', 'profile')),
    object bigint NOT NULL,
    PRIMARY KEY (sort, word, kind, object)
);

CREATE TABLE search_owed (
    kind text COLLATE "C" NOT NULL,
    object bigint NOT NULL,
    PRIMARY KEY (kind, object)
);

CREATE TABLE recovery_code (
    staff_id bigint NOT NULL REFERENCES staff (id) ON DELETE CASCADE,
    code text COLLATE "C" NOT NULL,
    made_at text COLLATE "C" NOT NULL,
    used_at text COLLATE "C",
    PRIMARY KEY (staff_id, code)
);

CREATE TABLE staff_address (
    staff_id bigint PRIMARY KEY REFERENCES staff (id) ON DELETE CASCADE,
    contact_id bigint NOT NULL REFERENCES contact (id) ON DELETE CASCADE,
    code text COLLATE "C" NOT NULL,
    expires_at text COLLATE "C" NOT NULL
);

CREATE TABLE broadcast_try (
    broadcast_id bigint NOT NULL REFERENCES broadcast (id),
    words text COLLATE "C" NOT NULL,
    staff_id bigint NOT NULL,
    at text COLLATE "C" NOT NULL,
    PRIMARY KEY (broadcast_id, words)
);

CREATE TABLE kept_writing (
    id bigint PRIMARY KEY,
    what text COLLATE "C" NOT NULL CHECK (what IN ('text', 'audience')),
    name text COLLATE "C" NOT NULL,
    content text COLLATE "C" NOT NULL,
    kept_by text COLLATE "C" NOT NULL,
    kept_at text COLLATE "C" NOT NULL,
    UNIQUE (what, name)
);

CREATE TABLE draft (
    id bigint PRIMARY KEY,
    staff_id bigint NOT NULL REFERENCES staff (id),
    place text COLLATE "C" NOT NULL,
    about text COLLATE "C" NOT NULL,
    fields text COLLATE "C" NOT NULL,
    seen text COLLATE "C" NOT NULL,
    opened text COLLATE "C" NOT NULL,
    kept_at text COLLATE "C" NOT NULL,
    UNIQUE (staff_id, place, about)
);

CREATE TABLE canned_answer (
    id bigint PRIMARY KEY,
    title text COLLATE "C" NOT NULL,
    text text COLLATE "C" NOT NULL,
    basis text COLLATE "C" NOT NULL,
    reach text COLLATE "C" NOT NULL CHECK (reach IN ('own', 'office', 'ward')),
    office text COLLATE "C" NOT NULL,
    author_id bigint NOT NULL REFERENCES staff (id),
    created_at text COLLATE "C" NOT NULL,
    changed_at text COLLATE "C" NOT NULL,
    changed_by bigint NOT NULL REFERENCES staff (id)
);

CREATE TABLE answer_file (
    id bigint PRIMARY KEY,
    question_id bigint NOT NULL REFERENCES question (id),
    staff_id bigint NOT NULL REFERENCES staff (id),
    answer_id bigint REFERENCES answer (id),
    name text COLLATE "C" NOT NULL UNIQUE,
    title text COLLATE "C" NOT NULL,
    size bigint NOT NULL,
    created_at text COLLATE "C" NOT NULL
);

CREATE TABLE handoff (
    id bigint PRIMARY KEY,
    contact_id bigint REFERENCES contact (id) ON DELETE SET NULL,
    state text COLLATE "C" NOT NULL CHECK (state IN ('waiting', 'held', 'ended', 'case')),
    why text COLLATE "C" NOT NULL,
    subject text COLLATE "C" NOT NULL,
    office text COLLATE "C" NOT NULL,
    opened_at text COLLATE "C" NOT NULL,
    told text COLLATE "C" NOT NULL DEFAULT '[]',
    told_at text COLLATE "C",
    later text COLLATE "C" NOT NULL DEFAULT '[]',
    holder_id bigint REFERENCES staff (id),
    desk_contact_id bigint REFERENCES contact (id) ON DELETE SET NULL,
    taken_at text COLLATE "C",
    spoke_at text COLLATE "C",
    asked_at text COLLATE "C",
    slow bigint NOT NULL DEFAULT 0,
    noted bigint NOT NULL DEFAULT 0,
    closed_at text COLLATE "C",
    result text COLLATE "C" NOT NULL DEFAULT '',
    question_id bigint REFERENCES question (id),
    owner_lines bigint NOT NULL DEFAULT 0,
    staff_lines bigint NOT NULL DEFAULT 0
);

CREATE TABLE handoff_line (
    id bigint PRIMARY KEY,
    handoff_id bigint NOT NULL REFERENCES handoff (id) ON DELETE CASCADE,
    contact_id bigint NOT NULL REFERENCES contact (id) ON DELETE CASCADE,
    at text COLLATE "C" NOT NULL,
    side text COLLATE "C" NOT NULL CHECK (side IN ('owner', 'staff', 'note', 'event')),
    staff_id bigint REFERENCES staff (id),
    text text COLLATE "C" NOT NULL,
    photo text COLLATE "C" NOT NULL DEFAULT '',
    channel text COLLATE "C",
    external_id text COLLATE "C",
    withdrawn_at text COLLATE "C",
    lost_at text COLLATE "C",
    title text COLLATE "C" NOT NULL DEFAULT ''
);

CREATE TABLE absence (
    id bigint PRIMARY KEY,
    staff_id bigint NOT NULL REFERENCES staff (id),
    first_on text COLLATE "C" NOT NULL,
    last_on text COLLATE "C" NOT NULL,
    half text COLLATE "C" NOT NULL DEFAULT '' CHECK (half IN ('', 'morning', 'afternoon')),
    instead_id bigint REFERENCES staff (id)
);

CREATE TABLE question_escalation (
    question_id bigint PRIMARY KEY REFERENCES question (id) ON DELETE CASCADE,
    answer_by text COLLATE "C" NOT NULL,
    percent bigint NOT NULL,
    at text COLLATE "C" NOT NULL
);

CREATE TABLE team_member (
    id bigint PRIMARY KEY REFERENCES staff (id),
    subjects text COLLATE "C" NOT NULL DEFAULT '[]',
    deputy_id bigint REFERENCES staff (id)
);

CREATE TABLE duty (
    id bigint PRIMARY KEY,
    staff_id bigint NOT NULL REFERENCES staff (id),
    day text COLLATE "C" NOT NULL,
    half text COLLATE "C" NOT NULL CHECK (half IN ('morning', 'afternoon')),
    subject text COLLATE "C" NOT NULL,
    deputy_id bigint REFERENCES staff (id)
);

CREATE TABLE public_case (
    id bigint PRIMARY KEY,
    question_id bigint NOT NULL UNIQUE REFERENCES question (id) ON DELETE CASCADE,
    text text COLLATE "C" NOT NULL,
    place text COLLATE "C" NOT NULL DEFAULT '',
    author_id bigint NOT NULL REFERENCES staff (id),
    written_at text COLLATE "C" NOT NULL,
    released_by bigint REFERENCES staff (id),
    released_at text COLLATE "C"
);

CREATE INDEX outbox_pending ON outbox (priority, id) WHERE state = 'pending';
CREATE INDEX outbox_due ON outbox (due_at) WHERE state = 'pending';
CREATE UNIQUE INDEX outbox_once ON outbox (dedupe_key) WHERE dedupe_key IS NOT NULL;
CREATE INDEX audit_by_time ON audit (at);
CREATE INDEX audit_by_object ON audit (object);
CREATE INDEX registration_by_event ON registration (event_id, state);
CREATE INDEX registration_by_contact ON registration (contact_id);
CREATE INDEX question_by_state ON question (state);
CREATE INDEX question_by_event ON question (event_id);
CREATE INDEX question_by_contact ON question (contact_id);
CREATE INDEX question_by_head ON question (merged_into);
CREATE INDEX answer_by_question ON answer (question_id);
CREATE INDEX step_by_question ON question_step (question_id);
CREATE INDEX wrong_try_by_subject ON wrong_try (subject, at);
CREATE UNIQUE INDEX broadcast_digest ON broadcast (month) WHERE month IS NOT NULL AND state <>
    'withdrawn';
CREATE INDEX broadcast_by_state ON broadcast (state);
CREATE INDEX recipient_by_state ON recipient (broadcast_id, state, channel);
CREATE INDEX outbox_by_contact ON outbox (contact_id);
CREATE INDEX outbox_open ON outbox (contact_id) WHERE state IN ('pending', 'sending');
CREATE INDEX news_by_month ON news_item (month);
CREATE INDEX outreach_by_day ON outreach (day);
CREATE INDEX household_contacts ON household_contact (household);
CREATE INDEX once_by_time ON once (at);
CREATE INDEX unanswered_by_contact ON unanswered (contact_id);
CREATE INDEX outbox_expiring ON outbox (expires_at) WHERE state = 'pending' AND expires_at IS
    NOT NULL;
CREATE INDEX outbox_expired ON outbox (contact_id) WHERE error = 'expired';
CREATE INDEX outbox_held ON outbox (kind) WHERE held_at IS NOT NULL;
CREATE INDEX registration_seats ON registration (event_id, category, companions, arrived_people,
    rest_released, state) WHERE state IN ('confirmed', 'offered', 'checked_in');
CREATE INDEX registration_line ON registration (event_id, queued_at, id, state) WHERE state =
    'waitlisted';
CREATE UNIQUE INDEX registration_once ON registration (event_id, phone) WHERE phone IS NOT NULL
    AND shares_phone = 0;
CREATE INDEX registration_by_phone ON registration (event_id, phone) WHERE phone IS NOT NULL;
CREATE INDEX carried_over_by_event ON carried_over (event_id);
CREATE INDEX call_task_open ON call_task (due_at) WHERE state = 'open';
CREATE INDEX call_task_by_outbox ON call_task (outbox_id) WHERE state = 'standby';
CREATE INDEX call_task_open_by_outbox ON call_task (outbox_id) WHERE state = 'open';
CREATE INDEX call_task_by_page ON call_task (page_id) WHERE state = 'open';
CREATE INDEX call_task_by_registration ON call_task (registration_id);
CREATE INDEX call_task_by_question ON call_task (question_id);
CREATE INDEX call_task_by_invitation ON call_task (invitation_id);
CREATE INDEX answer_told_by_question ON answer_told (question_id);
CREATE INDEX consent_by_contact ON consent (contact_id);
CREATE INDEX push_to_wake ON push_subscription (wake_at) WHERE wake_at IS NOT NULL;
CREATE UNIQUE INDEX entry_open ON entry_version (entry) WHERE state IN ('draft', 'submitted',
    'returned');
CREATE UNIQUE INDEX entry_in_force ON entry_version (entry) WHERE state = 'published';
CREATE UNIQUE INDEX entry_serial ON entry_version (serial) WHERE serial > 0;
CREATE INDEX entry_versions_of ON entry_version (entry);
CREATE INDEX unanswered_waiting ON unanswered (id) WHERE settled = 0;
CREATE INDEX topic_notice_in_force ON topic_notice (ends_on) WHERE state = 'approved';
CREATE INDEX inbox_by_contact ON inbox (contact_id, id);
CREATE INDEX registration_by_invitation ON registration (invitation_id) WHERE invitation_id IS
    NOT NULL;
CREATE INDEX search_word_by_object ON search_word (kind, object);
CREATE INDEX staff_address_by_contact ON staff_address (contact_id);
CREATE INDEX invitation_by_phone ON invitation (phone) WHERE phone <> '';
CREATE INDEX draft_by_thing ON draft (place, about);
CREATE INDEX draft_by_age ON draft (kept_at);
CREATE INDEX answer_file_by_question ON answer_file (question_id);
CREATE UNIQUE INDEX handoff_open ON handoff (contact_id) WHERE state IN ('waiting', 'held');
CREATE UNIQUE INDEX handoff_desk ON handoff (desk_contact_id) WHERE state = 'held';
CREATE INDEX handoff_by_state ON handoff (state, opened_at);
CREATE INDEX handoff_by_contact ON handoff (contact_id);
CREATE INDEX handoff_line_by_handoff ON handoff_line (handoff_id);
CREATE INDEX handoff_line_by_contact ON handoff_line (contact_id);
CREATE UNIQUE INDEX handoff_line_by_message ON handoff_line (channel, external_id);
CREATE INDEX handoff_line_by_photo ON handoff_line (photo) WHERE photo <> '';
CREATE INDEX absence_by_day ON absence (last_on);
CREATE INDEX question_to_ask_again ON question (ask_again_on) WHERE ask_again_on IS NOT NULL;
CREATE UNIQUE INDEX duty_once ON duty (day, half, subject, staff_id);
CREATE INDEX public_case_released ON public_case (released_at) WHERE released_at IS NOT NULL;
CREATE INDEX question_brought ON question (brought_by) WHERE brought_by <> '';
CREATE INDEX outbox_to_retract ON outbox (retract_at) WHERE retract_at IS NOT NULL;
CREATE INDEX registration_counts ON registration (event_id, state, phone, companions,
    arrived_people, rest_released);
CREATE INDEX registration_loaded_over ON registration (event_id) WHERE loaded_over <> '';
CREATE INDEX question_standing ON question (state, public, confidential, responder_id, office,
    co_offices, readers, merged_into, event_id, again_due, first_due);

INSERT INTO id_slot (slot, until) SELECT slot, 0 FROM generate_series(0, 63) AS slot;

-- The audit is written once.
CREATE FUNCTION refuse_change_of_audit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'audit is append-only' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER audit_is_never_changed BEFORE UPDATE ON audit
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_audit();
CREATE TRIGGER audit_is_never_deleted BEFORE DELETE ON audit
    FOR EACH ROW WHEN (clock_timestamp() - CAST(OLD.at AS timestamptz) < interval '730 days')
    EXECUTE FUNCTION refuse_change_of_audit();
CREATE TRIGGER audit_is_never_emptied BEFORE TRUNCATE ON audit
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_audit();

-- Who a broadcast goes to follows what became of its messages.
CREATE FUNCTION recipient_follows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE recipient SET state = NEW.state, reason = coalesce(NEW.error, ''),
        settled_at = NEW.settled_at
    WHERE broadcast_id = NEW.broadcast_id AND contact_id = NEW.contact_id AND state = 'queued';
    RETURN NULL;
END $$;
CREATE TRIGGER recipient_follows_outbox AFTER UPDATE OF state ON outbox
    FOR EACH ROW WHEN (NEW.broadcast_id IS NOT NULL
        AND NEW.state IN ('sent', 'refused', 'failed', 'unconfirmed'))
    EXECUTE FUNCTION recipient_follows();

CREATE FUNCTION recipient_erased() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE recipient SET state = 'skipped', reason = 'erased'
    WHERE broadcast_id = OLD.broadcast_id AND contact_id = OLD.contact_id AND state = 'queued';
    RETURN NULL;
END $$;
CREATE TRIGGER recipient_is_erased AFTER DELETE ON outbox
    FOR EACH ROW WHEN (OLD.broadcast_id IS NOT NULL AND OLD.state IN ('pending', 'sending'))
    EXECUTE FUNCTION recipient_erased();

-- Whom to call follows what there is to call about.
CREATE FUNCTION no_call_to_guest() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM call_task WHERE registration_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER no_call_to_anonymous_guest AFTER UPDATE OF anonymised_at ON registration
    FOR EACH ROW WHEN (NEW.anonymised_at IS NOT NULL) EXECUTE FUNCTION no_call_to_guest();

CREATE FUNCTION no_call_to_asker() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM call_task WHERE question_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER no_call_to_anonymous_asker AFTER UPDATE OF anonymised_at ON question
    FOR EACH ROW WHEN (NEW.anonymised_at IS NOT NULL) EXECUTE FUNCTION no_call_to_asker();

CREATE FUNCTION no_call_left() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM call_task WHERE outbox_id = OLD.id AND state = 'standby';
    RETURN NULL;
END $$;
CREATE TRIGGER no_call_without_message AFTER DELETE ON outbox
    FOR EACH ROW WHEN (OLD.kind IN ('notice', 'broadcast')) EXECUTE FUNCTION no_call_left();

CREATE FUNCTION calls_settled_by_sight() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE call_task SET state = 'settled', done_at = NEW.last_inbound_at
    WHERE state = 'open' AND page_id IN (SELECT id FROM outbox
        WHERE contact_id = NEW.id AND state = 'sent' AND settled_at < NEW.last_inbound_at);
    RETURN NULL;
END $$;
CREATE TRIGGER no_call_when_seen AFTER UPDATE OF last_inbound_at ON contact
    FOR EACH ROW EXECUTE FUNCTION calls_settled_by_sight();

CREATE FUNCTION calls_follow() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- It does not arrive: somebody calls. But not about what is over or was taken back.
    UPDATE call_task SET state = 'open', created_at = NEW.settled_at
    WHERE outbox_id = NEW.id AND state = 'standby' AND NEW.state <> 'sent'
        AND coalesce(NEW.error, '') NOT IN ('withdrawn', 'expired');
    DELETE FROM call_task WHERE outbox_id = NEW.id AND state = 'standby'
        AND (NEW.state = 'sent' OR NEW.error IN ('withdrawn', 'expired'));
    -- It was given up on, and went after all.
    UPDATE call_task SET state = 'settled', done_at = NEW.settled_at
    WHERE outbox_id = NEW.id AND state = 'open' AND NEW.state = 'sent';
    RETURN NULL;
END $$;
CREATE TRIGGER calls_follow_outbox AFTER UPDATE OF state ON outbox
    FOR EACH ROW WHEN (NEW.state IN ('sent', 'refused', 'failed', 'unconfirmed')
        AND NEW.kind IN ('notice', 'broadcast'))
    EXECUTE FUNCTION calls_follow();

CREATE FUNCTION invitation_renamed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO gone (kind, object) VALUES ('invitation', NEW.id);
    DELETE FROM call_task WHERE invitation_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER gone_invitation AFTER UPDATE OF recipient ON invitation
    FOR EACH ROW WHEN (OLD.recipient <> NEW.recipient) EXECUTE FUNCTION invitation_renamed();

-- What is gone is listed: its kind, and the columns of its row that name it.
CREATE FUNCTION list_gone() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    lost jsonb := to_jsonb(OLD);
    object text := lost ->> TG_ARGV[1];
BEGIN
    IF TG_NARGS > 2 THEN
        object := object || ':' || (lost ->> TG_ARGV[2]);
    END IF;
    INSERT INTO gone (kind, object) VALUES (TG_ARGV[0], object);
    RETURN NULL;
END $$;
CREATE TRIGGER gone_registration AFTER UPDATE OF anonymised_at ON registration
    FOR EACH ROW WHEN (OLD.anonymised_at IS NULL AND NEW.anonymised_at IS NOT NULL)
    EXECUTE FUNCTION list_gone('registration', 'id');
CREATE TRIGGER gone_question AFTER UPDATE OF anonymised_at ON question
    FOR EACH ROW WHEN (OLD.anonymised_at IS NULL AND NEW.anonymised_at IS NOT NULL)
    EXECUTE FUNCTION list_gone('question', 'id');
CREATE TRIGGER gone_consent AFTER UPDATE OF withdrawn_at ON consent
    FOR EACH ROW WHEN (OLD.withdrawn_at IS NULL AND NEW.withdrawn_at IS NOT NULL)
    EXECUTE FUNCTION list_gone('consent', 'id');
CREATE TRIGGER gone_registration_row AFTER DELETE ON registration
    FOR EACH ROW EXECUTE FUNCTION list_gone('registration', 'id');
CREATE TRIGGER gone_question_row AFTER DELETE ON question
    FOR EACH ROW EXECUTE FUNCTION list_gone('question', 'id');
CREATE TRIGGER gone_subscription AFTER DELETE ON subscription
    FOR EACH ROW EXECUTE FUNCTION list_gone('subscription', 'contact_id', 'topic');
CREATE TRIGGER gone_profile AFTER DELETE ON profile
    FOR EACH ROW EXECUTE FUNCTION list_gone('profile', 'contact_id');
CREATE TRIGGER gone_notebook AFTER DELETE ON notebook
    FOR EACH ROW EXECUTE FUNCTION list_gone('notebook', 'contact_id');
CREATE TRIGGER gone_photo AFTER DELETE ON photo
    FOR EACH ROW EXECUTE FUNCTION list_gone('photo', 'name');
CREATE TRIGGER gone_contact AFTER DELETE ON contact
    FOR EACH ROW EXECUTE FUNCTION list_gone('contact_row', 'id');
CREATE TRIGGER gone_push AFTER DELETE ON push_subscription
    FOR EACH ROW EXECUTE FUNCTION list_gone('push', 'contact_id', 'mark');

-- What is gone is not found.
CREATE FUNCTION forget_words() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM search_word
    WHERE kind = TG_ARGV[0] AND object = CAST(to_jsonb(OLD) ->> TG_ARGV[1] AS bigint);
    RETURN NULL;
END $$;
CREATE TRIGGER no_search_registration AFTER DELETE ON registration
    FOR EACH ROW EXECUTE FUNCTION forget_words('registration', 'id');
CREATE TRIGGER no_search_question AFTER DELETE ON question
    FOR EACH ROW EXECUTE FUNCTION forget_words('question', 'id');
CREATE TRIGGER no_search_event AFTER DELETE ON event
    FOR EACH ROW EXECUTE FUNCTION forget_words('event', 'id');
CREATE TRIGGER no_search_invitation AFTER DELETE ON invitation
    FOR EACH ROW EXECUTE FUNCTION forget_words('invitation', 'id');
CREATE TRIGGER no_search_profile AFTER DELETE ON profile
    FOR EACH ROW EXECUTE FUNCTION forget_words('profile', 'contact_id');
