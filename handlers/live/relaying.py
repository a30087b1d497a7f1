"""Lines from one side of a held talk to the other: each kept once, queued once, in order; none with
what nobody should send."""

from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum

from content.codes_told import told_after
from content.library import Content
from content.sensitive import mask
from content.whole import read_whole
from handlers.live import talks
from handlers.people.refusing import NotDone
from handlers.talk.turn import Turn
from storage.database import Transaction
from storage.handoff_models import Handoff, HandoffLine, HandoffState, LineSide
from storage.models import OutboxState
from storage.staff_models import Staff

HELD_BACK = timedelta(seconds=10)  # an official's line, where they want to be able to take it back
TAKEN_BACK_WITHIN = timedelta(seconds=10)  # after it was written
LONGEST = 4000  # letters of one line


def keep_owner(
    turn: Turn, talk: Handoff, text: str, photo: str = "", *, alone: bool = True
) -> HandoffLine:
    """What the owner sent, kept for whoever has the talk or takes it. `alone` False: one more line
    of the same message."""
    came = turn.incoming
    channel, external_id = (came.channel, came.external_id) if alone else (None, None)
    number = turn.tx.handoffs.ids.next()
    return turn.tx.handoffs.add_line(
        HandoffLine(
            number, talk.id, turn.contact.id, turn.now, LineSide.OWNER, text, photo=photo,
            channel=channel, external_id=external_id,
        )
    )  # fmt: skip


def to_desk(
    tx: Transaction,
    content: Content,
    talk: Handoff,
    line: HandoffLine,
    site: str,
    now: datetime,
) -> None:
    """A line of the owner's to the chat the talk is held through; in the console it is read as it
    stands."""
    title = content.words.label("talk_photo")
    talks.say(
        tx, content, talk.desk_contact_id, "live/from_owner", now, key=line.key,
        files=talks.picture(line, site, title), line=line,
    )  # fmt: skip


def from_staff(
    tx: Transaction,
    content: Content,
    talk: Handoff,
    staff: Staff,
    text: str,
    now: datetime,
    *,
    photo: str = "",
    title: str = "",
    site: str = "",
    came: tuple[str, str] | None = None,
) -> HandoffLine:
    """A line of the holder's, on its way to the owner. `photo`: the name of a file of ours that
    goes with it, a document by its `title`. `came`: channel and id of the message it
    came by, None from the console. Raises NotDone ("text", why) and keeps nothing: it is not theirs
    (`talk_not_yours`), says what nobody should send (`talk_covered`), is empty or too long
    (`talk_empty`, `talk_long`), or cannot arrive (`talk_unreached`, a file: `talk_no_file`)."""
    if talk.state is not HandoffState.HELD or talk.holder_id != staff.id:
        raise NotDone("text", "talk_not_yours")
    if not text.strip() and not photo:
        raise NotDone("text", "talk_empty")
    if len(text) > LONGEST:
        raise NotDone("text", "talk_long")
    if mask(text).kinds or secrets_after(tx, talk, text):
        raise NotDone("text", "talk_covered")
    if not talks.is_reached(tx, talk, now):
        raise NotDone("text", "talk_unreached")
    if photo and not _takes_files(tx, talk, site):
        raise NotDone("text", "talk_no_file")
    assert talk.contact_id is not None  # it is reached  # noqa: S101
    channel, external_id = came or (None, None)
    line = tx.handoffs.add_line(
        HandoffLine(
            tx.handoffs.ids.next(), talk.id, talk.contact_id, now, LineSide.STAFF, text, staff.id,
            photo, channel, external_id, title=title,
        )
    )  # fmt: skip
    tx.handoffs.note(replace(talk, spoke_at=now, asked_at=None))
    talks.say(
        tx, content, talk.contact_id, "live/from_staff", now, key=line.key,
        due=now + HELD_BACK if talk.slow else None,
        files=talks.picture(line, site, content.words.label("talk_photo")),
        line=line, office=talks.office_name(content, staff.office),
    )  # fmt: skip
    return line


