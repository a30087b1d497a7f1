"""The words, the facts and what is understood of a message. Imports nothing else of ours."""
