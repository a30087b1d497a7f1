"""What is kept in place of a secret that was shown once: a code, a link, a session."""

import hashlib


def hashed(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
