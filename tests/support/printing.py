"""Papers as they come out of a printer: their pages, and where the words on them stand."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from content.documents import pdf


def need_printer() -> None:
    """LibreOffice, and what reads its pages."""
    if not pdf.program() or not shutil.which("pdftotext"):
        if os.environ.get("CI"):
            pytest.fail("LibreOffice is missing; in CI this test must run")
        pytest.skip("LibreOffice is missing: sudo deploy/install-office")


@dataclass(frozen=True)
class Page:
    """Of a printed paper: its size, and the words on it with where they stand, in points."""

    width: float
    height: float
    words: list[tuple[float, float, str]]

    @property
    def text(self) -> str:
        return "".join(word for *_, word in self.words)  # it parts words at marks


_PAGE = re.compile(r'<page width="([\d.]+)" height="([\d.]+)">(.*?)</page>', re.S)
_WORD = re.compile(
    r'<word xMin="([\d.]+)" yMin="[\d.]+" xMax="([\d.]+)" yMax="[\d.]+">(.*?)</word>'
)


def printed(files: Mapping[str, bytes], folder: Path) -> dict[str, list[Page]]:
    """All at once: LibreOffice takes longer to start than to print."""
    for name, data in files.items():
        (folder / name).write_bytes(data)
    own = f"-env:UserInstallation={(folder / 'own').as_uri()}"
    paths = [str(folder / name) for name in files]
    subprocess.run(
        [pdf.program(), "--headless", own, "--convert-to", "pdf", "--outdir", str(folder), *paths],
        capture_output=True,
        check=True,
    )
    return {name: list(_pages((folder / name).with_suffix(".pdf"))) for name in files}


def _pages(path: Path) -> Iterator[Page]:
    shown = subprocess.run(
        ["pdftotext", "-bbox", str(path), "-"],  # noqa: S607  # wherever it is installed
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    for width, height, inside in _PAGE.findall(shown):
        words = [(float(left), float(right), text) for left, right, text in _WORD.findall(inside)]
        yield Page(float(width), float(height), words)
