-- Until when the forms of a conversation are kept, open or waiting; those of before end as was said.
ALTER TABLE conversation ADD COLUMN forms_until TEXT;
UPDATE conversation SET forms_until = expires_at WHERE flow IS NOT NULL OR waiting <> '[]';
