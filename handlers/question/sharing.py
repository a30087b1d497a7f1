"""An open question that others see, so that they may ask it too, in words staff let them see."""

from dataclasses import replace

from content.anonymous import redact_names
from content.redaction import redact
from handlers.question.moves import NotAllowed
from storage.database import Transaction
from storage.question_models import Question


def proposed(question: Question) -> str:
    """The question as others might see it; a person reads it before they do."""
    return question.shown_text or redact_names(redact(question.content))


def is_shareable(question: Question) -> bool:
    """Only an open one, whose asker agreed to publishing."""
    return question.public and question.is_open and question.merged_into is None


def share(tx: Transaction, question: Question, text: str) -> Question:
    """Lets others see the question in these words; "" takes it back. The words before are shown
    nowhere any more, in what was said to others neither, as far as it is ours: a message on
    somebody's telephone stays there. A form they are filling in stays as well. Raises NotAllowed
    without the asker's consent to publishing, or when it is no longer open."""
    if text and not is_shareable(question):
        raise NotAllowed("show a question its asker did not agree to show")
    if question.shown_text and question.shown_text != text:
        tx.outbox.forget_shown(question.shown_text)
    return tx.questions.save(replace(question, shown_text=text, version=question.version + 1))
