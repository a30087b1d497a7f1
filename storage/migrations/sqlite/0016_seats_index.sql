-- Seats are counted for every registration and every row of a list: from an index alone, so that a
-- long list does not hold up the chat.
CREATE INDEX registration_seats
    ON registration (event_id, category, companions, arrived_people, rest_released, state)
    WHERE state IN ('confirmed', 'offered', 'checked_in');
CREATE INDEX registration_line ON registration (event_id, queued_at, id, state)
    WHERE state = 'waitlisted';
