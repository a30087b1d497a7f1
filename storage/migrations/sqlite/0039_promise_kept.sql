-- When the work an answer promised was done, as somebody of the staff says; what was done stands in
-- the step that says so.
ALTER TABLE question ADD COLUMN promise_kept_on TEXT;
