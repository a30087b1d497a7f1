"""What owners tell of their money over several messages: after each the sum, or the one question.
The talks named `c` are those of somebody who had never seen the program (`talks/money.txt`)."""

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from content.library import Content
from tests.support.play import exchange, playing, said

TALKS = Path(__file__).parent / "talks" / "money.txt"


@dataclass
class Told:
    """A message, what its reply must say and what it must not."""

    text: str
    wanted: list[str] = field(default_factory=list)
    unwanted: list[str] = field(default_factory=list)


def talks() -> dict[str, list[Told]]:
    found: dict[str, list[Told]] = {}
    name = ""
    for line in TALKS.read_text(encoding="utf-8").splitlines():
        mark, _, rest = line.partition(" ")
        match mark:
            case "#":
                name = rest
                found[name] = []
            case ">":
                found[name].append(Told(rest))
            case "+":
                found[name][-1].wanted += rest.split(" | ")
            case "-":
                found[name][-1].unwanted += rest.split(" | ")
    return found


@pytest.mark.parametrize(("name", "turns"), talks().items(), ids=list(talks()))
async def test_the_sum_after_each_message(
    tmp_path: Path, content: Content, name: str, turns: list[Told]
) -> None:
    wrong = []
    async with playing(tmp_path, content) as (core, channel):
        for turn in turns:
            replies = await exchange(core, channel, said(turn.text))
            shown = "\n".join(reply.text for reply in replies).replace("**", "")
            lacks = [words for words in turn.wanted if words not in shown]
            has = [words for words in turn.unwanted if words in shown]
            if lacks or has:
                wrong.append(f"> {turn.text}\n  lacks {lacks}, has {has}:\n{shown}")
    assert not wrong, f"{len(wrong)} of {len(turns)}\n" + "\n\n".join(wrong)
