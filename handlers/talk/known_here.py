"""Who writes, as far as this conversation knows: asked before, or told to a form that stands open
or waits. Used where they say that it is to be used: `vẫn số đó`."""

import orjson

from content.names import hear_name, is_full
from content.people import read_phone
from handlers.talk.turn import Turn


def known_here(turn: Turn) -> tuple[str, str]:
    """Name and number (E.164) of who writes; "" for what is not known. What was told last comes
    first, then what is kept of them."""
    name, phone = "", ""
    forms = [form for form in (turn.conversation.flow, *turn.conversation.waiting[::-1]) if form]
    for form in forms:
        memory = orjson.loads(form).get("memory", {})
        if memory.get("another") or memory.get("group"):
            phone = phone or memory.get("own_phone", "")
            continue
        said = memory.get("opening", "")
        called = hear_name(said) if said else None
        told = called.name if called and called.sure and is_full(called.name) else ""
        name = name or memory.get("name", "") or told
        phone = phone or memory.get("phone", "").strip("-") or read_phone(said) or ""
    profile = turn.tx.people.profile(turn.contact.id)
    if profile is not None:
        name, phone = name or profile.name, phone or profile.phone
    return name, phone
