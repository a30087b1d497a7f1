"""What a message means where it stands: alone, as one of several short ones, as two questions in
one, or as "còn hồ sơ thì sao?" after an answer."""

import re
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from content.aspects import asked_in, asks_only_of, lines_telling
from content.following import ReadBehind, body_of
from content.knowledge import Entry
from content.local_fees import names_local_fee
from content.petitions import is_question
from content.pointing import pointed_in
from content.search import Decision, Reading, Scored
from content.spoken import asks_again, asks_further, links_on, names_nothing
from content.vietnamese import fold
from handlers.answers import matters, verdict
from handlers.answers.going_on import read_on, subject_of
from handlers.talk.replies import SEND_ASKED
from handlers.talk.told import kept_in
from handlers.talk.turn import PATIENCE, Turn

# People who write in bits send the next one within this.
IN_ONE_BREATH = timedelta(minutes=3)
# Longer than this is a question of its own, whatever came before.
FOLLOW_UP_WORDS = 9
LIKELY = 0.75  # of its own best score, for few words to mean an entry without "còn", "thế"
CLOSE = 0.9  # of the best other weight, to prefer an entry near the one shown before
NAMES_IT = 0.32  # with this score, words alone name something: a related answer must be of it, too
OWN_SUBJECT = 0.35  # with this score, words alone speak of a subject of their own
# What the scores of an entry count that the answer shown before names as related, and of one that
# names that answer so; and what its score behind that answer's name counts for the answer itself,
# as its own name brings most of it.
RELATED, RELATED_BACK, NAMED = 1.25, 1.07, 0.95

# "còn giấy tờ thì sao?" asks for more of the same answer.
_PAPERS = re.compile(r"\b(?:ho so|giay to|cac buoc|thu tuc|chuan bi gi|mau nao|chi tiet)\b")


class More(StrEnum):
    """What somebody wants of the answer shown before."""

    NOTHING = ""
    DETAILS = "details"
    AGAIN = "again"  # the same, plainer
    STILL = "still"  # something of it that has no answer of its own
    NO_MORE = "no_more"  # the same, once all that is known of it was told
    PART = "part"  # the lines of it that tell what is asked


@dataclass(frozen=True, slots=True)
class Understood:
    """`readings` has one item, or one per question asked; `asked` is the question as a whole.
    `about` is the answer shown before when more of it is `wanted`, `beside` those that may be meant
    instead; `left` are those of several matters in one message that have no reading of their own
    here."""

    readings: tuple[Reading, ...]
    asked: str
    about: Entry | None = None
    wanted: More = More.NOTHING
    left: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()


def understand(turn: Turn) -> Understood:
    read = turn.content.understanding.read
    own = read(turn.text)
    if names_local_fee(turn.text):
        return Understood((own,), turn.text)  # what was answered before is about another matter
    if several := matters.several(turn):
        return Understood(several, turn.text)
    if asked_apart := matters.in_clauses(turn, own, _goes_on_to):
        return Understood(asked_apart, turn.text)
    if len(asked := matters.matters_in(turn)) > 1:
        readings, left = matters.each_of(turn, own, asked)
        return Understood(readings, turn.text, left=left)
    if joined := _joined(turn, own):
        return joined
    subject = subject_of(turn)
    if subject and (several := _each_gone_on(turn, own, subject)):
        return Understood(several, turn.text)
    followed = _following(turn, own)
    gone = read_on(turn, subject, turn.text) if subject and not _is_sure(turn, own) else None
    if subject and gone and (weighed := _weighed(turn, own, subject, gone, followed)):
        return weighed
    if followed and (gone is None or gone.other < SHOWN):
        return followed
    if gone is None and (pointed := _pointing(turn, own)):
        return pointed
    return Understood((matters.surest(turn, own, asked),), turn.text)


def _joined(turn: Turn, own: Reading) -> Understood | None:
    """Read together with the bit before, when that one was not answered and this helps."""
    conversation = turn.conversation
    if not conversation.asked or conversation.entry or not conversation.expires_at:
        return None
    if any(action == SEND_ASKED for _, _, action in conversation.choices):
        return None
    if verdict.was_given(turn):
        return None
    asked_at = conversation.expires_at - PATIENCE
    if abs(turn.now - asked_at) > IN_ONE_BREATH or own.decision is Decision.SMALLTALK:
        return None
    text = f"{conversation.asked} {turn.text}"
    together = turn.content.understanding.read(text)
    if _sureness(together.decision) > _sureness(own.decision):
        return Understood((together,), text)
    return None


