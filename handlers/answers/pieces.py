"""Half a sentence a message: the trade in one line, the sum in another, its time in a third. What
waits is read together with what follows, until it tells something."""

import re

from content import own_produce
from content.amounts import amounts
from content.asked_of_tax import asks_if_taxed, names_own_shop
from content.revenue import ToldFigures
from content.search import Decision
from content.spoken import asks
from content.takings.tokens import tokens_in
from content.trades import Mention
from content.vietnamese import fold
from handlers.answers import verdict
from handlers.talk.flow import read_told
from handlers.talk.told import asking, asking_words, kept_in, stated, told_in
from handlers.talk.turn import Outcome, Turn

MOST_WORDS = 12  # of a line that tells what somebody does and nothing else
_WHO = r"(?:(?:toi|tui|em|e|chi|anh|co|chu|bac|ong|ba|ma|nha|minh|chau|con|thi|dang|la) )*"
_ONLY_VERB = re.compile(
    rf"{_WHO}(?:ban|buon|buon ban|ban hang|lam|mo|kinh doanh)(?: (?:a|nhe|ne))?"
)
_ENDS_ASKING = re.compile(r"\b(?:khong|ko|hong|hok|hk|chua)[ ?.!]*$")
_ROOMS = ("phong_tro", "cho_thue")


def answer(turn: Turn) -> Outcome | None:
    """What is said to a half sentence, or the verdict where it completes what waits; None for any
    other line, and once figures are kept (`later` goes on with them)."""
    if turn.incoming.group is not None or kept_in(turn) or verdict.is_of_company(turn.text):
        return None
    if asked := _asked_of_trade(turn):
        return asked
    if thing := _sold_without_price(turn):
        own = asking_words(turn, turn.text)
        return own.say("faq/price_each", back=turn.menu_choice(), thing=thing)
    if _ONLY_VERB.fullmatch(fold(turn.text).strip(" .,!")):
        return asking_words(turn, turn.text).say("faq/sells_what", back=turn.menu_choice())
    before = _waiting(turn)
    words = len(turn.text.split())
    is_asked = asks(turn.text) or _ENDS_ASKING.search(fold(turn.text)) is not None
    if words > 3 * MOST_WORDS or not (before or (words <= MOST_WORDS and not is_asked)):
        return None  # told before anything is looked for in it: most lines are questions
    if turn.content.understanding.read(turn.text).decision is Decision.SMALLTALK:
        return None  # `chao chau` names no gruel
    now = read_told(turn, turn.text)
    if before and (lot := _LOT.search(fold(turn.text))) and not amounts(turn.text):
        thing = turn.text[lot.start("thing") : lot.end()]
        own = asking_words(turn, f"{before}, {turn.text}")
        return own.say("faq/price_each", back=turn.menu_choice(), thing=thing)
    if before and (now.has_figures or amounts(turn.text)):
        return _completed(turn, before)
    if before and not asks(turn.text) and (now.named or _goes_on(turn.text)):
        return _trade_alone(turn, f"{before}, {turn.text}")
    if now.named and not now.has_figures and _tells_work(turn, now.named):
        return None if _is_of_an_answer(turn) else _trade_alone(turn, turn.text)
    return None


def _is_of_an_answer(turn: Turn) -> bool:
    """Whether an answer of another matter than tax was shown just now: what is told then
    (`bán cả mỹ phẩm nữa`) is told of that."""
    shown = turn.content.knowledge.entries.get(turn.conversation.entry or "")
    return shown is not None and shown.topic != OF_TAX


OF_TAX = "thue"  # a topic


def of_own_tax(turn: Turn) -> Outcome | None:
    """What is asked of somebody who asks of the tax of his own work, in general: how much it
    brings, behind what that decides. None where sums are told, or an answer is surely meant."""
    now = read_told(turn, turn.text)
    if amounts(turn.text) or now.has_figures or kept_in(turn) or _is_answered(turn):
        return None
    words = [one.words for one in now.named if not one.is_left and one.words]
    return _trade_alone(turn, ", ".join(dict.fromkeys(words)), of_tax=True)


_A_SENTENCE = 6  # words


def asked_in_a_sentence(turn: Turn) -> Outcome | None:
    """The same where a sentence names one's own work; None for a bare wish to reckon, or a tap."""
    if turn.action or len(turn.text.split()) < _A_SENTENCE or not names_own_shop(turn.text):
        return None
    return of_own_tax(turn)


def _asked_of_trade(turn: Turn) -> Outcome | None:
    """The same by the words, which name what is done or a shop of one's own."""
    if not asks_if_taxed(turn.text):
        return None
    named = names_own_shop(turn.text) or read_told(turn, turn.text).named
    return of_own_tax(turn) if named else None


