"""Who heard which version of an answer, and who is owed the one in force."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import takewhile

from content.library import Content
from handlers.people import telling
from handlers.people.telling import Told
from handlers.question import files
from handlers.question.together import askers_of, head_of
from handlers.question.versions import waiting
from storage.calls import CORRECTED_APART
from storage.database import Transaction
from storage.question_models import ANSWERED_STATES, Answer, Question

# The acts by which an answer comes to somebody: the first words of their keys.
_ACTS = ("answer", "corrected")


def owed(tx: Transaction, head: Question) -> list[Question]:
    """Who was told an answer of the question, and heard it, but not the one in force, and is not
    told with its askers: theirs is answered by itself by now, or was taken back."""
    answer = tx.questions.approved(head.id)
    if answer is None or head.state not in ANSWERED_STATES:
        return []
    now_so = _saying_so(tx, head, answer)
    with_it = {one.id for one in askers_of(tx, head)}
    found = []
    for question_id, versions in tx.questions.told(head.id).items():
        asker = tx.questions.get(question_id) if question_id not in with_it else None
        if asker is None or asker.anonymised_at is not None:
            continue
        before, fresh = versions - now_so, versions & now_so
        up_to_date = fresh and _has_heard(tx, asker, fresh) is not False
        if before and not up_to_date and _has_heard(tx, asker, before) is not False:
            found.append(asker)
    return found


def is_under_way(tx: Transaction, head: Question) -> bool:
    """Whether another answer than the one in force waits for approval: that one is known to be
    wrong, or to lack something."""
    approved, waits = tx.questions.approved(head.id), waiting(tx, head)
    return approved is not None and waits is not None and not says_the_same(approved, waits)


def correct_apart(
    tx: Transaction,
    content: Content,
    head: Question,
    to: Sequence[Question],
    now: datetime,
    *,
    site: str = "",
) -> tuple[Told, ...]:
    """The answer in force goes to those who are owed it (`owed`), in words of its own. What
    becomes of their own question meanwhile takes nothing from it: they heard something wrong."""
    answer = tx.questions.approved(head.id)
    if answer is None or not to:
        return ()
    tx.questions.tell(answer.id, [one.id for one in to], now)
    return tuple(
        telling.tell(
            tx, content, asker, CORRECTED_APART, now, key=_apart(answer.id, asker),
            choices=[("see_question", f"question:{asker.id}")], question=asker,
            head=head_of(tx, asker), common=head, answer=answer,
            files=files.for_asker(tx, head, answer, site),
        )
        for asker in to
    )  # fmt: skip


def has_heard_none(tx: Transaction, question: Question, asker: Question, *, but: Answer) -> bool:
    """Whether none of the answers before this one has come to the asker yet: to them it is the
    first, and nothing is corrected."""
    return _has_heard(tx, asker, _olds(tx, question, but)) is False


def has_heard_one(tx: Transaction, question: Question, asker: Question, *, but: Answer) -> bool:
    """Whether an answer before this one surely came to the asker, also that of a question theirs
    was joined to: this one takes its place."""
    olds = {*_olds(tx, question, but), *tx.questions.told_to(asker.id)} - {but.id}
    return _has_heard(tx, asker, olds) is True


def _olds(tx: Transaction, question: Question, answer: Answer) -> list[int]:
    return [old.id for old in tx.questions.answers(question.id) if old.id != answer.id]


def drop_answers(tx: Transaction, question: Question, now: datetime, *, but: Answer) -> None:
    """Nobody is sent, or called about, an answer that does not stand any more."""
    for old in tx.questions.answers(question.id):
        if old.id != but.id:
            for act in (*_ACTS, "apart"):
                telling.drop(tx, f"{act}:{old.id}:", now)


def says_the_same(one: Answer, other: Answer) -> bool:
    return _said(one) == _said(other)


def _said(answer: Answer) -> tuple[object, ...]:
    return answer.text, answer.basis, answer.promised_on, answer.files


def _has_heard(tx: Transaction, asker: Question, versions: Iterable[int]) -> bool | None:
    """Whether any of these versions came to the asker; None where that is not known any more."""
    heard = [
        telling.has_heard(tx, key)
        for version in versions
        for key in (*(f"{act}:{version}:{asker.id}" for act in _ACTS), _apart(version, asker))
    ]
    return True if True in heard else (False if False in heard else None)


def _apart(version: int, asker: Question) -> str:
    """The key of a correction that no move of the asker's own question takes back: it does not end
    with that."""
    return f"apart:{version}:{asker.id}:once"


def _saying_so(tx: Transaction, head: Question, answer: Answer) -> set[int]:
    """The version in force and those just before it that say the same to the asker: other words for
    the public are no other answer."""
    approved = (one for one in tx.questions.answers(head.id) if one.approved_at is not None)
    return {one.id for one in takewhile(lambda one: says_the_same(one, answer), approved)}
