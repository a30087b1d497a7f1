"""How a command says that it does nothing."""


class CommandRefused(Exception):
    """Nothing is changed; the message says why, or how what was typed should be."""
