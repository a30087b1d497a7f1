"""What is taken out of the account: a line that is to go or is another's, a sum that was."""

import re
from dataclasses import replace

from content.daybook.finding import line_with, named_in, with_line
from content.daybook.heard import SumHeard, SumMessage
from content.daybook.lines import Many
from content.daybook.state import DROPS, MINE, THEIRS, Aside, SumAccount
from content.daybook.times import with_days_off
from content.spoken import asks

_DENIED = re.compile(
    r"\b(?:(?:khong|ko|k|hong|chu khong|dau) phai(?: (?:la|co))?|(?:dau|sao) ra|dau co|lam gi co) $"
)
_SPOKEN_OF = re.compile(
    r" (?:la |do la |ay la |do |kia |nay )?(?:chua|da|co|tinh) (?:tru|tinh|ke|gom|ca|luon)\b"
)
# `chín chục là chưa trừ dầu, còn có hai chục`
_LEFT_OVER = re.compile(r"\b(?:chua|da) tru\b.*\bcon(?: (?:co|lai|duoc|dc|tam|khoang))* $")
_NOT_TOGETHER = re.compile(r"\b(?:dau co|khong|ko|k|hong) (?:co )?(?:chung|cung|gop)\b|\brieng\b")
_OF_SOMEBODY = re.compile(
    r"\bbo (?:ong|ba|no|ho|chi|anh|co|chu|phan|cai)\b|\bke (?:me|no|ong|ba)\b"
)
_ASKED = re.compile(r"\b(?:k|ko|khong|hong|hok|hk|sao)[ ?.!]*$|\btach\b")
_THAT = re.compile(r"\b(?:cai|khoan|phan|so|vu) (?:do|ay|kia|nay|day|vua roi|cuoi)\b|\bdo di\b")
_MOST_OF_A_REMARK = 22  # words


def taken_out(account: SumAccount, told: SumMessage, said: str) -> SumAccount | None:
    """The account without a line that is to go, or is another's; None for any other message."""
    if not account.lines or len(said.split()) > _MOST_OF_A_REMARK:
        return None
    known = [one for one in told.heard if line_with(account, one) is not None]
    if len(known) < len([one for one in told.heard if one.price or one.counts]):
        return None  # it tells sums of its own
    waits = account.open_line
    named = named_in(account, told)
    if drops := DROPS.search(told.folded):
        behind = [one for one in known if one.start >= drops.start()]
        place = line_with(account, behind[0]) if behind else named
        if place is None and waits is not None and account.lines[waits].aside:
            place = waits
        if place is None and _THAT.search(told.folded) and len(account.lines) > 1:
            place = account.last
        gone = [n for n, o in enumerate(account.lines) if o.aside]
        if place is None and gone and _OF_SOMEBODY.search(told.folded):
            return _heard_rest(replace(account, is_read=True), told)
        if place is None:
            return None
        line = replace(account.lines[place], aside=Aside.DROPPED)
        return _heard_rest(with_line(account, place, line), told)
    if THEIRS.search(told.folded) and _NOT_TOGETHER.search(told.folded) and waits is not None:
        return with_line(account, waits, replace(account.lines[waits], aside=Aside.THEIRS))
    whose = waits if waits is not None and account.lines[waits].aside == Aside.WHOSE else None
    if whose is not None and MINE.search(told.folded):
        return _heard_rest(with_line(account, whose, replace(account.lines[whose], aside="")), told)
    if THEIRS.search(told.folded) and not (asks(said) or _ASKED.search(told.folded)):
        place = whose if whose is not None else named
        if place is None and len(account.lines) > 1:
            place = account.last
        if place is None or len(account.lines) == 1:
            return None
        return with_line(account, place, replace(account.lines[place], aside=Aside.THEIRS))
    return None


def _heard_rest(account: SumAccount, told: SumMessage) -> SumAccount:
    return with_days_off(account, told, [])


def without_former(account: SumAccount, told: SumMessage) -> tuple[SumHeard, ...]:
    """What is heard without what is denied, or said to have been (`80 là hồi trước, giờ 60`)."""
    left: list[SumHeard] = []
    mends, counts = False, tuple[Many, ...]()
    of: int | None = None  # of which line the sum is that was told before
    for place, one in enumerate(told.heard):
        denied = _DENIED.search(told.folded[: one.start]) is not None
        behind = told.folded[one.end :]
        others = [o for n, o in enumerate(told.heard) if n != place and _is_alike(o, one)]
        instead = one.mends or any(other.mends for other in others)
        was = one.was or (others and instead)
        former = was and line_with(account, one) is not None and one.months is None
        known = line_with(account, one) is not None and not one.has_when
        spoken_of = known and (
            one.kind == "former" or _SPOKEN_OF.match(behind) or (one.bare and not one.per)
        )
        if denied or former or spoken_of:
            mends = True
            of = line_with(account, one)
            counts = one.counts if one.price is None else ()
            continue
        if counts and one.bare and one.price is not None:
            many = replace(counts[-1], low=one.price[0], high=one.price[1])
            one = replace(one, price=None, bare=False, each="", counts=(many,), kind="")
        left_over = mends and not counts and _LEFT_OVER.search(told.folded[: one.start])
        if left_over:
            one = replace(one, kind="profit")
        elif mends:
            sold = one.kind == "cost" and one.only  # `tiền hàng có 100k thôi`
            one = replace(one, mends=True, kind="" if sold else one.kind, place=of)
        left.append(one)
    return tuple(left)


def _is_alike(one: SumHeard, two: SumHeard) -> bool:
    if one.kind or two.kind or one.days != two.days:
        return False
    if one.price is None and two.price is None:
        return bool({m.thing for m in one.counts} & {m.thing for m in two.counts})
    both = one.price is not None and two.price is not None
    return both and (one.per == two.per or not one.per or not two.per) and not one.adds
