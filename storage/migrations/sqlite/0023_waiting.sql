-- Forms put aside while another is filled in, the latest last: JSON [{"name", "version", ...}, ...].
ALTER TABLE conversation ADD COLUMN waiting TEXT NOT NULL DEFAULT '[]';
UPDATE conversation SET waiting = json_array(json_remove(flow, '$.aside')), flow = NULL
    WHERE json_extract(flow, '$.aside');
