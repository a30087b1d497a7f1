"""The words every form speaks and hears through: messages, turns, flows, what was meant."""
