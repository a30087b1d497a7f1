"""The shop of whoever registers: its name, its kind, or what is sold where no name is told."""

import re
from dataclasses import dataclass, replace

from content.details import only_counts, shop_beside
from content.dialect import plainly
from content.lines import Does, does
from content.people import read_phone
from content.short_answers import is_filler, says_no
from content.spoken import has_no_shop, is_talk
from content.trade_told import has_papers, lacks_papers, trade_told
from content.vietnamese import bare_words, fold
from handlers.conference.register_answers import RegisterAnswers, RegisterStep, onward
from handlers.talk.flow import Said
from storage.event_models import BusinessKind

_S = RegisterStep

_MOST_DIGITS = 5  # in a name of a business


_ASKS_ITS_NAME = re.compile(
    r"^(?:(?:a|u|o|the|ten|quan|cua hang|tiem|no|ghi|viet|khai) )+(?:la )?(?:gi|nao|sao)"
    r"(?: (?:nhi|ta|the|vay|a|day|ha|bay gio|em|co|chi))*[ ?.]*$"
)


# Who comes along, where the name of a shop is asked: `1 đứa con ban học`.
_OF_PEOPLE = re.compile(
    r"(?:(?:\d|mot|hai|them|ma them|co|cho) )*(?:dua|thang|con|ong|ba|chau|nguoi|ma|me|vo|chong)"
    r" (?:con|chau|noi|ngoai|nguoi|nha|gai|trai|toi|tui|em|minh|dong y|noi)\b"
)


# What somebody sells, where the name of a shop is asked: `tui bán trái cây`.
_SELLS = re.compile(
    r"(?:(?:da|toi|tui|em|chi|anh|co|chu|bac|minh|chau|con|nha|ben|moi) )+(?:ban|buon|sua|lam|"
    r"mo|cho thue|chay|nau|may) \w"
)


@dataclass(frozen=True, slots=True)
class HeardAnswer:
    """What somebody answered; one that is not `sure` is asked about before it is kept."""

    value: str
    sure: bool


_ONLY_A_KIND = re.compile(
    r"(?:(?:da|vang|u|la|thi|cua) )*(?:ho(?: kinh doanh| kd| gia dinh)?|hkd|cong ty|doanh nghiep"
    r"|hop tac xa|htx)(?: (?:ca the|nho|thoi|a|nhe|ma))*"
)


_TOLD_BEFORE = re.compile(
    r"(?i)^(?:đã |da )?(?:nói|noi|bảo|bao|ghi) (?:rồi|roi)(?: mà| ma)?[ ,.:]+(?=\S)"
)


_ANOTHER_ONE = re.compile(r"(?:la )?(?:ho|quan|tiem|cua hang|nguoi) (?:khac|kia)")


def _is_no_shop(text: str) -> bool:
    """Whether it is how many come, or only another shop than one spoken of."""
    return only_counts(text) or bool(_ANOTHER_ONE.fullmatch(fold(text).strip(" .,!")))


_ONLY_A_GROUP = re.compile(r"(?:(?:o|tai|nha|toi|em|thuoc) )*(?:to|tdp|to dan pho)(?: so)? \d{1,3}")


# `con ơi cho chú coi lại vé`, `cho chị hỏi`: said to us, and no name on a sign.
_CALLS_OUT = re.compile(
    r"(?:con|em|chau|ad|admin|bot|shop|ban|anh|chi) oi\b(?! \w+$)"
    r"|cho (?:\w+ )?(?:hoi|xem|coi|gap|biet)\b"
)


# `cửa hàng quần áo Bích Đào, hộ kinh doanh`: the second part is which kind it is.
KIND_BEHIND = re.compile(
    r"(?i)\s*[,;(-]\s*(?:là\s+|la\s+)?(?:hộ|ho)(?: kinh doanh| kd| cá thể| ca the)+\)?\s*$"
)


def hear_business(text: str) -> HeardAnswer | None:
    """The name of a business; None for what cannot be one."""
    digits = max(map(len, re.findall(r"\d+", text)), default=0)
    letters = sum(char.isalpha() for char in text)
    if letters < 2 or digits > _MOST_DIGITS or read_phone(text) or is_filler(text):
        return None
    text = _TOLD_BEFORE.sub("", text)
    if _ONLY_A_GROUP.fullmatch(fold(text).strip(" .,!")):
        return None
    said = does(text)
    shop_so_called = said is Does.ADDRESSES and text.istitle()  # `Cô Ba`
    if (said and not shop_so_called) or _ASKS_ITS_NAME.search(fold(text)):
        return None
    if _CALLS_OUT.match(fold(text)):
        return None
    text = KIND_BEHIND.sub("", text).strip()
    if _is_no_shop(text) or _ONLY_A_KIND.fullmatch(fold(text).strip(" .,!")):
        return None
    speaks = is_talk(text) or _OF_PEOPLE.match(fold(text)) or _SELLS.match(fold(text))
    return HeardAnswer(text, not speaks or text.istitle())


