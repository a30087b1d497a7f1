-- Which version of an answer whose question was told: it is corrected to whoever heard it, also once
-- their question is answered by itself.
CREATE TABLE answer_told (
    answer_id INTEGER NOT NULL REFERENCES answer (id) ON DELETE CASCADE,
    question_id INTEGER NOT NULL REFERENCES question (id) ON DELETE CASCADE,
    at TEXT NOT NULL,
    PRIMARY KEY (answer_id, question_id)
);
CREATE INDEX answer_told_by_question ON answer_told (question_id);
-- Of before this: whoever asked it, and whoever was joined to it when it was approved; what a
-- question was joined to stands in the note of the step, last.
INSERT INTO answer_told (answer_id, question_id, at)
SELECT id, question_id, approved_at FROM answer WHERE approved_at IS NOT NULL;
INSERT OR IGNORE INTO answer_told (answer_id, question_id, at)
SELECT a.id, q.id, a.approved_at
FROM answer AS a
JOIN question AS head ON head.id = a.question_id
JOIN question AS q ON q.id <> head.id
WHERE a.approved_at IS NOT NULL AND head.answered_at IS NOT NULL
AND (
    SELECT s.state FROM question_step AS s WHERE s.question_id = q.id AND s.at <= a.approved_at
    ORDER BY s.id DESC LIMIT 1
) = 'merged'
AND (
    q.merged_into = head.id
    OR (
        SELECT substr(' ' || s.note, -length(head.code) - 1) FROM question_step AS s
        WHERE s.question_id = q.id AND s.at <= a.approved_at
        AND (s.action = 'merge' OR s.note LIKE 'join %')
        ORDER BY s.id DESC LIMIT 1
    ) = ' ' || head.code
);
