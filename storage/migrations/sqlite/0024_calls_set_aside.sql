-- A call that nobody need make while somebody is marked as arrived, or their seat as given up: it is
-- set aside, and comes back when that was a slip. Messages are set aside by their key (outbox.py).
ALTER TABLE call_task ADD COLUMN aside INTEGER NOT NULL DEFAULT 0;
