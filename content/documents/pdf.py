"""A Word document or a spreadsheet as PDF, by LibreOffice where it is installed. It is never
needed: without it papers are handed out as they are."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

WITHIN_S = 180
_IN_MEMORY = Path("/dev/shm")  # noqa: S108  # what holds names is written to no disk
_PROGRAMS = ("soffice", "libreoffice")


class NoPdf(Exception):
    """LibreOffice did not make one; the message is what it said."""


def program() -> str:
    """Where LibreOffice is; "" where it is not installed."""
    return next((found for name in _PROGRAMS if (found := shutil.which(name))), "")


def to_pdf(name: str, data: bytes) -> bytes:
    """The PDF of a file whose `name` ends in .docx or .xlsx. Takes seconds: call it beside the
    traffic. Raises NoPdf."""
    at = program()
    if not at:
        raise NoPdf("not installed")
    where = _IN_MEMORY if os.access(_IN_MEMORY, os.W_OK) else None
    with tempfile.TemporaryDirectory(dir=where) as made:
        folder = Path(made)
        source = folder / f"paper{Path(name).suffix}"
        source.write_bytes(data)
        try:
            done = subprocess.run(  # noqa: S603  # a fixed command over a file of our own
                [
                    *(at, "--headless", f"-env:UserInstallation={(folder / 'own').as_uri()}"),
                    *("--convert-to", "pdf", "--outdir", made, str(source)),
                ],
                capture_output=True,
                timeout=WITHIN_S,
                check=False,
            )
        except subprocess.TimeoutExpired as late:
            raise NoPdf("took too long") from late
        pdf = source.with_suffix(".pdf")
        if not pdf.exists():
            raise NoPdf(done.stderr.decode("utf-8", "replace")[-500:])
        return pdf.read_bytes()
