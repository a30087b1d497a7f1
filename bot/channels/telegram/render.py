"""Reply -> what Telegram shows: HTML that is always balanced, and a keyboard that always fits."""

import html
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from handlers.talk.markup import Block, BlockKind, Span, parse
from handlers.talk.messages import Choice, Reply

LABEL_LIMIT = 60


def keyboard(reply: Reply) -> list[list[dict[str, str]]]:
    """Long labels stand alone; short ones share a row in pairs."""
    rows: list[list[dict[str, str]]] = []
    pair: list[dict[str, str]] = []
    for choice in reply.choices:
        button = {"text": _label(choice), "callback_data": reply.tap(choice)}
        if len(choice.label) > 16:
            rows += [pair] if pair else []
            rows.append([button])
            pair = []
        else:
            pair.append(button)
            if len(pair) == 2:
                rows.append(pair)
                pair = []
    return [*rows, pair] if pair else rows


def _label(choice: Choice) -> str:
    label = f"{choice.key}. {choice.label}" if choice.key else choice.label
    return label if len(label) <= LABEL_LIMIT else label[: LABEL_LIMIT - 1] + "…"


@lru_cache(maxsize=256)  # a broadcast says the same to thousands
def to_call(reply: Reply) -> dict[str, Any]:
    """What `sendMessage` takes, without the chat; not to be changed."""
    call: dict[str, Any] = {
        "text": to_html(reply),
        "parse_mode": "HTML",
        "link_preview_options": {"is_disabled": True},
    }
    if reply.choices:
        call["reply_markup"] = {"inline_keyboard": keyboard(reply)}
    return call


def to_html(reply: Reply) -> str:
    """Neutral markup -> the HTML Telegram takes; always balanced, everything else escaped.

    Choices too long for a button are also written out in full.
    """
    parts = [_block(block) for block in parse(reply.text)]
    cut = [choice for choice in reply.choices if len(_label(choice)) == LABEL_LIMIT]
    if cut:
        parts.append("\n".join(f"{_mark(c)} {_escape(c.label)}" for c in cut))
    if reply.footer:
        parts.append(f"<i>{_escape(reply.footer)}</i>")
    return "\n\n".join(parts)


def _mark(choice: Choice) -> str:
    return f"{choice.key}." if choice.key else "•"


def _block(block: Block) -> str:
    marks = {BlockKind.PARAGRAPH: "", BlockKind.BULLETS: "• "}
    return "\n".join(
        marks.get(block.kind, f"{number}. ") + _line(spans)
        for number, spans in enumerate(block.lines, 1)
    )


def _line(spans: Sequence[Span]) -> str:
    return "".join(_span(span) for span in spans)


def _span(span: Span) -> str:
    text = _escape(span.text)
    if span.bold:
        return f"<b>{text}</b>"
    return f'<a href="{html.escape(span.url)}">{text}</a>' if span.url else text


def _escape(text: str) -> str:
    return html.escape(text, quote=False)
