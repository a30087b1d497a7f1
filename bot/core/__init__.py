"""How a message travels: the one door in, the one way out, and the loops that drive them."""
