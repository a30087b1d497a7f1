"""An official's own chat: a talk is taken there, and while it is held what is typed goes to the
owner, but for a few words of command. What was offered to be sent is sent by its number."""

from content.vietnamese import bare_words, fold
from handlers.live import holding, owner, relaying, seen, talks
from handlers.people import staff_links
from handlers.people.refusing import NotDone
from handlers.question import canned, fitting
from handlers.question.canned import DraftPiece
from handlers.talk.messages import Choice, IncomingKind
from handlers.talk.replies import came_with, silent, told_already
from handlers.talk.turn import Outcome, Turn
from storage.handoff_models import Handoff, HandoffResult, HandoffState
from storage.staff_models import Staff

OFFERED = 5
_END = ("xong", "/xong", "ket thuc")
_PASS = ("chuyen", "/chuyen", "chuyen nguoi khac")
_CASE = ("cau hoi", "/cauhoi", "chuyen thanh cau hoi", "ghi thanh cau hoi")
_BACK = ("rut", "/rut", "rut lai")
_SLOW, _QUICK = ("/cham",), ("/nhanh",)
_CANNED, _FIND = "/mau", "/tim"
_NOTE = "+"


# ---- a talk that waits, in the chat of somebody who was told of it ----


def act(turn: Turn, talk_id: int, what: str) -> Outcome:
    """`talk:<id>:take`, `:pass`, `:later`: by whoever of the staff has this chat."""
    staff = staff_links.who(turn)
    talk = turn.tx.handoffs.get(talk_id)
    if staff is None or talk is None or not seen.sees(staff, talk):
        return turn.say("live/desk_none", back=turn.menu_choice())
    if talk.state is not HandoffState.WAITING:
        return _too_late(turn, talk, staff)
    match what:
        case "take":
            return _taken(turn, talk, staff)
        case "later":
            put = holding.put_off(turn.tx, turn.content, talk, staff, turn.now)
            return _told(turn, "live/desk_later", talk, again=not put, keeps=True)
    told = holding.refuse(turn.tx, turn.content, talk, staff, turn.now)
    return _told(turn, "live/desk_refused", talk, told=told)


def _taken(turn: Turn, talk: Handoff, staff: Staff) -> Outcome:
    held = holding.take(turn.tx, turn.content, talk.id, staff, turn.now, desk=turn.contact.id)
    if held is None:
        return _too_late(turn, talk, staff)
    lines = talks.said_by_owner(turn.tx, held)
    title = turn.content.words.label("talk_photo")
    for line in lines:
        if line.photo:
            talks.say(
                turn.tx, turn.content, turn.contact.id, "live/from_owner", turn.now,
                key=line.key, files=talks.picture(line, turn.site, title), line=line,
            )  # fmt: skip
    return turn.keeping(choices=(), asked=None).say(
        "live/desk_taken",
        talk=held,
        number=talks.number_of(held),
        subject=talks.subject_name(turn.content, held),
        lines=[line for line in lines if line.text],
        reached=talks.is_reached(turn.tx, held, turn.now),
    )


def _too_late(turn: Turn, talk: Handoff, staff: Staff) -> Outcome:
    """Somebody else has it, they hold another one here, or it is over: who, and how it is."""
    fresh = turn.tx.handoffs.get(talk.id) or talk
    holder = turn.tx.staff.get(fresh.holder_id) if fresh.holder_id is not None else None
    asked = turn.tx.questions.get(fresh.question_id) if fresh.question_id is not None else None
    return _told(turn, "live/desk_late", fresh, holder=holder, mine=holder == staff, question=asked)


def _told(
    turn: Turn, name: str, talk: Handoff, *, keeps: bool = False, **values: object
) -> Outcome:
    """`keeps`: what was offered may still be chosen."""
    kept = (
        turn
        if keeps
        else turn.keeping(
            choices=tuple(
                one
                for one in turn.conversation.choices
                if not one[2].startswith(f"talk:{talk.id}:")
            )
        )
    )
    text = turn.words_of(name, talk=talk, number=talks.number_of(talk), **values)
    choices = [Choice(label, action) for key, label, action in kept.conversation.choices if key]
    return turn.reply(text, [one for one in choices if one.action.startswith("talk:")])


# ---- a talk that is held through this chat ----


def said(turn: Turn, talk: Handoff) -> Outcome | None:
    """What becomes of a message in a chat through which a talk is held; None for what is pressed
    there and is about anything else."""
    staff = holding.holder_of(turn.tx, talk)
    if staff is None:
        # The chat is no longer theirs: nobody speaks for the ward there.
        holding.give_back(turn.tx, turn.content, talk, "gone", turn.now)
        return None
    mine = f"send:{talk.id}:"
    if turn.action.startswith(mine):
        return _offered(turn, talk, staff, turn.action.removeprefix(mine))
    match turn.incoming.kind:
        case IncomingKind.TEXT:
            return _typed(turn, talk, staff)
        case IncomingKind.TAP:
            return None
        case IncomingKind.START:
            return turn.say("live/desk_help", number=talks.number_of(talk))
    if turn.text.strip().startswith(_NOTE):  # under a photo or a file it is a note all the same
        told_already(turn, _NOTE)
        return _noted(turn, talk, staff, turn.text)
    if came_with(turn, _NOTE):
        return silent(turn)
    return _relayed(turn, talk, staff, owner.words_of(turn))


