-- One word per thing: a question is no longer also a "case", nor a notebook a "handbook". What is
-- kept follows: open forms, what was offered last, notices not sent yet, calls to be made.
-- Buttons on people's phones keep the old words: `Incoming.chosen` reads both.
UPDATE conversation SET
    flow = replace(replace(flow, '"name":"case_note"', '"name":"question_note"'),
        '"name":"handbook"', '"name":"notebook"'),
    waiting = replace(replace(waiting, '"name":"case_note"', '"name":"question_note"'),
        '"name":"handbook"', '"name":"notebook"'),
    dropped = replace(replace(dropped, 'case_note', 'question_note'), 'handbook', 'notebook'),
    choices = replace(replace(replace(replace(choices, '"case:', '"question:'),
        ':case_note"', ':question_note"'), ':handbook', ':notebook'), '"handbook"', '"notebook"')
WHERE flow LIKE '%"case_note"%' OR flow LIKE '%"handbook"%'
    OR waiting LIKE '%"case_note"%' OR waiting LIKE '%"handbook"%'
    OR dropped LIKE '%case_note%' OR dropped LIKE '%handbook%'
    OR choices LIKE '%"case:%' OR choices LIKE '%:case_note"%' OR choices LIKE '%handbook%';

UPDATE outbox SET body = replace(body, '"case:', '"question:')
WHERE state = 'pending' AND body LIKE '%"case:%';

UPDATE call_task SET message = 'question/' || substr(message, length('case/') + 1)
WHERE message LIKE 'case/%';
