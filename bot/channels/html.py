"""Neutral markup as HTML for our own pages."""

import html

from handlers.talk.markup import Block, BlockKind, Span, parse


def to_html(text: str) -> str:
    """Neutral markup -> HTML for the page; everything else escaped."""
    return "".join(_block(block) for block in parse(text))


def _block(block: Block) -> str:
    lines = [_line(spans) for spans in block.lines]
    match block.kind:
        case BlockKind.PARAGRAPH:
            return f"<p>{'<br>'.join(lines)}</p>"
        case BlockKind.BULLETS:
            return f"<ul>{''.join(f'<li>{line}</li>' for line in lines)}</ul>"
        case BlockKind.NUMBERS:
            return f"<ol>{''.join(f'<li>{line}</li>' for line in lines)}</ol>"


def _line(spans: tuple[Span, ...]) -> str:
    return "".join(_span(span) for span in spans)


def _span(span: Span) -> str:
    text = html.escape(span.text)
    if span.bold:
        return f"<strong>{text}</strong>"
    if span.url:
        return f'<a href="{html.escape(span.url)}" rel="noopener noreferrer">{text}</a>'
    return text
