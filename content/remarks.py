"""What a remark between two questions is like: a relief, a sigh, a leave."""

import re
from enum import StrEnum

from content.vietnamese import bare_words


class Mood(StrEnum):
    RELIEVED = "relieved"
    WEARY = "weary"
    LEAVES = "leaves"
    PLAIN = "plain"


_MOODS = (
    (
        Mood.LEAVES,
        re.compile(
            r"\b(?:de (?:mai|tui|toi|minh|em|e|chi|c|bac|co|chu|coi|xem|suy nghi|ban|hoi|bua|lat"
            r"|toi nay)|lat (?:nua )?(?:hoi|nhan|quay)|chut (?:nua )?quay|quay lai|co khach|ban roi"
            r"|di (?:ngu|cho|nhat|nau|don|cong chuyen|lam)|hoi (?:sau|tiep)|bua (?:nao|khac)"
            r"|luc (?:nao|khac)|doi xiu|cho (?:ti|xiu|chut)|bye|chao (?:con|chau|em|nghe))\b"
        ),
    ),
    (
        Mood.RELIEVED,
        re.compile(
            r"\b(?:may (?:qua|ma|ghe|phuoc)|mung (?:qua|ghe|het)|do lo|nhe (?:ca nguoi|nguoi|nhom)"
            r"|hu hon|hen qua|yen tam|vay (?:la )?(?:on|khoe|xong|duoc)"
            r"|the (?:la )?(?:on|khoe|xong)|don gian|de (?:ot|vay)|tot (?:qua|roi)|khoe re"
            r"|duoc (?:roi|luon))\b"
        ),
    ),
    (
        Mood.WEARY,
        re.compile(
            r"\b(?:e (?:am|qua|lam|ghe|hoai|hon)|kho (?:qua|the|ghe|song)|met|buon|ro|rau|chan|nan"
            r"|dat (?:qua|do|ghe)|song sao|troi oi|sot ruot|so qua|lo (?:qua|lam"
            r"|ghe)|tiec|phien|xui|nhuc dau|kho tam|roi qua|mat ngu)\b"
        ),
    ),
)


def mood_in(text: str) -> Mood:
    """What whoever made a remark seems to feel or to be about to do."""
    plain = bare_words(text)
    return next((mood for mood, said in _MOODS if said.search(plain)), Mood.PLAIN)
