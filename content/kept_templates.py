"""Templates of our own made ready once on a machine, each when it is first said: what Jinja makes
of one takes a hundredth of a second, in the middle of somebody's turn (docs/adr/0020).

A file each, named by the template, in the cache folder: with a checksum, and with all it was made
of. What is missing, damaged or of another template, program, Jinja or Python is made as ever.
"""

import hashlib
import marshal
import sys
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile
from types import CodeType

from jinja2 import BytecodeCache, Environment
from jinja2.bccache import Bucket

from content.expressions import cache_folder

FOLDER = "templates"
AtHand = dict[tuple[str, str], CodeType]  # by name and checksum
_CHECK = hashlib.sha256().digest_size


class KeptTemplates(BytecodeCache):
    """For an environment whose templates are our own; never for what anybody else writes."""

    def __init__(self, made_by: str, at_hand: AtHand | None = None) -> None:
        """`made_by` is another when what templates are made with is: filters, Jinja. `at_hand`
        keeps in memory what was asked for: several environments then have the same code."""
        self._made_by = f"{made_by} {sys.version}"
        self._at_hand = at_hand

    def load_bytecode(self, bucket: Bucket) -> None:
        """Gives the bucket its code, where it is kept."""
        key = (bucket.key, bucket.checksum)
        if self._at_hand is not None and key in self._at_hand:
            bucket.code = self._at_hand[key]
            return
        self._read(bucket)
        if self._at_hand is not None and bucket.code is not None:
            self._at_hand[key] = bucket.code

    def _read(self, bucket: Bucket) -> None:
        head = self._head(bucket)
        with suppress(OSError, ValueError, EOFError, TypeError):
            kept = self._file(bucket).read_bytes()
            check, code = kept[len(head) :][:_CHECK], kept[len(head) + _CHECK :]
            if kept.startswith(head) and hashlib.sha256(code).digest() == check:
                bucket.code = marshal.loads(code)  # noqa: S302  # our own, as written

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keeps the code of the bucket; where that is not possible, nothing is kept."""
        if self._at_hand is not None and bucket.code is not None:
            self._at_hand[bucket.key, bucket.checksum] = bucket.code
        code = marshal.dumps(bucket.code)
        path = self._file(bucket)
        with suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            with NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as file:
                file.write(self._head(bucket) + hashlib.sha256(code).digest() + code)
            Path(file.name).replace(path)

    def code(self, env: Environment, name: str, source: str) -> CodeType:
        """What a text that is no file becomes; `name` tells it from others. Raises
        jinja2.TemplateError when it has a fault."""
        bucket = self.get_bucket(env, name, None, source)
        if bucket.code is None:
            bucket.code = env.compile(source)
            self.set_bucket(bucket)
        return bucket.code

    def _head(self, bucket: Bucket) -> bytes:
        """All that the code is made of."""
        return hashlib.sha256(f"{self._made_by} {bucket.checksum}".encode()).digest()

    def _file(self, bucket: Bucket) -> Path:
        return cache_folder() / FOLDER / bucket.key
