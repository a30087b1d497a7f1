"""What somebody told of their business in this conversation: kept for whatever they ask next and
for the tools, shown and forgotten on a word. Not in groups, where it would be everybody's."""

import re
from dataclasses import replace

from content import workdays
from content.amounts import amounts
from content.revenue import Sureness, completed, is_of_other, without_given
from content.spoken import asks
from content.takings.tokens import tells_figures, tells_sums
from content.takings.told_line import is_spent
from content.vietnamese import fold, has_marks, tidy
from handlers.answers import verdict
from handlers.answers.kept import MENDING
from handlers.talk.flow import read_told, rules_on
from handlers.talk.told import asking, kept_in, line_of, lost_in, reader, reckoned, with_lines
from handlers.talk.turn import Outcome, Turn

MOST_WORDS = 14  # of a line that goes on with figures told before
MEND = "mend"  # the tap under a verdict that corrects its figure
# Asked of the figures told before: `vẫn dưới hả`, `dính bao nhiêu`, `thế có phải đóng không`.
_WHAT_OF_IT = re.compile(
    r"\b(?:(?:van|con|the la|vay la|the thi|the van) (?:duoi|tren|dinh|phai|duoc mien|mien|khoi)"
    r"|(?:duoi|tren) (?:muc |nguong )?(?:1 ty |mot ty )?(?:ha|a|dung khong|phai khong|ko|khong)$"
    r"|(?:dinh|nop|dong|mat|chiu) (?:thue )?(?:het )?(?:bao nhieu|may|nhieu khong)"
    r"|(?:phai|co|khoi) (?:phai )?(?:dong|nop)(?: thue)?(?: gi)?(?: khong| ko| k| ha| a)?$"
    r"|tinh lai|vay con thue|the thue)\b"
)
MOST_OF_A_YES = 7  # words of `tháng nào cũng đầy`
_EVERY_TIME = re.compile(
    r"\b(?:thang nao|ngay nao|hom nao|luc nao|quanh nam|nam nao) cung"
    r" (?:day|kin|vay|the|the ca|nhu nhau|nhu the|co nguoi|co khach|bang do|tam do)\b"
)
# `xăng với khấu hao hết nửa rồi`
_SHARE_SPENT = re.compile(
    r"\b(?:xang|dau|khau hao|chi phi|von|tien hang|tien cong|nguyen lieu|mat bang)\b.*"
    r"\b(?:het|mat|chiem|ngon|an)(?: (?:khoang|tam|chung|cung|toi))*"
    r" (?:nua|mot nua|1 nua|phan nua|qua nua|\d+ ?%|\d+ phan|gan het)\b"
)
_PARTS_OF = (
    r"(?:nua|mot nua|1 nua|phan nua|qua nua|gan het|het ca|\d+ ?%|\d+ phan(?: tram)?"
    r"|(?:[a-z]+ )?(?:hai|ba|bon|nam|sau|bay|tam|chin|may) phan(?: (?:ba|tu|nam|tram|muoi))?)"
)
# `tiền xương tiền thịt hết hai phần ba`, `trả tiền lấy cá mất bảy phần`
_MOST_SPENT = re.compile(
    rf"\b(?:het|mat|chiem|ngon|an|ton)(?: (?:khoang|tam|chung|cung|toi|den|con|co))* {_PARTS_OF}\b"
)
_PAID_FOR = re.compile(
    r"\b(?:tien|von|nguyen lieu|xang|dau|hang|cong|luong|nhap|lay|mua|thue|chi phi|mat bang)\b"
)
# `lãi có mấy đâu`, `còn được mấy đồng`
_LITTLE_LEFT = re.compile(
    r"\b(?:lai|loi|con|con lai)(?: (?:co|duoc|chang|cha|chi|con|ra|lai|khong|ko))* (?:may"
    r"|bao nhieu|bao lam"
    r"|chut xiu|ti|it oi|it lam)(?: (?:dau|dong|la|bao|may|nua))+\b"
    r"|\b(?:co |chang |cha )?(?:lai|loi) (?:lai )?(?:may|gi) dau\b|\bchang lai may\b"
    r"|\blai chang (?:duoc )?(?:may|bao)\b"
)
_ON_PROFIT = re.compile(
    r"\b(?:tinh|danh|dong|nop|thu)(?: [a-z]+){0,3} (?:tren|theo|vao)(?: [a-z]+)? (?:lai|loi"
    r"|loi nhuan|lai that)\b"
)