def _following(turn: Turn, own: Reading) -> Understood | None:
    """Read against the answer shown before, where the message is not sure alone and its own words
    say that it goes on: it asks for the same again or for more, opens with a word that links, names
    nothing by itself, or fits a neighbour of that answer as well as anything else."""
    entry = turn.content.knowledge.entries.get(turn.conversation.entry or "")
    if entry is None or len(turn.text.split()) > FOLLOW_UP_WORDS or own.decision is Decision.ANSWER:
        return None
    if wanted := _wanted_of_it(turn.text, entry):
        asked = turn.conversation.asked if wanted is More.AGAIN else turn.text
        return Understood((own,), asked or entry.question, entry, wanted)
    links, bare = links_on(turn.text), names_nothing(turn.text)
    if own.decision is Decision.SMALLTALK or (own.fixed and not bare):
        return None
    near = _Near(turn, entry, own, bare=bare)
    if near.speaks_of_it() and entry.details:
        return Understood((own,), turn.text, entry, More.DETAILS)
    best = near.best()
    if bare and (best is None or best.score < near.own_weight()):
        return Understood((own,), f"{entry.menu}: {turn.text}", entry, More.STILL)
    if best and (links or bare or near.is_likely_beside(best.id)):
        reading = Reading(Decision.ANSWER, own.confidence, (best,))
        return Understood((reading,), turn.text)
    return None


POINTING_WORDS = 24
DUTY = "thong-bao-doanh-thu"  # what a verdict of nothing to pay leaves to do


def _pointing(turn: Turn, own: Reading) -> Understood | None:
    """Read behind the name of the answer shown before, or of the notice a verdict asked for, where
    the words point to something spoken of and are sure of nothing alone."""
    if own.decision is Decision.ANSWER or own.fixed or len(turn.text.split()) > POINTING_WORDS:
        return None
    entries, pointed = turn.content.knowledge.entries, pointed_in(turn.text)
    if pointed is None:
        return None
    noticed = pointed.notice and (verdict.was_given(turn) or kept_in(turn))
    entry = entries.get(DUTY if noticed else turn.conversation.entry or "")
    if entry is None:
        return None
    name = pointed.notice if entry.id == DUTY and noticed else entry.menu
    read = turn.content.understanding.read(f"{name} {pointed.rest}")
    if read.decision is not Decision.ANSWER:
        return None
    there = entries[read.entries[0].id]
    near = there.topic == entry.topic or there.id in entry.related or entry.id in there.related
    return Understood((read,), turn.text) if near or there.id == entry.id else None


# So likely an answer behind another is the one meant: to be given, to be shown with others beside
# it, to be shown where a question has no reading at all, to be named among these.
GIVEN, SHOWN, ASKED_AT_LEAST, NAMED_TOO = 0.6, 0.35, 0.2, 0.05
_OUTSIDE = 0.2  # less surely in scope alone


def _is_sure(turn: Turn, own: Reading) -> bool:
    """Whether the words mean one answer wherever they stand."""
    return own.decision is Decision.ANSWER and not asks_only_of(turn.text)


def _weighed(
    turn: Turn, own: Reading, subject: Entry, gone: ReadBehind, followed: Understood | None
) -> Understood | None:
    """Read behind the answer the talk is about. Where two are about as likely, or none is, it is
    the one that words which link on lead to (`followed`)."""
    if followed and not followed.about and gone.found[0].score < GIVEN:
        likely = [one.id for one in gone.found[:2]]
        if gone.found[0].score < SHOWN or followed.readings[0].entries[0].id in likely:
            return followed
    return _gone_on(turn, own, subject, gone)


def _gone_on(turn: Turn, own: Reading, subject: Entry, gone: ReadBehind) -> Understood | None:
    """Read behind the answer the talk is about; None for small talk, and where no answer is likely
    meant there."""
    if own.fixed and own.decision is not Decision.UNKNOWN:
        return None
    if wanted := _wanted_of_it(turn.text, subject):
        asked = turn.conversation.asked if wanted is More.AGAIN else turn.text
        return Understood((own,), asked or subject.question, subject, wanted)
    first = gone.found[0]
    unread = own.decision is Decision.UNKNOWN and is_question(turn.text)
    if first.score < (ASKED_AT_LEAST if unread else max(SHOWN, gone.other)):
        return None
    shown = tuple(one for one in gone.found[:3] if one.score >= NAMED_TOO)
    is_asked = bool(gone.aspects) or is_question(turn.text) or links_on(turn.text)
    if first.id == subject.id and own.confidence < _OUTSIDE and not is_asked:
        return None  # it may name what we know not
    if first.id == subject.id:
        named, others = f"{subject.menu}: {turn.text}", tuple(one.id for one in shown[1:])
        return Understood((own,), named, subject, _more_of(turn, subject, gone), beside=others)
    decision = Decision.ANSWER if first.score >= GIVEN else Decision.CHOOSE
    reading = Reading(decision, max(own.confidence, first.score), shown, right=first.score)
    return Understood((reading,), turn.text)


def _more_of(turn: Turn, subject: Entry, gone: ReadBehind) -> More:
    """What is wanted of the answer shown last by words that stay with it."""
    body = body_of(turn.content.knowledge, subject, turn.today)
    return More.PART if lines_telling(body, gone.aspects) else More.STILL


_BETWEEN = re.compile(r"[,;.?!]+|\bvới lại\b|\bvoi lai\b")


