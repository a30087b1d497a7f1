"""The confidential lane: what officials do to people, told to two named persons and to nobody else.

Nothing of it is kept but the case itself: not the message it came in, not what was unanswered. Who
denounces somebody in due form is told where that goes by law (`faq.denounced`).
"""

from dataclasses import replace

import orjson

from content.complaints import asks_where_to_denounce, denounces
from content.petitions import tells_of_harassment
from content.ward import Ward
from handlers.people.permissions import reads_confidential
from handlers.question.writing import LONGEST, AskStep, Draft, InTalk
from handlers.talk.turn import Outcome, Turn
from storage.database import Transaction
from storage.staff_models import Staff


def tells_of_it(turn: Turn, text: str) -> bool:
    if denounces(text) or asks_where_to_denounce(text):
        return False
    return tells_of_harassment(text, turn.content.understanding.petitions(text))


def readers(tx: Transaction, ward: Ward) -> tuple[Staff, ...]:
    """The two who read it, as the ward named them; nobody unless both can sign in and answer."""
    logins = (ward.reader_1, ward.reader_2)
    able = {
        one.login: one
        for one in tx.staff.all()
        if one.password is not None and reads_confidential(one)
    }
    named = tuple(able[login] for login in logins if login in able)
    return named if len({one.id for one in named}) == len(logins) else ()


def draft(turn: Turn, text: str, talk: InTalk = InTalk.NO) -> Draft:
    """What is offered to be sent so; for nobody while the lane is not open. `talk`: whether it was
    told in a talk with an official, where all of it may go on to them."""
    two = readers(turn.tx, turn.content.ward)
    return Draft(
        step=AskStep.LANE,
        content=text.strip() if talk else text.strip()[:LONGEST],
        talk=talk,
        readers=tuple(one.id for one in two),
        reader_names=tuple(", ".join(filter(None, (one.name, one.title))) for one in two),
    )


def forgetting(turn: Turn, outcome: Outcome) -> Outcome:
    """The message of whoever writes to the lane is kept nowhere but in the case, and no official is
    shown what they were answered."""
    if not any(map(_is_of_it, (turn.conversation.flow, outcome.conversation.flow))):
        return outcome
    turn.tx.inbox.forget_text(turn.incoming.channel, turn.incoming.external_id)
    return unshown(outcome)


def unshown(outcome: Outcome) -> Outcome:
    """What is said to whoever tells of it: for nobody else, who takes a talk with them later."""
    replies = tuple(replace(reply, private=True) for reply in outcome.replies)
    return replace(outcome, replies=replies)


def _is_of_it(flow: str | None) -> bool:
    if not flow or '"readers"' not in flow:
        return False
    memory = orjson.loads(flow)["memory"]
    return bool(memory.get("readers") or memory.get("talk"))
