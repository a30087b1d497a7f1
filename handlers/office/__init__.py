"""What staff do that touches several subjects: calls, and the acts on an event."""