_HAS_A_NAME = re.compile(
    r"(?:(?:da|a|co|quan|tiem|sap|cua hang|co so|toi|em|chi|no) )*(?:co ten|ghi lai)"
    r"(?: (?:co so|quan|tiem|sap|ma|chu|day|a|nhe|roi|ghi lai|dang hoang))*"
)


def has_a_name(said: Said) -> bool:
    """Whether the shop has a name, after what is sold was written down in its place."""
    return said.value == "shop" or bool(_HAS_A_NAME.fullmatch(bare_words(said.text)))


def kind_named(text: str) -> str:
    plain = fold(text)
    if any(word in plain for word in ("cong ty", "doanh nghiep", "tnhh")):
        return BusinessKind.ENTERPRISE
    if "hop tac" in plain or "htx" in plain:
        return BusinessKind.COOPERATIVE
    return BusinessKind.HOUSEHOLD if "ho" in plain.split() or "hkd" in plain else ""


def repeats_shop(form: RegisterAnswers, text: str) -> bool:
    """Whether the answer to which kind it is only says again what is sold there: `tạp hóa`."""
    said, shop = fold(text).strip(" .,!"), fold(form.business)
    return f" {said} " in f" {shop} " and shop_beside(text) == text.strip(" .,!")


def with_kind_of_shop(form: RegisterAnswers) -> RegisterAnswers:
    """The kind that its name tells, else a household's, as nearly all are; it is said and shown."""
    return replace(form, kind=kind_of_shop(form.business), noted=(*form.noted, str(_S.KIND)))


def kind_of_shop(name: str) -> str:
    """The kind that a name tells, else a household's, as nearly all are."""
    return kind_in_words(name) or BusinessKind.HOUSEHOLD


_IN_WORDS = (
    (BusinessKind.ENTERPRISE, re.compile(r"\b(?:cong ty|cty|doanh nghiep|dntn|tnhh)\b")),
    (BusinessKind.COOPERATIVE, re.compile(r"\b(?:hop tac xa|htx)\b")),
    (BusinessKind.HOUSEHOLD, re.compile(r"\b(?:ho kinh doanh|hkd|ho ca the)\b")),
)


def kind_in_words(text: str) -> str:
    """The kind that the words for it say, in the name of a business or anywhere; "" for none."""
    plain = fold(text)
    return next((str(kind) for kind, words in _IN_WORDS if words.search(plain)), "")


def with_trade(form: RegisterAnswers, trade: str, text: str) -> RegisterAnswers:
    """What is sold, told in place of the name of a shop: a household where papers are spoken of,
    not registered where none are said to be; else which of them is asked. How it was taken is said.
    Of one of several people it is not asked: the review shows it."""
    none = lacks_papers(text) or has_no_shop(text) or form.group
    kind = BusinessKind.PERSON if none else ""
    if has_papers(text):
        kind = BusinessKind.HOUSEHOLD
    told = replace(form, business="", kind=kind, sector=trade, described=True)
    return replace(told, noted=(*form.noted, "trade"))


def trade_for_shop(before: RegisterAnswers, form: RegisterAnswers, text: str) -> RegisterAnswers:
    """The form with what is sold as such, where it was taken for the name of a shop just now."""
    new = form.business if form.business != before.business and form.doubt != _S.BUSINESS else ""
    if not (trade := trade_told(new)):
        return form
    noted = tuple(line for line in form.noted if line != _S.BUSINESS)
    told = with_trade(replace(form, noted=noted), trade, text)
    return onward(told) if told.step is _S.KIND and told.kind else told


def kind_without_name(form: RegisterAnswers, said: Said) -> str:
    """Whether somebody without a name on a sign is registered, where that is asked: as a household,
    or not at all; "" where the words do not say, and where there is a name."""
    if form.business:
        return ""
    text = plainly(said.text)
    if said.value == "none" or says_no(text) or lacks_papers(text):
        return BusinessKind.PERSON
    return BusinessKind.HOUSEHOLD if has_papers(text) else ""
