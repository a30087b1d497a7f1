"""How a message travels: channels, the one door in, the one way out, and what builds them."""
