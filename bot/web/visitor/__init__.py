"""Pages for owners beside the chat: the ticket, the one-time form, one's own data, the news."""
