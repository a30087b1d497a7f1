"""The address of an answer, for whoever wants to pass it on: the one they name, else the last."""

from content.search import Decision
from content.sharing import link_wanted
from content.vietnamese import bare_words
from handlers.talk.public_pages import of_entry
from handlers.talk.turn import Outcome, Turn

_NAMES_IT = 2  # words


def link_of_answer(turn: Turn) -> Outcome | None:
    """The address that is wanted, with the question it answers; which answer is meant, where none
    was given and none is named. None where no address is wanted, or there are no pages."""
    named = link_wanted(turn.text) if not turn.action and turn.site else None
    if named is None or turn.incoming.group is not None:
        return None
    known = turn.content.knowledge.entries
    entry = known.get(_named(turn, named)) or known.get(turn.conversation.entry or "")
    if entry is None:
        return turn.say("faq/which_link", back=turn.menu_choice(), address=f"{turn.site}/cau")
    return turn.say(
        "faq/link", back=turn.menu_choice(), entry=entry, address=f"{turn.site}/{of_entry(entry)}"
    )


def _named(turn: Turn, words: str) -> str:
    """The entry that some words name, near enough to one answer; "" for none."""
    if len(words.split()) < _NAMES_IT:
        return ""
    said = " ".join(word for word in turn.text.split() if bare_words(word) in words.split())
    reading = turn.content.understanding.read(said)
    if reading.entries and reading.decision in (Decision.ANSWER, Decision.CHOOSE):
        return reading.entries[0].id
    named = set(words.split())
    shared = {
        entry.id: len(named.intersection(bare_words(entry.question).split()))
        for entry in turn.content.knowledge.entries.values()
    }
    most = max(shared.values(), default=0)
    best = [name for name, count in shared.items() if count == most]
    return best[0] if most >= _NAMES_IT and len(best) == 1 else ""
