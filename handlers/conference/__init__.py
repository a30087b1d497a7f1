"""A conference: seats, registering, tickets, invitations, and what staff change of it."""