# `tiền bán chớ đâu phải tiền lời`, `phí sàn trừ được không`, `tính trước khi trừ phí à`
_ON_WHAT = re.compile(
    r"\b(?:tien )?(?:lai|loi)\b.*\b(?:hay|hay la|hoac|chu|cho)\b.*\b(?:ban|doanh thu|thu)\b"
    r"|\b(?:tien ban|ban|doanh thu)\b.*\b(?:hay|hay la|hoac|chu|cho|dau phai|khong phai)\b.*"
    r"\b(?:tien )?(?:lai|loi)\b"
    r"|\b(?:loi|lai) moi (?:dong|nop|tinh)\b|\b(?:truoc|trc) (?:khi )?(?:tru|chua tru)\b"
    r"|\bphi (?:san|ship|quang cao|dich vu|van chuyen)\b.*\btru\b(?! (?:roi|r|het|xong)\b)"
    r"|\btru\b.*\bphi (?:san|ship|quang cao)\b(?=.*\b(?:khong|ko|k|hk|hong|sao|ha|a)\b)"
    r"|\btinh (?:tren|theo) (?:cai )?(?:mo|nao|gi|chi)\b"
)


def on_what(turn: Turn) -> Outcome | None:
    """That tax is reckoned on what is sold and not on what is left, with the verdict on what was
    told; None for any other line, and one that tells what was sold."""
    kept = kept_in(turn)
    if not kept or turn.incoming.group is not None or turn.action:
        return None
    if not _ON_WHAT.search(_of_profit(turn.text)) or read_told(turn, turn.text).shares:
        return None
    return _costs_stay(turn)


_AGAIN = re.compile(r"(?<!tien )\blai\b")


def _of_profit(text: str) -> str:
    """A line folded, where `lai` is `lãi` and never `lại`."""
    folded = fold(re.sub(r"(?i)\b(?:lại|lỗi|lối)\b", "-", text))
    return folded if has_marks(text) else _AGAIN.sub("-", folded)


def _costs_stay(turn: Turn) -> Outcome:
    own, line = asking(turn, kept_in(turn)), line_of(kept_in(turn))
    shown = verdict.words(own, line)
    return own.say("faq/costs_stay", verdict.offers(own, line), turn.menu_choice(), verdict=shown)


def told_on(turn: Turn) -> Outcome | None:
    """The account of what was told, where a line goes on with figures and no reader places it: it
    is in no sum, which is said; None where nothing was told, or the line tells no figures."""
    kept, said = kept_in(turn), tidy(turn.text)
    if not kept or turn.incoming.group is not None or turn.action:
        return None
    asked = asks(said)
    if not (tells_figures(_CLOCK.sub(" ", said)) or (_RESTS.search(fold(said)) and not asked)):
        return None
    if asked and not (amounts(said) or _RECKON.search(fold(said))):
        return None  # `ngoài 70 là miễn hết, đúng không`
    if is_of_other(said) or verdict.asks_of_invoices(said) or verdict.is_of_company(said):
        return None
    if is_spent(said, turn.content.trades) or _ON_PROFIT.search(fold(said)):
        return None  # what was paid is in no sum
    if _OTHER_WISH.search(fold(said)) or _sure_of(turn):
        return None
    if not verdict.words(asking(turn, kept), line_of(kept)):
        return None
    return _only_less(turn) or verdict.give(asking(turn, kept), [], unplaced=(said,))


