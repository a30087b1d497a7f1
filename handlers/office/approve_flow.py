"""Approvals in an official's own chat: `/duyet` lists what waits for them; each is read whole and
approved or given back by the number shown. The rules stand in `approving.py`."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from content.whole import read_whole
from handlers.office import approving
from handlers.office.approving import ApprovalKind, Decider, NotApproved, ToApprove
from handlers.people import staff_links
from handlers.talk.flow import Said, begin
from handlers.talk.messages import Choice, Reply
from handlers.talk.turn import Outcome, Turn

LISTED = 8
REASON = 500  # letters


class ApproveStep(StrEnum):
    READ = "read"
    COUNT = "count"  # how many people a broadcast goes to is typed
    TEXT = "text"  # why it goes back
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Approving:
    """What is decided on (`called` so), and as which it was shown. `people`: to how many it goes,
    None where that is not typed; `hinders`: why it can only be given back here."""

    step: ApproveStep = ApproveStep.READ
    kind: str = ApprovalKind.ANSWER
    number: int = 0
    called: str = ""
    seen: str = ""
    people: int | None = None
    hinders: str = ""
    why: str = ""


class ApproveFlow:
    """Read, then a digit; of a broadcast the number of people, too; of what goes back, why."""

    name = "approve"
    version = 1

    def begin(self) -> Approving:
        return Approving()

    def restore(self, memory: dict[str, Any]) -> Approving:
        return Approving(**(memory | {"step": ApproveStep(memory["step"])}))

    def takes_text(self, memory: Approving) -> bool:
        return memory.step in (ApproveStep.COUNT, ApproveStep.TEXT)

    def takes_digits(self, memory: Approving) -> bool:
        return memory.step is ApproveStep.COUNT

    def too_long(self, memory: Approving, text: str) -> int | None:
        return REASON if memory.step is ApproveStep.TEXT and len(text) > REASON else None

    def choices(self, memory: Approving) -> Sequence[tuple[str, str]]:
        if memory.step is not ApproveStep.READ:
            return ()
        back = ("approve_back", "back_to_author")
        return (back,) if memory.hinders else (("approve_it", "approve"), back)

    def advance(self, memory: Approving, said: Said) -> Approving | None:
        match memory.step:
            case ApproveStep.READ if said.value == "approve" and memory.people is None:
                return replace(memory, step=ApproveStep.DONE)
            case ApproveStep.READ if said.value == "approve":
                return replace(memory, step=ApproveStep.COUNT)
            case ApproveStep.READ if said.value == "back_to_author":
                return replace(memory, step=ApproveStep.TEXT)
            case ApproveStep.COUNT:
                same = read_whole(said.text.strip().replace(".", "")) == memory.people
                return replace(memory, step=ApproveStep.DONE) if same else None
            case ApproveStep.TEXT if said.text.strip():
                return replace(memory, step=ApproveStep.DONE, why=said.text.strip())
        return None

    def is_done(self, memory: Approving) -> bool:
        return memory.step is ApproveStep.DONE

    def is_over(self, turn: Turn, memory: Approving) -> bool:
        return _read(turn, memory) is None

    def finish(self, turn: Turn, memory: Approving) -> Outcome:
        by, one = _decider(turn), _read(turn, memory)
        if by is None or one is None:
            return turn.say("approve/gone", back=turn.menu_choice())
        if one.seen != memory.seen or one.people != memory.people:
            again = turn.choice("approve_read", f"approve:{memory.kind}:{memory.number}")
            why = "changed" if one.seen != memory.seen else "count_changed"
            return turn.say("approve/refused", [again], turn.menu_choice(), why=why)
        try:
            if memory.why:
                approving.give_back(turn.tx, turn.content, by, one, memory.why)
                done = "back"
            else:
                done = approving.approve(turn.tx, turn.content, by, one)
        except NotApproved as refusal:
            return turn.say("approve/refused", back=turn.menu_choice(), why=refusal.why)
        here, _ = approving.listed(turn.tx, turn.content, by.staff, turn.now)
        # No number is offered: one typed twice would open the next.
        return turn.say("approve/done", back=turn.menu_choice(), done=done, left=len(here))


APPROVE = ApproveFlow()


def waiting(turn: Turn) -> Outcome:
    """`/duyet`: what waits for whoever of the staff has this chat."""
    by = _decider(turn)
    if by is None:
        return turn.say("staff_chat/not_staff", back=turn.menu_choice())
    here, elsewhere = approving.listed(turn.tx, turn.content, by.staff, turn.now)
    label = turn.content.words.label
    choices = [
        Choice(f"{label(f'approve_{kind}')}: {called}"[:64], f"approve:{kind}:{number}")
        for kind, number, called in here[:LISTED]
    ]
    return turn.say(
        "approve/list", choices, turn.menu_choice(),
        many=len(here), more=max(0, len(here) - LISTED), elsewhere=elsewhere,
    )  # fmt: skip


def act(turn: Turn, chosen: str) -> Outcome:
    """`approve:<kind>:<id>`: it is shown, to be decided on."""
    kind, _, name = chosen.partition(":")
    number = read_whole(name)
    if _decider(turn) is None or number is None or kind not in set(ApprovalKind):
        return turn.say("approve/gone", back=turn.menu_choice())
    if turn.tx.handoffs.held_at(turn.contact.id) is not None:
        return turn.say("approve/in_talk")  # what is typed there is the owner's to read
    memory = Approving(kind=kind, number=number)
    one = _read(turn, memory)
    if one is None:
        return turn.say("approve/gone", back=turn.menu_choice())
    whole = Reply(turn.words_of(f"approve/{kind}", **one.shown))
    asked = replace(
        memory, called=one.called, seen=one.seen, people=one.people, hinders=one.hinders
    )
    outcome = begin(turn, APPROVE, asked)
    return replace(outcome, replies=(whole, *one.files, *outcome.replies))


def _decider(turn: Turn) -> Decider | None:
    """Who of the staff has this chat; nobody where several read it."""
    staff = staff_links.who(turn) if turn.incoming.group is None else None
    if staff is None:
        return None
    return Decider(staff, turn.now, turn.site, turn.contact.channel)


def _read(turn: Turn, memory: Approving) -> ToApprove | None:
    by = _decider(turn)
    if by is None:
        return None
    kind = ApprovalKind(memory.kind)
    return approving.read(turn.tx, turn.content, by, kind, memory.number)
