-- A message that has gone and is to be taken from the person's screen again: since when it is asked
-- for. Once it was tried, `error` says how it ended ('taken back', 'not taken back').
ALTER TABLE outbox ADD COLUMN retract_at TEXT;
CREATE INDEX outbox_to_retract ON outbox (retract_at) WHERE retract_at IS NOT NULL;
-- Whether a channel can do that.
ALTER TABLE channel_reach ADD COLUMN retracts INTEGER NOT NULL DEFAULT 0;
