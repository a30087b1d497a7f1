"""A person in the chat: a talk between an owner and an official, from the wish for one to its end
(docs/adr/0025)."""
