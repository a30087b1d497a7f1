"""What a turn in the middle of a talk is: a question of its own, one that goes on with the answer
shown before, something told, a remark. Most of what people type there is short, and means what it
means by where it stands.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from content.aspects import asked_in
from content.petitions import is_question
from content.spoken import asks, links_on, names_nothing
from content.takings.tokens import tells_figures


class TurnKind(StrEnum):
    """What a turn is, by what its writer wants to happen next."""

    QUESTION = "question"  # answered whatever came before
    FOLLOWS = "follows"  # asked of the answer shown last
    TELLS = "tells"  # how things stand with whoever writes
    FIGURES = "figures"  # what is taken in, spent, by whom and when
    MENDS = "mends"  # something said before was wrong, or holds no more
    REMARKS = "remarks"  # thanks, relief, a sigh, a greeting, a leave
    GRUMBLES = "grumbles"  # about what was replied: not understood, not believed
    ANSWERS = "answers"  # what was asked for
    WISHES = "wishes"  # something done: a seat, a word to the ward, a reminder


@dataclass(frozen=True, slots=True)
class Stands:
    """Where a talk stands: the answer shown last ("" for none), whether a form is open, whether
    takings were told."""

    after: str = ""
    form: bool = False
    figures: bool = False


@dataclass(frozen=True, slots=True)
class Alone:
    """How a message was read alone: how surely it is something we answer and its first entry
    right, whether that is answered at once or a reply stands ready, and how near it is to the
    best entry and to the one shown last."""

    in_scope: float
    right: float
    sure: bool
    fixed: bool
    best: float
    near: float = 0.0


FEW, MANY = 3, 20  # words


def signs_of(text: str, stands: Stands, alone: Alone) -> Sequence[float]:
    """What is plain of a turn beside its words, each about 0..1; their order is the layer's."""
    shown, asked = bool(stands.after), is_question(text)
    many, part = len(text.split()), bool(asked_in(text))
    return (
        float(shown),
        float(stands.form),
        float(stands.figures),
        alone.in_scope,
        alone.right,
        float(alone.sure),
        float(alone.fixed),
        float(asked),
        float("?" in text),
        float(asks(text)),
        float(links_on(text)),
        float(names_nothing(text)),
        float(many <= FEW),
        min(1.0, many / MANY),
        float(tells_figures(text)),
        alone.near if shown else 0.0,
        alone.near - alone.best if shown else 0.0,
        float(shown and asked and not stands.form),
        float(stands.form and asked),
        float(shown and many <= FEW),
        float(part),
        float(shown and part and not stands.form),
    )
