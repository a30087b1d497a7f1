"""Parts of a Word document that come by the thousand, as text: put into the file as it is written.
As trees a thousand letters took 150 MB."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from docx.document import Document as Doc
from lxml import etree  # type: ignore[import-untyped]  # comes with python-docx, without types

_MARK = "pieces "
_MARKED = re.compile(rb"<!--pieces (\d+)-->")
_DECLARED = re.compile(r' xmlns:(\w+)="([^"]*)"')


class Pieces:
    """What stands in one document as text."""

    def __init__(self, document: Doc) -> None:
        self._known: Mapping[str | None, str] = document.element.nsmap
        self._held: list[list[bytes]] = []

    def put(self, pieces: Iterable[str]) -> Any:
        """Stands in the tree where these elements go, each without the prefixes its document
        declares. Of pieces made as they are asked for only one is here as text at a time."""
        self._held.append([piece.encode() for piece in pieces])
        return etree.Comment(f"{_MARK}{len(self._held) - 1}")

    def text_of(self, element: Any) -> str:
        """An element as `put` takes it."""
        text: str = etree.tostring(element, encoding="unicode", with_tail=False)
        return _DECLARED.sub(
            lambda found: "" if self._known.get(found[1]) == found[2] else found[0], text
        )

    def into(self, xml: bytes) -> Iterator[bytes]:
        """The XML of the document with all of them in their places."""
        for place, part in enumerate(_MARKED.split(xml)):
            if place % 2:
                yield from self._held[int(part)]
            else:
                yield part


def is_mark(element: Any) -> bool:
    """Whether it only says where such parts go."""
    return element.tag is etree.Comment
