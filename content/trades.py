"""Which trade pays by which rates: `content/sectors.yaml`, from Thông tư 69/2025/TT-BTC Phụ lục I
and Nghị định 253/2026/NĐ-CP Phụ lục. A trade that the law does not place is never guessed."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any

from content.left_out import is_left
from content.operator import tell
from content.problems import Problem, line_of, read_yaml
from content.vietnamese import FORMS_KEPT, fold, has_marks, same_words, tidy


class Sector(StrEnum):
    """The groups of Luật 48/2024 Điều 12 and Luật 109/2025 Điều 7, as people choose among them."""

    GOODS = "goods"
    SERVICES = "services"
    PRODUCTION = "production"
    RENT = "rent"
    OTHER = "other"


class Cut(StrEnum):
    """Whether Nghị quyết 204/2025/QH15 cuts the VAT rate of a trade."""

    SOME = "some"  # it depends on the goods
    NONE = "none"
    OPEN = "open"


NO_VAT, OPEN = "none", "open"


@dataclass(frozen=True, slots=True)
class Trade:
    """One line of the list. `vat` and `income` name facts in percent; `vat` may be NO_VAT (nothing
    to pay) or OPEN (left open by the law). `apart`: renting out property, which has a deduction
    and a return of its own (Luật 109/2025 Điều 7 khoản 4).
    `on_platforms`: platforms that withhold tax may sell it. `serves`: whatever is eaten or drunk
    where it is sold belongs to it."""

    id: str
    name: str
    sector: Sector
    vat: str
    income: str
    cut: Cut
    article: str
    apart: bool = False
    on_platforms: bool = False
    serves: bool = False


@dataclass(frozen=True, slots=True)
class Unclear:
    """Work that the law does not place, or whose name is not enough: who asks is told why."""

    id: str
    why: str


@dataclass(frozen=True, slots=True)
class Named:
    """What a message names: one trade (`likely`: by the group's words, to be checked with the tax
    office), or one work that is unclear, or neither."""

    trade: Trade | None = None
    unclear: Unclear | None = None
    likely: bool = False


NOTHING_NAMED = Named()


@dataclass(frozen=True, slots=True)
class Mention:
    """Words of a message that name a trade or a work that is unclear, and where they stand in it
    (tidied). `is_left`: it says that this is not done, or no more."""

    start: int
    end: int
    words: str
    named: Named
    is_left: bool = False


@dataclass(frozen=True, slots=True)
class _Phrase:
    words: tuple[str, ...]
    meant: Trade | Unclear
    likely: bool


class Trades(Mapping[str, Trade]):
    """Every trade by its id (that of its sector among them), and the words it goes by."""

    __hash__ = object.__hash__  # by itself, as what was read with it is remembered

    def __init__(self, trades: Mapping[str, Trade], phrases: Sequence[_Phrase]) -> None:
        self._trades = dict(trades)
        self._phrases: dict[tuple[str, ...], list[_Phrase]] = {}
        for phrase in phrases:
            self._phrases.setdefault(_folded(phrase.words), []).append(phrase)
        meant = (phrase.meant for phrase in phrases)
        self.unclear = {one.id: one for one in meant if isinstance(one, Unclear)}
        self._longest = max((len(words) for words in self._phrases), default=0)
        self._mentions = lru_cache(maxsize=FORMS_KEPT)(self._mentions_anew)

    def __getitem__(self, trade_id: str) -> Trade:
        return self._trades[trade_id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._trades)

    def __len__(self) -> int:
        return len(self._trades)

    def named(self, text: str) -> Named:
        """What the message names, by the longest phrases in it; nothing when it names several."""
        said = [mention for mention in self.mentions(text) if not mention.is_left]
        found = {_id(mention.named): mention.named for mention in said}
        return next(iter(found.values())) if len(found) == 1 else NOTHING_NAMED

    def mentions(self, text: str) -> list[Mention]:
        """Everything the message names, by the longest phrases, in the order said."""
        return list(self._mentions(text))

    def _mentions_anew(self, text: str) -> tuple[Mention, ...]:
        lower = tidy(text).lower()
        carries = _may_carry(lower)
        spots = list(_WORD.finditer(lower))
        said = tuple(spot.group() for spot in spots)
        folded = _folded(said)
        taken: set[int] = set()
        found: list[Mention] = []
        for length in range(min(self._longest, len(said)), 0, -1):
            for start in range(len(said) - length + 1):
                places = range(start, start + length)
                meant = [
                    phrase
                    for phrase in self._phrases.get(folded[start : start + length], ())
                    if same_words(said[start : start + length], phrase.words)
                    and (carries or said[start] != _FOR or phrase.words[0] != _CARRY)
                ]
                if meant and not taken.issuperset(places):
                    taken.update(places)
                    place = spots[start].start(), spots[start + length - 1].end()
                    left = is_left(lower, place[0])
                    found += [Mention(*place, " ".join(m.words), _named(m), left) for m in meant]
        return tuple(sorted(found, key=lambda mention: mention.start))


_FOR, _CARRY = "cho", "chở"
_VEHICLE = re.compile(r"\b(?:xe|ghe|thuyen|tau|ba gac|xich lo|oto|tai|chay)\b")


def _may_carry(lower: str) -> bool:
    """Whether `cho` of a line may be `chở` without its mark: there are no marks at all, and it
    speaks of a vehicle or begins so. `bàn ghế cho khách`, `mat bang cho hang thuoc` carry none."""
    led = _VEHICLE.search(lower) or " cho " not in f" {lower}"[12:]
    return not has_marks(lower) and bool(led)


def _named(phrase: _Phrase) -> Named:
    if isinstance(phrase.meant, Unclear):
        return Named(unclear=phrase.meant)
    return Named(phrase.meant, likely=phrase.likely)


def _id(named: Named) -> str:
    return named.trade.id if named.trade else named.unclear.id if named.unclear else ""


def load_trades(path: Path) -> tuple[Trades, list[Problem]]:
    """Reads sectors.yaml; returns the trades and what is wrong with the file."""
    text, raw, problems = read_yaml(path)
    trades: dict[str, Trade] = {}
    phrases: list[_Phrase] = []
    for trade_id, body in (raw.get("lines") or {}).items():
        try:
            trades[str(trade_id)] = trade = _trade(str(trade_id), body)
        except (KeyError, TypeError, ValueError) as error:
            line = line_of(text, str(trade_id))
            problems.append(
                Problem(
                    path, line, tell("content.trade_wrong", trade_id=trade_id, error=repr(error))
                )
            )
            continue
        phrases += [_Phrase(_words(w), trade, False) for w in body.get("words", ())]
        phrases += [_Phrase(_words(w), trade, True) for w in body.get("likely", ())]
    for name, body in (raw.get("unclear") or {}).items():
        try:
            unclear = Unclear(name, body["why"])
            phrases += [_Phrase(_words(w), unclear, False) for w in body["words"]]
        except (KeyError, TypeError) as error:
            problems.append(
                Problem(
                    path,
                    line_of(text, name),
                    tell("content.work_wrong", name=name, error=repr(error)),
                )
            )
    known = {phrase.words for phrase in phrases}
    phrases += [sold for sold in _where_sold(phrases) if sold.words not in known]
    owners: dict[tuple[str, ...], str] = {}
    for phrase in phrases:
        owner = owners.setdefault(phrase.words, phrase.meant.id)
        if owner != phrase.meant.id:
            said = " ".join(phrase.words)
            problem = tell("content.trade_phrase_twice", said=said, owner=owner, id=phrase.meant.id)
            problems.append(Problem(path, line_of(text, said), problem))
    problems += [
        Problem(path, 1, tell("content.no_sector", sector=sector))
        for sector in Sector
        if sector not in trades
    ]
    return Trades(trades, phrases), problems


SELLS = "bán"
_SOLD_AT = ("cửa hàng", "shop", "tiệm", "quầy", "sạp", "kinh doanh", "buôn", "buôn bán")


def _where_sold(phrases: Sequence[_Phrase]) -> list[_Phrase]:
    """`cửa hàng hoa`, `shop hoa` of `bán hoa`: who sells it calls the shop by it."""
    return [
        _Phrase((*_words(place), *phrase.words[1:]), phrase.meant, phrase.likely)
        for phrase in phrases
        if phrase.words[0] == SELLS and phrase.words[1:2] != ("hàng",) and len(phrase.words) > 1
        for place in _SOLD_AT
    ]


def _trade(trade_id: str, body: dict[str, Any]) -> Trade:
    return Trade(
        id=trade_id,
        name=body["name"],
        sector=Sector(body["group"]),
        vat=body["vat"],
        income=body["income"],
        cut=Cut(body["cut"]),
        article=body["article"],
        apart=bool(body.get("apart", False)),
        on_platforms=bool(body.get("platform", False)),
        serves=bool(body.get("serves", False)),
    )


_WORD = re.compile(r"[^\W_]+")


def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(tidy(text).lower()))


def _folded(words: Sequence[str]) -> tuple[str, ...]:
    return tuple(map(fold, words))
