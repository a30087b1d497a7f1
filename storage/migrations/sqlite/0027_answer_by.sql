-- By when a question that was reopened is to be answered again; NULL while it never was. The first
-- date stays, for whether the first answer came on time.
ALTER TABLE question ADD COLUMN again_due TEXT;
UPDATE question SET again_due = due
WHERE answered_at IS NOT NULL
    AND state IN ('received', 'needs_info', 'assigned', 'waiting_upper', 'answered', 'approved');
