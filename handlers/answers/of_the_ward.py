"""What the ward has answered in public to somebody else: for whoever asks the same."""

from content.fields import similar
from handlers.talk.public_pages import of_question
from handlers.talk.replies import SEND_ASKED
from handlers.talk.turn import Outcome, Turn
from storage.question_models import Answer, Question

ALIKE = 0.55  # shared words of a question asked before, to be taken for the same
LOOKED_AT = 400  # of the latest questions


def published_like(turn: Turn, asked: str) -> tuple[Question, Answer] | None:
    """The published question most like the one asked, with its answer in force; None where none
    says much the same."""
    published = turn.tx.questions.published()[:LOOKED_AT]
    found = similar(asked, [question.published_text for question in published])
    if not found or found[0][0] < ALIKE:
        return None
    question = published[found[0][1]]
    answer = turn.tx.questions.approved(question.id)
    return None if answer is None else (question, answer)


def words(turn: Turn, question: Question, answer: Answer) -> str:
    """The two as they are published."""
    return turn.words_of("question/as_published", question=question, answer=answer)


def answered(turn: Turn) -> Outcome | None:
    """The published answer to what was asked just now; it may be another's case, so that one's own
    question can still be sent. None where there is none."""
    found = published_like(turn, turn.conversation.asked or turn.text)
    if found is None:
        return None
    text = turn.words_of("faq/of_the_ward", published=words(turn, *found))
    choices = [turn.choice("send_asked", SEND_ASKED), turn.choice("staff", "staff")]
    page = of_question(found[0])
    return turn.keeping(entry=None).reply(text, choices, turn.menu_choice(), page=page)
