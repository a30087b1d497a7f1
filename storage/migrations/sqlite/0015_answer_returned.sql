-- A version of an answer that was not approved: sent back, or taken back by whoever wrote it.

ALTER TABLE answer ADD COLUMN returned_at TEXT;

-- Drafts sent back before this column was there wait for nobody.
UPDATE answer SET returned_at = created_at
WHERE approved_at IS NULL
    AND (
        question_id IN (
            SELECT id FROM question
            WHERE state NOT IN ('answered', 'delivered', 'published', 'closed')
        )
        OR id < (SELECT max(later.id) FROM answer AS later WHERE later.question_id = answer.question_id)
    );