def _each_gone_on(turn: Turn, own: Reading, subject: Entry) -> tuple[Reading, ...]:
    """The answers to two or three things asked of a matter at once: `nộp ở đâu, bao lâu có giấy`;
    none where one of them is not known, or the sure answer to the whole is none of them."""
    parts = [part for part in _BETWEEN.split(turn.text) if asked_in(part)]
    if not 2 <= len(parts) <= matters.QUESTIONS_ANSWERED:
        return ()
    read = [gone for part in parts if (gone := read_on(turn, subject, part))]
    found = [one.found[0] for one in read]
    ids = {one.id for one in found} - {subject.id}
    if len(ids) < len(parts) or min(one.score for one in found) < SHOWN:
        return ()
    if _is_sure(turn, own) and own.entries[0].id not in ids:
        return ()
    return tuple(Reading(Decision.ANSWER, 1.0, (one,)) for one in found)


def _goes_on_to(turn: Turn, own: Reading) -> str:
    """The answer that a question means behind the one shown before it; "" for none, or for more of
    that one."""
    followed = _following(turn, own)
    return followed.readings[0].entries[0].id if followed and not followed.about else ""


def _wanted_of_it(text: str, entry: Entry) -> More:
    """Whether the words only ask for the same answer again, or for more of it."""
    if asks_again(text):
        return More.AGAIN
    papers = links_on(text) and _PAPERS.search(fold(text))
    more = entry.details and (papers or asks_further(text))
    return More.DETAILS if more else More.NOTHING


class _Near:
    """The answers near the one shown before, for words that go on with it: each weighed by what
    the words say alone and by what they say behind the name of that answer. They are weighed by
    shared words and the table, since of a few words that lean on others the encoder makes little;
    which answers the words may speak of alone is what all of them say, `own`."""

    def __init__(self, turn: Turn, entry: Entry, own: Reading, *, bare: bool) -> None:
        self._bare = bare  # the words name nothing, and so no other subject
        self._entry = entry
        self._entries = turn.content.knowledge.entries
        understanding = turn.content.understanding
        alone = understanding.read_by_words(turn.text)
        self._alone = {item.id: item.score for item in alone.entries}  # of the best alone
        self._best_alone = max(self._alone.values(), default=0.0)
        self._first_three = [item.id for item in own.entries[:3]]
        self._together = understanding.all_by_words(f"{entry.menu} {turn.text}")
        self._weights = {
            name: self._weight(name, score)
            for name, score in understanding.all_by_words(turn.text).items()
        }

    def best(self) -> Scored | None:
        """The neighbour that weighs most, unless the words name something and an answer of another
        subject weighs more."""
        others = {name: one for name, one in self._weights.items() if name != self._entry.id}
        near = {name: one for name, one in others.items() if self._may_follow(name)}
        if not self._bare and self._best_alone >= OWN_SUBJECT:
            near = {name: one for name, one in near.items() if name in self._first_three}
        best = max(near, key=near.__getitem__, default="")
        if not best or (not self._bare and near[best] < CLOSE * max(others.values())):
            return None
        return Scored(best, near[best])

    def own_weight(self) -> float:
        """What the answer shown before weighs itself, less what its own name brings."""
        return self._weights.get(self._entry.id, 0.0)

    def speaks_of_it(self) -> bool:
        """Whether the words by themselves speak of the answer shown before, and so together."""
        first = max(self._together, key=self._together.__getitem__, default="")
        return first == self._entry.id and self.is_likely(first)

    def is_likely(self, name: str) -> bool:
        """Whether the words alone speak of it about as much as of anything."""
        likely = self._alone.get(name, 0.0) >= LIKELY * self._best_alone
        return name in self._first_three and likely

    def is_likely_beside(self, name: str) -> bool:
        """The same, and also behind the name of the answer shown before."""
        others = (one for other, one in self._together.items() if other != self._entry.id)
        most = max(others, default=0.0)
        return self.is_likely(name) and self._together.get(name, 0.0) >= CLOSE * most

    def _weight(self, name: str, alone: float) -> float:
        """What an entry weighs, by its two scores and by how near it is to the one shown."""
        behind = self._together[name]
        if name == self._entry.id:
            return behind * NAMED + alone
        if name in self._entry.related:
            return (behind + alone) * RELATED
        back = self._entry.id in self._entries[name].related
        return (behind + alone) * (RELATED_BACK if back else 1.0)

    def _may_follow(self, other: str) -> bool:
        """Whether the answer shown before names the other as related, or both are of one topic and
        the words alone speak of the other. Words that name something lead nowhere else."""
        there, here = self._entries[other], self._entry
        neighbours = there.topic == here.topic
        if self._bare:
            return other in here.related or (neighbours and self.is_likely(other))
        related = other in here.related or here.id in there.related
        if other in self._alone:
            return related or neighbours
        return related and self._best_alone < NAMES_IT


def _sureness(decision: Decision) -> int:
    order = (Decision.UNKNOWN, Decision.CHOOSE, Decision.ANSWER)
    return order.index(decision) if decision in order else 0
