"""Whether a line said where something else is asked for is clearly about something else: it asks,
or tells sums. And what is polite, agrees or asks for a person: never a name, a trade, a shop."""

import re

from content.agreeing import agreed_in
from content.amounts import amounts
from content.closing import only_thanks
from content.consenting import consents
from content.dialect import plainly
from content.lines import all_agree, without_consent
from content.names import hear_name, is_full, own_name
from content.people import read_phones
from content.short_answers import refuses, says_no, says_yes, short_answer, skips, waits
from content.spoken import asks
from content.vietnamese import bare_words, fold, tidy
from content.wants_person import wanted_in

_MONEY = re.compile(
    r"\b(?:may|vai|\d+|muoi|chuc|tram|hon|gan|mot|hai|ba|bon|nam|sau|bay|tam|chin) ?"
    r"(?:trieu|tr|ty|nghin|ngan|cu)\b|\b(?:tien|ban|doanh thu|thu) .*"
    r"\b(?:chuc|tram|trieu|nghin|ty)\b"
)
_OLD_WOMAN = re.compile(r"(?i)\bbà cụ\b")  # folded it is `ba củ`
_ASKS = re.compile(
    r"\b(?:thi sao|the nao|lam sao|ra sao|lam the nao|bao nhieu|co phai|co can|co bat buoc|co duoc"
    r"|o dau|la gi|hay (?:la )?(?:rieng|chung|khong)|bao gio|khi nao)\b"
    r"|\bco (?:bat buoc|phai|can|duoc|bi|mat|nguoi|ng|cho)\b(?: \w+){0,8} (?:hong|khong|ko|k|hok)$"
    r"|\btinh sao\b"
)
_THANKS = re.compile(
    r"^(?:(?:da|vang|u|uh|ok|oke|thoi|a|the|xin|roi) )*(?:cam on|cam ta|thank|thanks|tks|camon)\b"
)
_ASIDE = 5  # words: fewer may be an answer


def thanks_first(text: str) -> bool:
    """`cam on em de thuong ghe`: a line that begins with thanks; a name written as one (`Cam Ơn`)
    has no such words."""
    return bool(_THANKS.match(bare_words(plainly(text))))


def thanks_too(text: str) -> bool:
    """`thoi k can nua tks`: a leave with thanks, which is no name."""
    said = bare_words(plainly(text)).split()
    return not text.istitle() and bool({"tks", "thanks", "thank", "thx"}.intersection(said))


_YES_FIRST = re.compile(
    r"(?:(?:da|u|a) )*(?:duoc|dc|ok|oke|okie|vang|u|uh|dong y)(?: (?:a|nhe|nha|roi|em|chau))*[.,;!]"
)


def yes_first(text: str) -> bool:
    """`được. Trịnh Hải Phong, 0388…`: a yes that stands by itself before what is told."""
    return bool(_YES_FIRST.match(fold(text)))


def is_question(text: str) -> bool:
    """A question, also in the words of the regions and without its mark."""
    said = plainly(text)
    return asks(text) or asks(said) or bool(_ASKS.search(bare_words(said)))


def is_no_value(text: str) -> bool:
    """Thanks, a bare consent, a plea for a person, a question: no name, no trade, no shop."""
    only_agrees = without_consent(text) == "" or (agreed_in(text) and consents(text))
    return bool(
        thanks_first(text) or only_agrees or wanted_in(text) is not None or is_question(text)
    )


def tells_money(text: str) -> bool:
    """Whether sums are told: `mỗi tháng bán được sáu mươi triệu`."""
    text = _OLD_WOMAN.sub(" ", text)
    return bool(amounts(text)) or bool(_MONEY.search(bare_words(text)))


def tells_person(text: str) -> bool:
    """Whether a line tells who somebody is: a number, a name said to be one, a full name that
    stands alone."""
    if read_phones(text) or own_name(text):
        return True
    called = None if tells_money(text) else hear_name(text)
    return bool(called and called.sure and is_full(called.name) and called.name in tidy(text))


def is_answer(text: str) -> bool:
    """A yes, a no, a later, thanks: what may be an answer to any question."""
    heard = short_answer(text) or agreed_in(text) or says_yes(text) or says_no(text)
    return bool(
        heard or all_agree(text) or refuses(text) or skips(text) or waits(text) or only_thanks(text)
    )


def is_other_matter(text: str) -> bool:
    """Whether a line said where a yes or a choice is asked for is of something else: a question,
    sums, or a whole sentence that tells nobody's name or number."""
    if is_answer(text) or thanks_first(text):
        return False
    if is_question(text):
        return True
    if tells_person(text):
        return False
    return tells_money(text) or len(text.split()) >= _ASIDE
