"""What owners tell of their revenue: read (`reading`), asked for, completed (`completing`)."""

from content.revenue.completing import (
    ANSWERS,
    OF_PERIOD,
    OTHER_MONEY,
    adds,
    answers_to,
    completed,
    is_other_money,
    tells_days,
)
from content.revenue.figures import LARGE
from content.revenue.joining import (
    LESS,
    PLUS,
    How,
    how_told,
    is_of_family,
    joined,
    mends,
    says_more,
)
from content.revenue.kinds import other_words
from content.revenue.mending import mended_one
from content.revenue.reading import read
from content.revenue.told import NOTHING_TOLD, Lack, Share, Sureness, ToldFigures

__all__ = [
    "ANSWERS",
    "LARGE",
    "LESS",
    "NOTHING_TOLD",
    "OF_PERIOD",
    "OTHER_MONEY",
    "PLUS",
    "How",
    "Lack",
    "Share",
    "Sureness",
    "ToldFigures",
    "adds",
    "answers_to",
    "completed",
    "how_told",
    "is_of_family",
    "is_other_money",
    "joined",
    "mended_one",
    "mends",
    "other_words",
    "read",
    "says_more",
    "tells_days",
]
