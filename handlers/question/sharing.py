"""An open question that others see, so that they may ask it too, in words staff let them see."""

from content import anonymous
from content.library import Content
from handlers.question import fit
from handlers.question.moves import NotAllowed
from storage.database import Transaction
from storage.question_models import Question
from storage.versions import next_version


def proposed(question: Question) -> str:
    """The question as others might see it; a person reads it before they do."""
    return question.shown_text or anonymous.proposed(question.content)


def is_shareable(question: Question) -> bool:
    """Only an open one, whose asker agreed to publishing."""
    return question.public and question.is_open and question.merged_into is None


def share(
    tx: Transaction, content: Content, question: Question, text: str, *, judged: bool
) -> Question:
    """Lets others see the question in these words. `judged`: a person has looked at what only looks
    like a name. Raises NotAllowed without the asker's consent to publishing, or when it is no
    longer open; NotForThePublic."""
    if not is_shareable(question):
        raise NotAllowed("show a question its asker did not agree to show")
    fit.require_fit(tx, content, question, {"shown_text": text}, judged=judged)
    return _show(tx, question, text)


def hide(tx: Transaction, question: Question) -> Question:
    """Nobody else is shown the question from now on."""
    return _show(tx, question, "")


def _show(tx: Transaction, question: Question, text: str) -> Question:
    """The words before are shown nowhere any more, in what was said to others neither, as far as it
    is ours: a message on somebody's telephone stays there. A form they are filling in stays as
    well."""
    if question.shown_text and question.shown_text != text:
        tx.outbox.forget_shown(question.shown_text)
    return tx.questions.save(next_version(question, shown_text=text))
