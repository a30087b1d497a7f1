"""What a form says of the columns of a list: as they were just named, else as they were before."""

from collections.abc import Collection, Mapping

import orjson

from bot.web.console.visit import Visit
from content.attendee_rows import Chosen


def chosen(visit: Visit, meanings: Collection[str]) -> Chosen:
    """A sheet whose columns came back as its page showed them is read as it was."""
    before = unpacked(visit.text("chosen", limit=20_000), meanings)
    named: dict[int, dict[int, str]] = {}
    left_out = frozenset(int(one) for one in visit.lists.get("skip", ()) if one.isdecimal())
    for name, value in visit.form.items():
        mark, *places = name.split(":")
        if mark == "col" and len(places) == 2 and all(one.isdecimal() for one in places):
            named.setdefault(int(places[0]), {})[int(places[1])] = (
                value if value in meanings else ""
            )
    if not named and not left_out:
        return before
    anew = {at: said for at, said in named.items() if visit.text(f"was:{at}") != _shown(said)}
    return Chosen({**before.columns, **anew}, left_out)


def _shown(columns: Mapping[int, str]) -> str:
    """The columns of a sheet as its page carries them along."""
    return ",".join(f"{column}={meaning}" for column, meaning in sorted(columns.items()))


def packed(chosen: Chosen) -> str:
    columns = {str(n): {str(c): said for c, said in at.items()} for n, at in chosen.columns.items()}
    return orjson.dumps({"columns": columns, "left_out": sorted(chosen.left_out)}).decode()


def unpacked(text: str, meanings: Collection[str]) -> Chosen:
    """Nothing chosen, for what is no such text."""
    try:
        said = orjson.loads(text or "{}")
        columns = {
            int(n): {int(c): one if one in meanings else "" for c, one in at.items()}
            for n, at in said.get("columns", {}).items()
        }
        return Chosen(columns, frozenset(int(one) for one in said.get("left_out", ())))
    except (ValueError, AttributeError, TypeError):
        return Chosen()
