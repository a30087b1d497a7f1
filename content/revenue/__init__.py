"""What owners tell of their revenue: read (`reading`), asked for, completed (`completing`)."""

from content.revenue.completing import (
    ANSWERS,
    OTHER_MONEY,
    adds,
    answers_to,
    completed,
    is_other_money,
)
from content.revenue.figures import LARGE
from content.revenue.kinds import other_words
from content.revenue.reading import read
from content.revenue.told import NOTHING_TOLD, Lack, Share, Sureness, ToldFigures

__all__ = [
    "ANSWERS",
    "LARGE",
    "NOTHING_TOLD",
    "OTHER_MONEY",
    "Lack",
    "Share",
    "Sureness",
    "ToldFigures",
    "adds",
    "answers_to",
    "completed",
    "is_other_money",
    "other_words",
    "read",
]