def _typed(turn: Turn, talk: Handoff, staff: Staff) -> Outcome:
    """A word of command, or a line."""
    text = turn.text.strip()
    command = fold(text) if text.startswith("/") else bare_words(text)
    first, _, rest = text.partition(" ")
    if text.startswith(_NOTE):
        return _noted(turn, talk, staff, text)
    if fold(first) == _CANNED:
        return _canned(turn, talk, staff, rest.strip())
    if fold(first) == _FIND:
        return _found(turn, talk, rest.strip())
    if command in _END:
        holding.end(turn.tx, turn.content, talk, staff, turn.now)
        return turn.say("live/desk_ended", back=turn.menu_choice(), number=talks.number_of(talk))
    if command in _PASS:
        holding.pass_on(turn.tx, turn.content, talk, staff, turn.now)
        return turn.say("live/desk_passed", back=turn.menu_choice(), number=talks.number_of(talk))
    if command in _CASE:
        return _made_case(turn, talk, staff)
    if command in _BACK:
        became = relaying.call_back(turn.tx, talk, staff, turn.now)
        if became:
            turn.tx.audit.write("talk.back", f"talk:{talk.id}", turn.now, staff=staff)
        return turn.keeping(choices=()).say("live/desk_called_back", became=became, slow=talk.slow)
    if command in (*_SLOW, *_QUICK):
        wanted = command in _SLOW
        slow = relaying.slow_down(turn.tx, talk, slow=wanted)
        return turn.keeping(choices=()).say("live/desk_pace", slow=slow, wanted=wanted)
    if text.startswith("/"):
        return turn.say("live/desk_help", number=talks.number_of(talk))
    return _relayed(turn, talk, staff, text)


def _relayed(turn: Turn, talk: Handoff, staff: Staff, text: str, *, shown: bool = False) -> Outcome:
    """A line on its way to the owner: nothing is said of it, unless it does not go. `shown`: it was
    chosen from a list, so what went is repeated."""
    picture, came = turn.incoming.picture, (turn.incoming.channel, turn.incoming.external_id)
    if turn.incoming.covered:
        return turn.keeping(choices=()).say("live/desk_own_covered", kinds=turn.incoming.covered)
    if picture is not None and not picture.name:
        return turn.keeping(choices=()).say("live/desk_photo_lost")
    try:
        relaying.from_staff(
            turn.tx, turn.content, talk, staff, text, turn.now,
            photo=picture.name if picture is not None else "", site=turn.site, came=came,
        )  # fmt: skip
    except NotDone as refusal:
        return turn.keeping(choices=()).say("live/desk_not_sent", why=refusal.why)
    turn.tx.audit.write("talk.say", f"talk:{talk.id}", turn.now, staff=staff)
    fresh = turn.keeping(choices=())
    return fresh.say("live/desk_sent", text=text) if shown else silent(fresh)


def _noted(turn: Turn, talk: Handoff, staff: Staff, text: str) -> Outcome:
    """A note is words: what came with them goes to nobody, and that is said."""
    text = text.strip().removeprefix(_NOTE).strip()
    came = (turn.incoming.channel, turn.incoming.external_id)
    beside = turn.incoming.kind is not IncomingKind.TEXT
    if text:
        relaying.note(turn.tx, talk, staff, text, turn.now, came)
        turn.tx.audit.write("talk.note", f"talk:{talk.id}", turn.now, staff=staff)
    return turn.keeping(choices=()).say("live/desk_noted", noted=bool(text), beside=beside)


def _made_case(turn: Turn, talk: Handoff, staff: Staff) -> Outcome:
    question = holding.to_case(turn.tx, turn.content, talk, HandoffResult.TURNED, turn.now, staff)
    return turn.say("live/desk_case", back=turn.menu_choice(), question=question)


# ---- words to send ----


def _canned(turn: Turn, talk: Handoff, staff: Staff, wanted: str) -> Outcome:
    found = canned.seen_by(turn.tx, staff, wanted)[:OFFERED]
    choices = [Choice(one.title, f"send:{talk.id}:canned:{one.id}") for one in found]
    return turn.say("live/desk_offered", choices, many=len(found), wanted=wanted, what="canned")


def _found(turn: Turn, talk: Handoff, wanted: str) -> Outcome:
    near = fitting.read(turn.content, wanted) if wanted else []
    found = fitting.offered(turn.tx, turn.content, near, turn.today)
    choices = [Choice(one.question, f"send:{talk.id}:entry:{one.id}") for one in found]
    return turn.say("live/desk_offered", choices, many=len(found), wanted=wanted, what="entry")


def _offered(turn: Turn, talk: Handoff, staff: Staff, chosen: str) -> Outcome:
    kind, _, name = chosen.partition(":")
    piece: DraftPiece | None = None
    if kind == "canned" and name.isdecimal():
        found = canned.find(turn.tx, staff, int(name))
        filled = canned.filled_in_talk
        piece = filled(turn.content, found, talk.office, staff, turn.now) if found else None
    elif entry := fitting.one(turn.tx, turn.content, name, turn.today):
        piece = entry.piece
    if piece is None:
        return turn.keeping(choices=()).say("live/desk_not_sent", why="talk_unfilled")
    text = turn.words_of("live/piece", text=piece.text, basis=piece.basis).strip()
    return _relayed(turn, talk, staff, text, shown=True)
