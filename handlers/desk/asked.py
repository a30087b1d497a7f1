"""What people asked in vain, grouped by what it means: what a wording or an answer is to be written
for. Nothing here names a person: the questions are kept without names and with numbers masked."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from content.anonymous import proposed
from content.library import Content
from content.search import Decision
from content.semantic import Vector
from content.vietnamese import fold
from handlers.people.permissions import sees_question
from storage.database import Transaction
from storage.models import Reason, Unanswered
from storage.staff_models import Staff

ALIKE = 0.72  # cosine of two questions that ask the same
EXAMPLES = 5
MOST = 500  # messages looked at
QUESTION, WORDINGS = 200, 10  # letters of a question; wordings of a new answer


@dataclass(frozen=True, slots=True)
class SameQuestions:
    """Questions that ask the same: the most usual first; `entry` is the closest answer we have,
    `ids` are all of them."""

    texts: tuple[str, ...]
    count: int
    reasons: dict[str, int]
    entry: str | None
    ids: tuple[int, ...] = ()

    @property
    def key(self) -> str:
        """Which messages, as a form carries them."""
        return ",".join(map(str, self.ids))


def settle(tx: Transaction, ids: Sequence[int]) -> None:
    """Nothing more is to be written for these messages."""
    tx.feedback.settle(ids)


def grouped(content: Content, kept: Sequence[Unanswered]) -> list[SameQuestions]:
    """Unanswered questions grouped by likeness, largest group first. Some hundreds take a second,
    so not on the event loop."""
    understanding = content.understanding
    middles: list[tuple[list[Unanswered], str, Vector]] = []
    for question in kept:
        vector, words = understanding.vector(question.text), fold(question.text)
        for members, first, middle in middles:
            # The same words are alike also where nothing reads what they mean.
            if words == first or float(middle @ vector) >= ALIKE:
                members.append(question)
                break
        else:
            middles.append(([question], words, vector))
    groups = [_group(content, members) for members, _, _ in middles]
    return sorted(groups, key=lambda group: -group.count)


def _group(content: Content, members: list[Unanswered]) -> SameQuestions:
    texts = Counter(member.text for member in members)
    usual = [text for text, _ in texts.most_common(EXAMPLES)]
    reading = content.understanding.read(usual[0])
    near = reading.entries and reading.decision in (Decision.ANSWER, Decision.CHOOSE)
    return SameQuestions(
        texts=tuple(usual),
        count=len(members),
        reasons=dict(Counter(str(member.reason) for member in members)),
        entry=reading.entries[0].id if near else None,
        ids=tuple(member.id for member in members),
    )


def is_answered(content: Content, group: SameQuestions) -> bool:
    """Whether what was asked in vain would be answered surely by now, and was never said to be
    wrong: it needs nobody."""
    if set(group.reasons) != {str(Reason.UNKNOWN)}:
        return False
    return content.understanding.read(group.texts[0]).decision is Decision.ANSWER


@dataclass(frozen=True, slots=True)
class Beginning:
    """What the form of an answer begins with, besides what is stored: by field, and the messages it
    is written for."""

    fields: Mapping[str, str]
    ids: tuple[int, ...] = ()


def beginning(tx: Transaction, ids: Collection[int]) -> Beginning:
    """To answer these messages: the usual one is the question, all are wordings."""
    found = [one for one in tx.feedback.waiting(MOST) if one.id in ids]
    texts = [" ".join(text.split()) for text, _ in Counter(one.text for one in found).most_common()]
    question = f"{texts[0][:1].upper()}{texts[0][1:]}" if texts else ""
    return Beginning(
        {"question": question[:QUESTION], "ask": "\n".join(texts[:WORDINGS])},
        tuple(one.id for one in found),
    )


def from_answered(tx: Transaction, content: Content, staff: Staff, code: str) -> Beginning | None:
    """To keep what somebody was answered: None where there is no such answer, or not for this
    person to see."""
    question = tx.questions.by_code(code)
    if question is None or not sees_question(staff, question):
        return None
    given = [one for one in tx.questions.answers(question.id) if one.approved_at]
    if not given:
        return None
    asked = proposed(given[0].public_question or question.content)
    line = " ".join(asked.split())
    return Beginning(
        {
            "question": line[:QUESTION],
            "ask": line[:QUESTION],
            "short": proposed(given[0].for_the_public),
            "sources": given[0].basis,
        }
        | ({"office": question.office} if question.office in content.ward.offices else {})
    )
