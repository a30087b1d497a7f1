-- The numbers on the tabs of long lists are counted from an index alone.
CREATE INDEX registration_counts
    ON registration (event_id, state, phone, companions, arrived_people, rest_released);
-- What an import changed is looked up to be taken back.
CREATE INDEX registration_loaded_over ON registration (event_id) WHERE loaded_over <> '';
-- Of what is settled, by all that decides whose list it stands in.
CREATE INDEX question_standing
    ON question (state, public, confidential, responder_id, office, co_offices, readers,
                 merged_into, event_id, again_due, first_due);
