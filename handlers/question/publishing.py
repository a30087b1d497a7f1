"""An answer for everybody to read: in which words, on the ward's page, and off it again."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from content.library import Content
from content.redaction import Personal, personal, redact
from handlers.people.refusing import NotDone
from handlers.question import moves, versions
from handlers.question.hearing import Done, overtake, tell_askers
from handlers.question.moves import Move, NotAllowed
from handlers.question.reopening import to_rate
from handlers.question.together import askers_of
from handlers.question.versions import ask_approval
from storage.database import Transaction
from storage.question_models import Answer, Question
from storage.staff_models import Staff


class NotForThePublic(Exception):
    """A text meant for everybody says something of somebody; `found` is what."""

    def __init__(self, found: Personal) -> None:
        super().__init__("personal data in a public text")
        self.found = found


def worded(question: Question, answer: Answer | None) -> str:
    """The question as this version has it published, or a first proposal, which people read before
    it is."""
    known = answer.public_question if answer else ""
    return known or question.published_text or redact(question.content)


def require_fit(
    tx: Transaction,
    content: Content,
    question: Question,
    texts: Iterable[str],
    *,
    judged: bool,
) -> None:
    """Raises NotForThePublic when a text says something of somebody. `judged`: a person has looked
    at what only looks like a name."""
    askers = (question, *tx.questions.merged_into(question.id))
    names = [name for one in askers for name in (one.asker, one.business) if name]
    offices = [office.phone for office in content.ward.offices.values() if office.phone]
    found = personal("\n".join(texts), names, [*offices, *content.ward.hotlines.values()])
    if found.sure or (found.likely and not judged):
        raise NotForThePublic(found)


def to_publish(tx: Transaction, question: Question) -> Answer | None:
    """The answer that may be published, in words that were approved; None without the asker's
    consent, and while other words wait for approval."""
    approved = tx.questions.approved(question.id)
    in_words = approved is not None and bool(approved.public_question)
    fit = question.public and in_words and versions.waiting(tx, question) is None
    return approved if fit else None


def publish(
    tx: Transaction,
    content: Content,
    question: Question,
    now: datetime,
    *,
    staff: Staff,
    checked: bool,
    judged: bool = False,
) -> Done:
    """On the ward's page: question and answer in the words that were approved. Only with the
    asker's consent, and once somebody has `checked` them; `judged`: has looked, too, at what only
    looks like a name. Raises NotDone, NotAllowed, NotForThePublic."""
    if not checked:
        raise NotDone("checked", "tick_to_publish")
    approved = to_publish(tx, question)
    if approved is None:
        raise NotAllowed("publish without the asker's consent, or words nobody approved")
    texts = (approved.public_question, approved.for_the_public, approved.basis)
    require_fit(tx, content, question, texts, judged=judged)
    tx.questions.save_answer(replace(approved, public_text=approved.for_the_public))
    published = moves.move(
        tx, question, Move.PUBLISH, now, staff=staff, published_text=approved.public_question
    )
    overtake(tx, published, now, "unpublished")
    told = tell_askers(
        tx,
        content,
        published,
        "question/published",
        now,
        key=f"published:{published.id}:{published.version}",
        askers=_who_agreed(tx, published),
        choices=to_rate(published, now),
    )
    return Done(published, told)


def unpublish(
    tx: Transaction, content: Content, question: Question, why: str, now: datetime, *, staff: Staff
) -> Done:
    """Off the ward's page; the answer stands. It can be published again."""
    hidden = moves.move(tx, question, Move.UNPUBLISH, now, staff=staff, note=why, published_text="")
    overtake(tx, hidden, now, "published")
    told = tell_askers(
        tx,
        content,
        hidden,
        "question/unpublished",
        now,
        key=f"unpublished:{hidden.id}:{hidden.version}",
        askers=_who_agreed(tx, hidden),
        choices=to_rate(hidden, now),
    )
    return Done(hidden, told)


def _who_agreed(tx: Transaction, question: Question) -> list[Question]:
    """Those who agreed to be published: nobody else is told of the ward's page."""
    return [asker for asker in askers_of(tx, question) if asker.public]


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
    require_fit(tx, content, question, (public_question, public_text), judged=True)
    approved = tx.questions.approved(question.id)
    if approved is None:
        raise NotAllowed("reword without an approved answer")
    reworded = moves.move(tx, question, Move.REWORD, now, staff=staff)
    versions.add(
        tx, question, approved.text, approved.basis, now,
        staff=staff, promised_on=approved.promised_on,
        public_question=public_question, public_text=public_text,
    )  # fmt: skip
    return Done(reworded, staff=ask_approval(tx, content, reworded, now))
