"""An official's own chat: a talk is taken there, and while it is held what is typed goes to the
owner, but for a few words of command. What was offered to be sent is sent by its number."""

from content.desk_words import DeskWord, HeardWord, desk_word
from handlers.live import holding, owner, relaying, seen, talks
from handlers.people import staff_links
from handlers.people.refusing import NotDone
from handlers.question import canned, fitting
from handlers.question.canned import DraftPiece
from handlers.talk.messages import Choice, IncomingKind
from handlers.talk.replies import came_with, silent, told_already
from handlers.talk.turn import Outcome, Turn
from storage.handoff_models import Handoff, HandoffResult, HandoffState, LineSide
from storage.staff_models import Staff

OFFERED = 5
_NOTE = "note"


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
    heard = desk_word(turn.text)
    if heard is not None and heard.word is DeskWord.NOTE and heard.sure:
        told_already(turn, _NOTE)  # under a photo or a file it is a note all the same
        return _noted(turn, talk, staff, heard.rest)
    if came_with(turn, _NOTE):
        return silent(turn)
    return _relayed(turn, talk, staff, owner.words_of(turn))


def _typed(turn: Turn, talk: Handoff, staff: Staff) -> Outcome:
    """A word of command, or a line; what may be either is asked about, and goes nowhere before."""
    heard = desk_word(turn.text)
    if heard is None or (heard.word is DeskWord.OFFER and _has_spoken(turn, talk)):
        return _relayed(turn, talk, staff, turn.text.strip())
    if heard.sure:
        return _done(turn, talk, staff, heard)
    choices = [
        turn.choice("desk_send", f"send:{talk.id}:line"),
        turn.choice(f"desk_{heard.word}", f"send:{talk.id}:do"),
    ]
    return turn.keeping(asked=turn.text).say("live/desk_asked", choices, text=turn.text)


def _has_spoken(turn: Turn, talk: Handoff) -> bool:
    """Whether its holder has said something since they took it: then a digit is no answer to the
    offer any more."""
    last = turn.tx.handoffs.last_line(talk.id, LineSide.STAFF)
    return last is not None and talk.taken_at is not None and last.at >= talk.taken_at


def _done(turn: Turn, talk: Handoff, staff: Staff, heard: HeardWord) -> Outcome:
    number = talks.number_of(talk)
    turn = turn.keeping(choices=(), asked=None)
    match heard.word:
        case DeskWord.END:
            holding.end(turn.tx, turn.content, talk, staff, turn.now)
            return turn.say("live/desk_ended", back=turn.menu_choice(), number=number)
        case DeskWord.PASS:
            holding.pass_on(turn.tx, turn.content, talk, staff, turn.now)
            question = holding.became(turn.tx, talk)
            back = turn.menu_choice()
            return turn.say("live/desk_passed", back=back, number=number, question=question)
        case DeskWord.CASE:
            return _made_case(turn, talk, staff)
        case DeskWord.BACK:
            return _called_back(turn, talk, staff)
        case DeskWord.SLOW | DeskWord.QUICK:
            wanted = heard.word is DeskWord.SLOW
            slow = relaying.slow_down(turn.tx, talk, slow=wanted)
            return turn.say("live/desk_pace", slow=slow, wanted=wanted)
        case DeskWord.NOTE:
            return _noted(turn, talk, staff, heard.rest)
        case DeskWord.CANNED:
            return _canned(turn, talk, staff, heard.rest)
        case DeskWord.FIND:
            return _found(turn, talk, heard.rest)
        case DeskWord.OFFER:
            return turn.say("live/desk_late", talk=talk, number=number, mine=True)
    return turn.say("live/desk_help", number=number)


def _called_back(turn: Turn, talk: Handoff, staff: Staff) -> Outcome:
    became = relaying.call_back(turn.tx, talk, staff, turn.now)
    if became:
        turn.tx.audit.write("talk.back", f"talk:{talk.id}", turn.now, staff=staff)
    return turn.say("live/desk_called_back", became=became, slow=talk.slow)


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
    fresh = turn.keeping(choices=(), asked=None)
    return fresh.say("live/desk_sent", text=text) if shown else silent(fresh)


def _noted(turn: Turn, talk: Handoff, staff: Staff, text: str) -> Outcome:
    """A note is words: what came with them goes to nobody, and that is said."""
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
    asked = turn.conversation.asked or ""
    if kind == "line":
        return _relayed(turn, talk, staff, asked, shown=True)
    if kind == "do":
        heard = desk_word(asked) or HeardWord(DeskWord.UNKNOWN)
        return _done(turn, talk, staff, heard)
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
