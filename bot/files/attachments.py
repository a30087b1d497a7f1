"""Pictures and documents that go with a broadcast or an answer: checked, kept in files. Those of a
broadcast are served to anybody who has the address (what is sent to thousands is no secret)."""

import io
import logging
import secrets
import zipfile
from collections.abc import Callable, Collection
from pathlib import Path

from bot.files.decoding import Decoder, PhotoRefused, Refusal, checked
from bot.files.store import read_whole, write_whole
from bot.running.pool import Pool

log = logging.getLogger(__name__)

LARGEST = 5 * 1024 * 1024  # a document; what Zalo takes at most
DOCX = "word/document.xml"
MACROS = "vbaProject.bin"  # a program in a document: such a file is not taken
KINDS = {
    "jpg": "image/jpeg",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
_WHY = {
    Refusal.TOO_LARGE: "attachment_too_large",
    Refusal.TOO_SLOW: "attachment_too_slow",
    Refusal.NOT_KEPT: "attachment_not_kept",
    Refusal.IDENTITY: "attachment_identity",
}


class AttachmentRefused(Exception):
    """Not a picture, PDF or Word file we can take, or the disk does not take it; the message is a
    name in `console.j2`."""


class AttachmentStore:
    """A folder of attachments with names nobody can guess."""

    def __init__(
        self,
        folder: Path,
        decoder: Decoder | None = None,
        check: Callable[[bytes], bytes] = checked,
    ) -> None:
        self._folder, self._check = folder, check
        self._decoder = decoder or Decoder()
        self._disk = Pool("attachments", 2, 30)

    async def keep(self, data: bytes, kinds: Collection[str] = KINDS) -> str:
        """Checks and keeps a file, one of these kinds -> its name. Raises AttachmentRefused,
        whatever the file is and whatever the disk does."""
        try:
            async with self._decoder.place():
                return await self._decoder.run(lambda: self._keep(data, kinds))
        except PhotoRefused as error:
            raise AttachmentRefused("attachment_busy") from error

    def _keep(self, data: bytes, kinds: Collection[str]) -> str:
        if len(data) > LARGEST:
            raise AttachmentRefused("attachment_too_large")
        kind, data = _checked(data, self._check)
        if kind not in kinds:
            raise AttachmentRefused("attachment_kind")
        name = f"{secrets.token_urlsafe(18)}.{kind}"
        try:
            write_whole(self._folder, name, data)
        except OSError as error:
            log.error("an attachment could not be kept: %s", error.strerror)
            raise AttachmentRefused("attachment_not_kept") from error
        return name

    async def path(self, name: str) -> Path | None:
        """Where the file is, to be sent piece by piece; None when there is none. Raises Busy."""
        path = self._folder / Path(name).name
        return path if await self._disk.run(path.is_file) else None

    def read(self, name: str) -> bytes | None:
        return read_whole(self._folder / Path(name).name)


def in_either(*folders: Path) -> Callable[[str], bytes | None]:
    """What reads a file by its name, in whichever of these folders it is: those of broadcasts, and
    of answers."""
    stores = [AttachmentStore(folder) for folder in folders]

    def read(name: str) -> bytes | None:
        found = (store.read(name) for store in stores)
        return next((data for data in found if data is not None), None)

    return read


def media_type(name: str) -> str:
    return KINDS.get(name.rpartition(".")[2], "application/octet-stream")


def _checked(data: bytes, check: Callable[[bytes], bytes]) -> tuple[str, bytes]:
    if data.startswith(b"%PDF-"):
        return "pdf", data
    if data.startswith(b"PK"):
        if _is_word(data):
            return "docx", data
        raise AttachmentRefused("attachment_kind")
    try:
        return "jpg", check(data)
    except PhotoRefused as error:
        raise AttachmentRefused(_WHY.get(error.why, "attachment_kind")) from error


def _is_word(data: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            names = packed.namelist()
            return DOCX in names and not any(name.endswith(MACROS) for name in names)
    except Exception:
        # As with pictures: a broken file brings more out of the reader than BadZipFile.
        return False
