"""A folder or file per channel: vendor payload -> Incoming, Reply -> vendor request, error ->
outcome."""
