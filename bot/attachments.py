"""Pictures and documents that go with a broadcast: checked, kept in files, served to anybody who
has the address (what is sent to thousands is no secret)."""

import asyncio
import io
import secrets
import zipfile
from pathlib import Path

from bot.photos import PhotoRefused, checked

LARGEST = 5 * 1024 * 1024  # a document; what Zalo takes at most
DOCX = "word/document.xml"
KINDS = {
    "jpg": "image/jpeg",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


class AttachmentRefused(Exception):
    """Not a picture, PDF or Word file we can take; the message is a name in `console.j2`."""


class AttachmentStore:
    """A folder of attachments with names nobody can guess."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def keep(self, data: bytes) -> str:
        """Checks and keeps a file -> its name. Raises AttachmentRefused."""
        return await asyncio.to_thread(self._keep, data)

    def _keep(self, data: bytes) -> str:
        if len(data) > LARGEST:
            raise AttachmentRefused("attachment_too_large")
        kind, data = _checked(data)
        self._folder.mkdir(parents=True, exist_ok=True)
        name = f"{secrets.token_urlsafe(12)}.{kind}"
        (self._folder / name).write_bytes(data)
        return name

    def read(self, name: str) -> bytes | None:
        path = self._folder / Path(name).name
        return path.read_bytes() if path.is_file() else None


def media_type(name: str) -> str:
    return KINDS.get(name.rpartition(".")[2], "application/octet-stream")


def _checked(data: bytes) -> tuple[str, bytes]:
    if data.startswith(b"%PDF-"):
        return "pdf", data
    if data.startswith(b"PK"):
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as packed:
                if DOCX in packed.namelist():
                    return "docx", data
        except zipfile.BadZipFile as error:
            raise AttachmentRefused("attachment_kind") from error
        raise AttachmentRefused("attachment_kind")
    try:
        return "jpg", checked(data)
    except PhotoRefused as error:
        raise AttachmentRefused("attachment_kind") from error