def _only_less(turn: Turn) -> Outcome | None:
    """That days on which less is sold are not taken off, and owe nothing all the same; None where
    more than that is told, or tax may be due."""
    kept = kept_in(turn)
    told, rules = reckoned(turn, kept), rules_on(turn.content, turn.today)
    less = _RESTS.search(fold(turn.text)) and not tells_sums(tidy(turn.text))
    if not less or told.lacks(rules) is not None or lost_in(turn.conversation):
        return None
    most = max(told.ends or (told.yearly or 0,))
    if not 0 < most <= rules.threshold:
        return None
    own = asking(turn, kept)
    offered = verdict.offers(own, line_of(kept))
    return own.say("faq/only_less", offered, turn.menu_choice(), most=most, rules=rules)


# `tháng 2 về quê nghỉ nguyên tháng`, `mùa mưa ế lắm bán có phân nửa`
_RESTS = re.compile(
    r"\b(?:thang|mua|hom|ngay|bua|tet|chu nhat|cuoi tuan)\b.*\b(?:nghi|e|vang|phan nua|mot nua"
    r"|dong cua|khong ban|ko ban)\b|\bnghi\b.*\b(?:thang|tuan|chu nhat|ram|mung)\b"
)


_OTHER_WISH = re.compile(
    r"\b(?:vay|khai|dang ky|dang ki|nhac|xoa|huy|hop|hoi nghi|etax|vneid|bao hiem|hoa don|phat"
    r"|may in|mon bai|thue khoan|le phi|giay|ho so|so dien thoai|sdt|khieu nai|gui|phuong|ghi ten"
    r"|di duoc)\b"
)
_CLOCK = re.compile(r"(?i)\b\d{1,2} ?(?:giờ|gio|h)\b(?: ?\d{1,2}\b)?")
_RECKON = re.compile(r"\btinh (?:sao|lai|the nao|ra sao)\b")
_LIKELY = 0.5


def _sure_of(turn: Turn) -> bool:
    """Whether an answer is likelier meant than the figures."""
    reading = turn.content.understanding.read(turn.text)
    return asks(turn.text) and reading.right >= _LIKELY


def costs_told(turn: Turn) -> Outcome | None:
    """That costs and a small profit are not looked at, with the verdict on what was told; None for
    any other line, and one that tells sums."""
    kept, folded = kept_in(turn), fold(turn.text)
    if not kept or amounts(without_given(turn.text)) or turn.incoming.group is not None:
        return None
    spent = _MOST_SPENT.search(folded) and _PAID_FOR.search(folded)
    little = _LITTLE_LEFT.search(folded)
    if not (spent or little) or not (little or _is_plain(turn)):
        return None
    return _costs_stay(turn)


_TOGETHER_OR_APART = re.compile(
    r"\b(?:cong (?:lai|chung|het|vao)|tinh chung|gop(?: lai| chung)?)\b.*\b(?:hay"
    r"|hoac)\b.*\b(?:rieng|tach)\b"
    r"|\b(?:rieng|tach)\b.*\b(?:hay|hoac)\b.*\b(?:cong|chung|gop)\b"
)
_BEFORE = re.compile(
    r"\b(?:hom truoc|bua truoc|hom no|luc truoc|hoi nay|luc nay|hoi truoc|hom qua)\b"
    r"(?: [a-z]+){0,3} (?:hoi|noi|nhan|ke|bao)\b"
)


def of_all_told(turn: Turn) -> Outcome | None:
    """The verdict where it is asked whether the takings of one business are added, or where
    somebody comes back to what was told: None for any other line."""
    kept, folded = kept_in(turn), fold(turn.text)
    if not kept or amounts(turn.text) or turn.incoming.group is not None:
        return None
    if len(turn.text.split()) > MOST_WORDS:
        return None
    if _BEFORE.search(folded) and not asks(turn.text):
        return show(turn)
    several = len(reckoned(turn, kept).shares) > 1
    if several and _TOGETHER_OR_APART.search(folded) and not _IN_NAMES.search(folded):
        return verdict.give(asking(turn, kept), [])
    return None


_IN_NAMES = re.compile(r"\b(?:vo|chong|con|me|bo|moi nguoi|dung ten|to khai|khai)\b")


def _is_plain(turn: Turn) -> bool:
    """Whether a line asks nothing, or only whether tax is on the profit."""
    return not asks(turn.text) or _ON_PROFIT.search(fold(turn.text)) is not None


