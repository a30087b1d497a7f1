"""A reply where there is nothing but text: numbered choices, small print, addresses written out."""

import unicodedata

from handlers.talk.markup import to_plain
from handlers.talk.messages import Reply


def to_text(reply: Reply, *, choices: bool = True) -> str:
    """Composed letters (NFC); `choices` False leaves the list out, where buttons show it."""
    parts = [to_plain(reply.text)]
    typed = [choice for choice in reply.choices if choice.key] if choices else []
    if typed:
        parts.append("\n".join(f"  {choice.key}. {choice.label}" for choice in typed))
    if reply.attachment:
        named = (reply.attachment.name, reply.attachment.url)
        parts.append(": ".join(filter(None, named)))
    if reply.footer:
        parts.append(f"({reply.footer})")
    return unicodedata.normalize("NFC", "\n\n".join(parts))
