-- When the list shown last arrived, if it came unasked; NULL where it answers the person. A number
-- typed before that means another list.
ALTER TABLE conversation ADD COLUMN pushed_at TEXT;
