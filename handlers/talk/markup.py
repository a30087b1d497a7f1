"""The neutral markup of every text we send: `**bold**`, `- list`, `1. list`, `[text](address)`.

Anything else is plain text; a backslash takes the meaning from the mark after it. Channels turn
the parsed blocks into their own form and escape there, so no text can break a send.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

_INLINE = re.compile(
    r"\\(?P<escaped>[\\*\[\]])"
    r"|\*\*(?P<bold>(?:\\.|[^*\n])+)\*\*"
    r"|\[(?P<label>(?:\\.|[^\]\n])+)\]\((?P<url>https?://[^\s)]+)\)"
)
_UNESCAPE = re.compile(r"\\([\\*\[\]])")
_BULLET = re.compile(r"- +(.*)")
_NUMBERED = re.compile(r"(\d{1,2})\. +(.*)")


_ONE_STAR = re.compile(r"(?<![\w*\\])\*(?=[^\s*])([^*\n]*[^\s*\\])\*(?![\w*])")


def bold_by_one_star(text: str) -> str:
    """`*đậm*` as people type it who know it from their phones -> `**đậm**`; 2*3*4 stays."""
    return _ONE_STAR.sub(r"**\1**", text)


@dataclass(frozen=True, slots=True)
class Span:
    text: str
    bold: bool = False
    url: str = ""


class BlockKind(StrEnum):
    PARAGRAPH = "paragraph"  # `lines` are its lines
    BULLETS = "bullets"  # `lines` are the items
    NUMBERS = "numbers"


@dataclass(frozen=True, slots=True)
class Block:
    kind: BlockKind
    lines: tuple[tuple[Span, ...], ...]


@lru_cache(maxsize=2048)
def parse(text: str) -> tuple[Block, ...]:
    """Neutral text -> blocks. Never fails: what is not markup is text."""
    return tuple(_blocks(text))


def _blocks(text: str) -> Iterator[Block]:
    kind: BlockKind | None = None
    lines: list[tuple[Span, ...]] = []
    for line in text.split("\n"):
        stripped = line.strip()
        heading = stripped.startswith("## ")
        found, content = _classify(stripped)
        if lines and (not stripped or found is not kind or heading):
            yield Block(kind or BlockKind.PARAGRAPH, tuple(lines))
            lines = []
        if stripped:
            kind = found
            lines.append((Span(stripped[3:], bold=True),) if heading else tuple(_spans(content)))
            if heading:
                yield Block(BlockKind.PARAGRAPH, tuple(lines))
                lines = []
    if lines:
        yield Block(kind or BlockKind.PARAGRAPH, tuple(lines))


def _classify(line: str) -> tuple[BlockKind, str]:
    if match := _BULLET.fullmatch(line):
        return BlockKind.BULLETS, match[1]
    if match := _NUMBERED.fullmatch(line):
        return BlockKind.NUMBERS, match[2]
    return BlockKind.PARAGRAPH, line


def _spans(line: str) -> Iterator[Span]:
    plain = ""
    at = 0
    for match in _INLINE.finditer(line):
        plain += line[at : match.start()]
        at = match.end()
        if match["escaped"]:
            plain += match["escaped"]
            continue
        if plain:
            yield Span(plain)
            plain = ""
        if match["bold"]:
            yield Span(_UNESCAPE.sub(r"\1", match["bold"]), bold=True)
        else:
            yield Span(_UNESCAPE.sub(r"\1", match["label"]), url=match["url"])
    plain += line[at:]
    if plain:
        yield Span(plain)


def to_plain(text: str) -> str:
    """Neutral text as plain text: for terminals and platforms without formatting."""
    return "\n\n".join("\n".join(_plain_lines(block)) for block in parse(text))


def _plain_lines(block: Block) -> Iterator[str]:
    for number, spans in enumerate(block.lines, 1):
        line = "".join(f"{span.text} ({span.url})" if span.url else span.text for span in spans)
        match block.kind:
            case BlockKind.PARAGRAPH:
                yield line
            case BlockKind.BULLETS:
                yield f"- {line}"
            case BlockKind.NUMBERS:
                yield f"{number}. {line}"


def split(text: str, limit: int) -> list[str]:
    """Cuts neutral text into parts of at most `limit` characters, between paragraphs if it can,
    else between lines, else between words, else anywhere. Nothing but white space is lost."""
    parts: list[str] = []
    rest = text.strip()
    while len(rest) > limit:
        cut = next(
            (at for mark in ("\n\n", "\n", " ") if (at := rest.rfind(mark, 1, limit + 1)) > 0),
            limit,
        )
        parts.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return [*parts, rest] if rest or not parts else parts
