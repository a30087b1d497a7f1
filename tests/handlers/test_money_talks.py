"""What owners tell of their money over several messages: after each the sum, or the one question.
The talks named `c` and `l` are those of people who had never seen the program (`talks/*.txt`)."""

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from content.library import Content
from tests.support.play import exchange, playing, said

FOLDER = Path(__file__).parent / "talks"


@dataclass
class Told:
    """A message, what its reply must say and what it must not."""

    text: str
    wanted: list[str] = field(default_factory=list)
    unwanted: list[str] = field(default_factory=list)

    def problem_with(self, reply: str) -> str:
        """What is wrong with a reply; "" for nothing."""
        shown = reply.replace("**", "")
        lacks = [words for words in self.wanted if words not in shown]
        has = [words for words in self.unwanted if words in shown]
        return f"> {self.text}\n  lacks {lacks}, has {has}:\n{shown}" if lacks or has else ""


def read_talks(*names: str) -> dict[str, list[Told]]:
    """The talks of some files: `#` a name, `>` a message, `+` what its reply must say, `-` what it
    must not."""
    found: dict[str, list[Told]] = {}
    name = ""
    lines = "\n".join((FOLDER / one).read_text(encoding="utf-8") for one in names)
    for line in lines.splitlines():
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


TALKS = read_talks("money.txt", "owners.txt", "markets.txt", "loosely.txt")


@pytest.mark.parametrize(("name", "turns"), TALKS.items(), ids=list(TALKS))
async def test_the_sum_after_each_message(
    tmp_path: Path, content: Content, name: str, turns: list[Told]
) -> None:
    wrong = []
    async with playing(tmp_path, content) as (core, channel):
        for turn in turns:
            replies = await exchange(core, channel, said(turn.text))
            if problem := turn.problem_with("\n".join(reply.text for reply in replies)):
                wrong.append(problem)
    assert not wrong, f"{len(wrong)} of {len(turns)}\n" + "\n\n".join(wrong)
