-- Days off and days worked besides are a part of the ward's settings, written by one person and
-- approved by another. What an administrator had entered by then goes on as its first version.
INSERT INTO entry_version (
    id, entry, topic, act, state, text, authors, created_at, changed_at, published_at, serial
)
SELECT
    (SELECT coalesce(max(id), 0) + 1 FROM entry_version),
    'ward:ngay-nghi', '', 'edit', 'published',
    json_object(
        'days_off', coalesce(group_concat(CASE WHEN works = 0 THEN line END, char(10)), ''),
        'days_worked', coalesce(group_concat(CASE WHEN works = 1 THEN line END, char(10)), '')
    ),
    '[]', at, at, at,
    (SELECT coalesce(max(serial), 0) + 1 FROM entry_version)
FROM (
    SELECT
        works,
        CAST(substr(day, 9) AS INTEGER) || '/' || CAST(substr(day, 6, 2) AS INTEGER) || '/'
            || substr(day, 1, 4) || CASE WHEN note = '' THEN '' ELSE ': ' || note END AS line,
        strftime('%Y-%m-%dT%H:%M:%S.000000+00:00', 'now') AS at
    FROM calendar_day
    ORDER BY day
)
GROUP BY at;

DROP TABLE calendar_day;
