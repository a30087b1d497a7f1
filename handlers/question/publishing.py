"""An answer for everybody to read: in which words, on the ward's page, and off it again."""

from dataclasses import dataclass, replace
from datetime import datetime

from content.anonymous import proposed
from content.library import Content
from content.redaction import MARKS
from handlers.people import telling
from handlers.question import fit, moves, versions
from handlers.question.fit import require_fit
from handlers.question.hearing import Done, overtake, tell_askers, who_agreed
from handlers.question.moves import Move, NotAllowed
from handlers.question.reopening import to_rate
from handlers.question.versions import ask_approval
from storage.database import Transaction
from storage.question_models import Answer, Question
from storage.staff_models import Staff


def worded(question: Question, answer: Answer | None) -> str:
    """The question as this version has it published, or a first proposal, which people read before
    it is."""
    known = answer.public_question if answer else ""
    return known or question.published_text or proposed(question.content)


def answer_worded(
    tx: Transaction, content: Content, question: Question, approved: Answer | None
) -> str:
    """The same of the answer: in the words for the public that were approved, or a proposal
    without what surely leads to somebody. "" without an answer."""
    if approved is None:
        return ""
    return approved.public_text or fit.proposed_answer(tx, content, question, approved.text)


@dataclass(frozen=True, slots=True)
class Release:
    """What everybody will read, letter by letter: whoever publishes it is shown this, and nothing
    in its place."""

    question: str
    answer: str
    basis: str

    @property
    def has_marks(self) -> bool:
        """Whether something a machine put in place of words is left in it."""
        return any(mark in f"{self.question} {self.answer}" for mark in MARKS)


def to_publish(tx: Transaction, question: Question) -> Release | None:
    """What may be published: words that were approved; None without the asker's consent, and while
    other words wait for approval."""
    approved = tx.questions.approved(question.id)
    if approved is None or not approved.public_question or not question.public:
        return None
    if versions.waiting(tx, question) is not None:
        return None
    return Release(approved.public_question, approved.for_the_public, approved.basis)


def publish(
    tx: Transaction,
    content: Content,
    question: Question,
    now: datetime,
    *,
    staff: Staff,
    judged: bool = False,
) -> Done:
    """On the ward's page: question and answer in the words that were approved. Only with the
    asker's consent, and as read once more by whoever does it; `judged`: who has looked, too, at
    what only looks like a name. Raises NotAllowed, NotForThePublic."""
    release, approved = to_publish(tx, question), tx.questions.approved(question.id)
    if release is None or approved is None:
        raise NotAllowed("publish without the asker's consent, or words nobody approved")
    texts = {
        "question_text": release.question,
        "public_text": release.answer,
        "basis": release.basis,
    }
    require_fit(tx, content, question, texts, judged=judged)
    tx.questions.save_answer(replace(approved, public_text=release.answer))
    published = moves.move(
        tx, question, Move.PUBLISH, now, staff=staff, published_text=release.question
    )
    overtake(tx, published, now, "unpublished")
    told = tell_askers(
        tx,
        content,
        published,
        "question/published",
        now,
        key=f"published:{published.id}:{published.version}",
        askers=who_agreed(tx, published),
        choices=to_rate(published, now),
    )
    return Done(published, told)


def unpublish(
    tx: Transaction, content: Content, question: Question, why: str, now: datetime, *, staff: Staff
) -> Done:
    """Off the ward's page; the answer stands. It can be published again."""
    hidden = moves.move(tx, question, Move.UNPUBLISH, now, staff=staff, note=why, published_text="")
    to = [one for one in who_agreed(tx, hidden) if _knows_of_page(tx, question, one)]
    overtake(tx, hidden, now, "published")
    told = tell_askers(
        tx,
        content,
        hidden,
        "question/unpublished",
        now,
        key=f"unpublished:{hidden.id}:{hidden.version}",
        askers=to,
        choices=to_rate(hidden, now),
    )
    return Done(hidden, told)


def _knows_of_page(tx: Transaction, published: Question, asker: Question) -> bool:
    """Whether an asker may have heard that it was published: who has not need not hear that it is
    taken off."""
    keys = tx.calls.keys(f"published:{published.id}:")
    heard = {telling.has_heard(tx, key) for key in keys if key.endswith(f":{asker.id}")}
    return True in heard or False not in heard


def reword(
    tx: Transaction,
    content: Content,
    question: Question,
    public_question: str,
    public_text: str,
    now: datetime,
    *,
    staff: Staff,
) -> Done:
    """The words for the public, of the question and of the same answer: they wait for approval,
    then may be published. Raises NotForThePublic."""
    texts = {"question_text": public_question, "public_text": public_text}
    require_fit(tx, content, question, texts, judged=True)
    approved = tx.questions.approved(question.id)
    if approved is None:
        raise NotAllowed("reword without an approved answer")
    reworded = moves.move(tx, question, Move.REWORD, now, staff=staff)
    versions.add(
        tx, question, approved.text, approved.basis, now,
        staff=staff, promised_on=approved.promised_on,
        public_question=public_question, public_text=public_text, with_files=approved.files,
    )  # fmt: skip
    return Done(reworded, staff=ask_approval(tx, content, reworded, now))
