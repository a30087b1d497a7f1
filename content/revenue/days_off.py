"""The days that a line says are not worked, put in the words they are read by again."""

from content.rests import MONTHS_A_YEAR, WEEKS_A_YEAR, Rest, rested
from content.vietnamese import fold, has_marks


def as_said(text: str) -> str:
    """The rests that a line tells, in the words they are read by, with marks where it has some; ""
    for none."""
    words = ", ".join(_in_words(kind, days) for kind, days in rested(fold(text)).items())
    return words if has_marks(text) else fold(words)


def _in_words(kind: Rest, days: int) -> str:
    match kind:
        case Rest.WEEK:
            return f"tuần nghỉ {days // WEEKS_A_YEAR} ngày"
        case Rest.MONTH:
            return f"tháng nghỉ {days // MONTHS_A_YEAR} ngày"
        case Rest.TET:
            return f"một năm nghỉ tết {days} ngày"  # behind `không` too
        case Rest.YEAR:
            return f"một năm nghỉ {days} ngày"