_COSTS_OFF = re.compile(r"\b(?:tru|bot|khau tru|tinh vao|cong vao)\b")


def show(turn: Turn) -> Outcome:
    """What is kept, with what it means."""
    kept = kept_in(turn)
    if not kept:
        return turn.say("faq/no_figures", [turn.choice("tax", "tool:tax")], turn.menu_choice())
    asked, line = asking(turn, kept), line_of(kept)
    shown = verdict.words(asked, line)
    offered = [*verdict.offers(asked, line), turn.choice("forget_figures", f"figure:{FORGET}")]
    return asked.say("faq/my_figures", offered, turn.menu_choice(), line=line, verdict=shown)


FORGET = "forget"
_TO_FORGET = re.compile(
    r"(?:(?:da|u|ua|a|thoi|cho|em|toi|minh|chi|anh) )*(?:xoa|quen|bo)(?: (?:giup|di|cai|may|con))*"
    r" (?:so lieu|so|con so) (?:doanh thu|tien|da noi|vua noi|toi noi|ban hang)\b"
    r"|(?:\w+ ){0,3}(?:xoa|quen|bo)(?: \w+){0,3} (?:doanh thu|so lieu|so tien|con so)(?: \w+){0,2}"
    r" (?:khai|noi|ke|go|nhan|cho) (?:luc nay|hoi nay|vua roi|khi nay|o tren)\b"
)


def asked_to_forget(turn: Turn) -> Outcome | None:
    """The figures forgotten, where that is asked and nothing else is to go: `xóa số doanh thu thôi,
    còn nhắc hạn thì giữ`; None for other words."""
    return forget(turn) if _TO_FORGET.match(fold(turn.text)) and not turn.action else None


def forget(turn: Turn) -> Outcome:
    """Forgets the figures, and the line that told them."""
    kept = bool(kept_in(turn))
    fresh = turn.keeping(figures=None, asked=None, entry=None)
    return fresh.say("faq/figures_forgotten", back=turn.menu_choice(), kept=kept)


def mend(turn: Turn) -> Outcome:
    """Asks for the figure that is right; the next number takes its place."""
    offered = [turn.choice("reckon_closer", f"tool:tax{verdict.MARK}")]
    fresh = replace(turn, conversation=with_lines(turn.conversation, ()))
    mending = fresh.keeping(entry=MENDING)
    return mending.say("faq/mend_figure", offered, turn.menu_choice())


def going_on(turn: Turn) -> Outcome | None:
    """What a line means together with the figures told before, where it is no question that stands
    by itself: more days, another sum, costs, or only what comes of it. None otherwise."""
    kept = kept_in(turn)
    if not kept or len(turn.text.split()) > MOST_WORDS or turn.incoming.group is not None:
        return None
    if is_of_other(turn.text) or verdict.asks_of_invoices(turn.text):
        return None  # `vay thêm 2 tỷ ở đâu`
    folded, told = fold(turn.text), read_told(turn, turn.text)
    own, line = asking(turn, kept), line_of(kept)
    if told.costs and not told.shares and _COSTS_OFF.search(folded):
        return own.say(
            "faq/costs_stay",
            verdict.offers(own, line),
            turn.menu_choice(),
            verdict=verdict.words(own, line),
        )
    odd = any(share.sureness is Sureness.ODD for share in told.shares)
    if (amounts(turn.text) and not odd) or workdays.tells(turn.text):
        before = reckoned(turn, kept)
        lack = before.lacks(rules_on(turn.content, turn.today))
        whole = completed(before, lack, turn.text, reader(turn))
        return verdict.on(own, whole) if whole else None
    if _SHARE_SPENT.search(folded) and not asks(turn.text):
        shown = verdict.words(own, line)
        return own.say(
            "faq/costs_stay", verdict.offers(own, line), turn.menu_choice(), verdict=shown
        )
    if _EVERY_TIME.search(folded) and len(turn.text.split()) <= MOST_OF_A_YES:
        return verdict.give(own, [])
    return verdict.give(own, []) if _WHAT_OF_IT.search(folded) else None
