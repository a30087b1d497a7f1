"""What an owner told of a business is a list of statements: how it is said again in one line, and
how it is saved, as JSON, each sum with its time, its kind and its trade."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

import orjson

from content.amounts import Period
from content.revenue.told import (
    Lack,
    Share,
    Statement,
    StatementKind,
    Statements,
    Sureness,
    ToldFigures,
)
from content.trades import Mention, Named, Trades
from content.vietnamese import fold

_JOINTS = {
    StatementKind.SALES: "; thêm: ",
    StatementKind.NOT_SALES: "; bớt: ",
    StatementKind.PART: "; trong đó: ",
}
_SAYS_HOW = re.compile(r"(?:va |roi )?(?:them|bot|tru|trong do|cong)\b")
_PLAIN = ("amount", "times", "shops", "low", "high", "on_platform", "least")
_MARKS = ("is_near", "is_about", "has_time")


def words_of(statements: Sequence[Statement]) -> str:
    """All of it as one line, in the words it was said with."""
    line = ""
    for statement in statements:
        joint = _JOINTS.get(statement.kind, "; ") if line else ""
        if joint and _SAYS_HOW.match(fold(statement.said)):
            joint = "; "
        line = f"{line}{joint}{statement.said}"
    return line


def is_sold(statement: Statement) -> bool:
    """Whether it tells what was sold, beside the others or of them."""
    return statement.kind in (StatementKind.SALES, StatementKind.PART)


def sold_in(statements: Sequence[Statement]) -> list[int]:
    """The places of the statements of what was sold."""
    return [place for place, one in enumerate(statements) if is_sold(one)]


def with_one(statements: Statements, place: int, new: Statements) -> Statements:
    """The list with others in place of one of them."""
    return (*statements[:place], *new, *statements[place + 1 :])


def saved(statements: Sequence[Statement]) -> list[dict[str, Any]]:
    """The list as JSON values; `restored` reads them again."""
    return [
        {
            "kind": str(one.kind),
            "said": one.said,
            "amount": one.amount,
            "period": str(one.period),
            "text": one.told.text,
            "told": _told(one.told),
        }
        for one in statements
    ]


def restored(raw: Sequence[Mapping[str, Any]], trades: Trades) -> Statements:
    """The statements of `saved`; none where one of their trades is not in the list any more."""
    try:
        return tuple(
            Statement(
                StatementKind(one["kind"]),
                one["said"],
                _told_again(one["text"], one["told"], trades),
                one["amount"],
                Period(one["period"]),
            )
            for one in raw
        )
    except KeyError:
        return ()


def packed(statements: Sequence[Statement]) -> str:
    """The list as one text."""
    return orjson.dumps(saved(statements)).decode()


def unpacked(text: str, trades: Trades) -> Statements:
    """The statements of `packed`; none of a line of an earlier version."""
    return restored(orjson.loads(text), trades) if text.startswith("[") else ()


def _told(told: ToldFigures) -> dict[str, Any]:
    return {
        "shares": [_share(one) for one in told.shares],
        "named": [_mention(one) for one in told.named],
        "costs": told.costs,
        "doubts": sorted(map(str, told.doubts)),
        "number": told.number,
        "by_platform": told.by_platform,
        "theirs": [_share(one) for one in told.theirs],
    }


def _told_again(text: str, raw: Mapping[str, Any], trades: Trades) -> ToldFigures:
    return ToldFigures(
        text,
        tuple(_share_again(one, trades) for one in raw["shares"]),
        tuple(_mention_again(one, trades) for one in raw["named"]),
        raw["costs"],
        frozenset(map(Lack, raw["doubts"])),
        raw["number"],
        by_platform=raw["by_platform"],
        theirs=tuple(_share_again(one, trades) for one in raw.get("theirs", ())),
    )


def _share(share: Share) -> dict[str, Any]:
    plain = {name: getattr(share, name) for name in (*_PLAIN, *_MARKS)}
    how = {"period": str(share.period), "sureness": str(share.sureness)}
    return plain | how | _of(share.named)


def _share_again(raw: Mapping[str, Any], trades: Trades) -> Share:
    plain = {name: raw[name] for name in (*_PLAIN, *_MARKS) if name in raw}
    return Share(
        _named(raw, trades),
        period=Period(raw["period"]),
        sureness=Sureness(raw["sureness"]),
        **plain,
    )


def _mention(one: Mention) -> dict[str, Any]:
    spot = {"start": one.start, "end": one.end, "words": one.words, "is_left": one.is_left}
    return spot | _of(one.named)


def _mention_again(raw: Mapping[str, Any], trades: Trades) -> Mention:
    return Mention(raw["start"], raw["end"], raw["words"], _named(raw, trades), raw["is_left"])


def _of(named: Named) -> dict[str, Any]:
    return {
        "trade": named.trade.id if named.trade else "",
        "work": named.unclear.id if named.unclear else "",
        "likely": named.likely,
    }


def _named(raw: Mapping[str, Any], trades: Trades) -> Named:
    return Named(
        trades[raw["trade"]] if raw["trade"] else None,
        trades.unclear[raw["work"]] if raw["work"] else None,
        raw["likely"],
    )