def secrets_after(tx: Transaction, talk: Handoff, text: str) -> tuple[str, ...]:
    """What kinds of secrets a line holds after what either side wrote before it."""
    sides = (LineSide.OWNER, LineSide.STAFF)
    before = [line.text for line in tx.handoffs.lines(talk.id) if line.side in sides]
    return told_after(before, text)


def _takes_files(tx: Transaction, talk: Handoff, site: str) -> bool:
    """Whether a file reaches the owner: as it is, or by an address anybody can open."""
    way = talks.way_of(tx, talk)
    return way is None or way.uploads or site.startswith("https://")


def note(
    tx: Transaction,
    talk: Handoff,
    staff: Staff,
    text: str,
    now: datetime,
    came: tuple[str, str] | None = None,
) -> HandoffLine:
    """A word among staff; its owner never reads it. Raises NotDone for none."""
    if not text.strip() or talk.contact_id is None:
        raise NotDone("text", "talk_empty")
    channel, external_id = came or (None, None)
    return tx.handoffs.add_line(
        HandoffLine(
            tx.handoffs.ids.next(), talk.id, talk.contact_id, now, LineSide.NOTE,
            mask(text[:LONGEST]).text, staff.id, "", channel, external_id,
        )
    )  # fmt: skip


class CalledBack(StrEnum):
    """What becomes of a line its writer wants back. True: nobody reads it, or it is being taken
    from where it went."""

    HERE = "here"  # it had not gone
    ASKED = "asked"  # it is being taken back; who has the talk hears how that ends
    CANNOT = "cannot"  # it went to where nothing can be taken back
    LATE = "late"  # it went longer ago than `TAKEN_BACK_WITHIN`
    NOTHING = ""  # there is no such line

    def __bool__(self) -> bool:
        return self in (CalledBack.HERE, CalledBack.ASKED)


def call_back(tx: Transaction, talk: Handoff, staff: Staff, now: datetime) -> CalledBack:
    """Takes the holder's last line back: before it goes, or, where the owner's channel can, from
    their screen within ten seconds."""
    last = tx.handoffs.last_line(talk.id, LineSide.STAFF)
    if last is None or last.staff_id != staff.id or last.withdrawn_at is not None:
        return CalledBack.NOTHING
    waits = talks.became(tx, last) is OutboxState.PENDING
    if waits and tx.outbox.withdraw(last.key, now):
        tx.handoffs.save_line(replace(last, withdrawn_at=now))
        return CalledBack.HERE
    way = talks.way_of(tx, talk)
    if way is None or not way.retracts:
        return CalledBack.CANNOT
    if now - last.at > TAKEN_BACK_WITHIN:
        return CalledBack.LATE
    return CalledBack.ASKED if tx.outbox.retract(last.key, now) else CalledBack.NOTHING


def was_taken_back(tx: Transaction, content: Content, key: str, now: datetime) -> None:
    """A message of a line was taken back, or cannot be: once this is known of all of the line, who
    has the talk is told. `key`: of the message, which begins with that of its line."""
    kind, _, rest = key.partition(":")
    number = read_whole(rest.partition(":")[0])
    line = tx.handoffs.line(number) if kind == "line" and number is not None else None
    talk = tx.handoffs.get(line.handoff_id) if line is not None else None
    gone = tx.outbox.retraction(line.key) if line is not None else None
    if line is None or talk is None or gone is None:
        return
    if gone:
        tx.handoffs.save_line(replace(line, withdrawn_at=now))
    talks.tell_desk(tx, content, talk, "live/desk_taken_back", now, line=line, gone=gone)


def slow_down(tx: Transaction, talk: Handoff, *, slow: bool) -> bool:
    """From now on the holder's lines wait ten seconds, or none. Whether they do: on a page of ours
    they stand in the order they were written, so there none can wait."""
    way = talks.way_of(tx, talk)
    slow = slow and way is not None and way.arrives
    tx.handoffs.note(replace(talk, slow=slow))
    return slow