def _is_answered(turn: Turn) -> bool:
    """Whether one answer is surely meant: not another's worked case, nor what is grown by whoever
    sells it where nobody says so."""
    read = turn.content.understanding.read(turn.text)
    if read.decision is not Decision.ANSWER:
        return False
    entry = turn.content.knowledge.entries[read.entries[0].id]
    if entry.id == own_produce.ENTRY:
        return own_produce.is_own_produce(turn.text)
    return entry.example is None or bool(turn.content.understanding.known_as(turn.text))


def _waiting(turn: Turn) -> str:
    """The words before that told what somebody does, and nothing more; "" for none."""
    asked = turn.conversation.asked or ""
    if not asked or turn.conversation.entry or verdict.was_given(turn):
        return ""
    told = told_in(turn, asked)
    bare = _ONLY_VERB.fullmatch(fold(asked).strip(" .,!"))
    tells = told.named and not told.has_figures and not asks(asked)
    if tells and len(asked.split()) > 2 * MOST_WORDS:
        return ""
    return asked if bare or tells or _lot_of(asked) else ""


def _completed(turn: Turn, before: str) -> Outcome | None:
    """The verdict on what waits and the line, as one."""
    now = read_told(turn, turn.text)
    if (now.costs and not now.shares) or (now.named and now.shares):
        return None  # it tells a trade of its own
    whole = stated(turn, _with_lot(before, turn.text))
    own = asking(turn, whole)
    return verdict.give(own, []) if whole and _tells(whole[0].told) else None


_THINGS = (
    "to|bat|ly|coc|goi|hop|suat|dia|cai|o|phan|con|ky|kg|bich|cay|xien|chai|trung|khach|dau|bo"
    "|chuyen|cuoc"
)
# `ngày 400 tô`, without a price
_LOT = re.compile(rf"\b\d{{1,5}} (?P<thing>{_THINGS})\b")


def _sold_without_price(turn: Turn) -> str:
    """The thing of which somebody tells how many go in a day, a week or a month, and nothing else
    of money, as it was typed (`sáng nào cũng bán được tám mươi bát`); "" for any other line."""
    thing = _lot_of(turn.text)
    if not thing or _waiting(turn):
        return ""
    read = turn.content.understanding.read(turn.text)
    return "" if read.decision is Decision.ANSWER else thing


def _lot_of(text: str) -> str:
    tokens = tokens_in(text, 0)
    counts = [one for one in tokens if one.name == "count"]
    if len(counts) != 1 or not {one.name for one in tokens} <= {"count", "per", "week_days"}:
        return ""
    (count,) = counts
    if len(tokens) == 1 or count.of[0] not in _THINGS.split("|") or asks(text) or amounts(text):
        return ""
    return text[count.start : count.end].split()[-1]


def _with_lot(before: str, said: str) -> str:
    """Both as one line, a count told again in place of the one before: `ngày 400 tô`, then `nhầm 40
    gói, 15k`."""
    old, new = _LOT.search(fold(before)), _LOT.search(fold(said))
    priced = new is not None and new[0].startswith("1 ")  # `45 nghìn 1 tô`
    if old is None or new is None or priced or amounts(before):
        return f"{before}, {said}"
    return f"{before[: old.start()]}{said[new.start() : new.end()]}{said[new.end() :]}"


def _tells(told: ToldFigures) -> bool:
    return bool(told.shares) or told.lacks_unit


_MORE_GOODS = re.compile(r"(?:voi|vs|va|ca|cung|them)\b(?: [a-z]+){1,4}(?: (?:nua|a|nhe|luon))*")


def _goes_on(text: str) -> bool:
    """`với mắm nữa`: more of what is sold."""
    return _MORE_GOODS.fullmatch(fold(text).strip(" .,!")) is not None


def _tells_work(turn: Turn, named: tuple[Mention, ...]) -> bool:
    """Whether few words tell what somebody does and ask nothing; of a trade that an answer is
    surely about they may mean that."""
    short = len(turn.text.split()) <= MOST_WORDS and not asks(turn.text)
    if not short or any(one.is_left for one in named):
        return False
    return verdict.is_all_figures(turn, turn.text)


def _trade_alone(turn: Turn, words: str, *, of_tax: bool = False) -> Outcome:
    """Asked how much, with what is done kept for the next line."""
    own = asking_words(turn, _LOOSE.sub("", words).strip(" ,."))
    named = told_in(own, words).named
    rooms = any(one.named.unclear and one.named.unclear.id in _ROOMS for one in named)
    offered = [turn.choice("tax", "tool:tax")]
    more = bool(_waiting(turn))
    return own.say(
        "faq/trade_alone", offered, turn.menu_choice(), rooms=rooms, more=more, of_tax=of_tax
    )


_LOOSE = re.compile(r"\b(?:nữa|nua|nha|nhé|nhe|luôn|luon|ạ)\b", re.IGNORECASE)
