"""The encoder as it runs: one message at a time, by onnxruntime, on one core.

A message becomes a vector of length one in which messages that ask the same lie close; each key
(entry, declined topic, small talk) has a vector there. `graph.py` wrote the file; its card beside
it says by a hash which file it is.
"""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import orjson
from numpy.typing import NDArray

from content.encoder.tokens import Vocabulary

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

FILE = Path(__file__).with_name("encoder.onnx")
_ERRORS_ONLY = 3  # of what the library logs

Matrix = NDArray[np.float32]


class Encoder:
    """Words -> a vector of length one, and the learned vectors of the keys."""

    def __init__(self, session: "InferenceSession") -> None:
        """`session` runs what `graph.py` wrote. Raises KeyError or ValueError when it is not."""
        told = session.get_modelmeta().custom_metadata_map
        self.keys: list[str] = orjson.loads(told["keys"])
        self.vocabulary = Vocabulary(orjson.loads(told["tokens"]))
        self._session = session
        self.key_vectors = self._run("key_vectors", [[self.vocabulary.unknown]])
        if len(self.keys) != len(self.key_vectors):
            raise ValueError("keys")

    @classmethod
    def load(cls, path: Path = FILE) -> "Encoder":
        """Reads the file. Raises ImportError without the library; OSError, KeyError or ValueError
        when the file or its card is missing or damaged."""
        return cls(_session(_whole(path)))

    def vector(self, words: Sequence[str]) -> Matrix:
        """What lower-case words mean, marked or not: a vector of length one."""
        known = self.vocabulary
        before = [[row] for row in known.before]
        return self._run("vector", [*before, *map(known.rows, words), known.after])

    def _run(self, wanted: str, tokens: Sequence[Sequence[int]]) -> Matrix:
        """`tokens`: of each the rows of the table whose mean it is."""
        rows = [row for token in tokens for row in token]
        counts = [len(token) for token in tokens]
        shares = np.zeros((len(tokens), len(rows)), np.float32)
        shares[np.repeat(np.arange(len(tokens)), counts), np.arange(len(rows))] = np.repeat(
            1 / np.array(counts, np.float32), counts
        )
        found: Matrix = self._session.run(
            [wanted], {"rows": np.array(rows, np.int64), "shares": shares}
        )[0]
        return found


def _whole(path: Path) -> Path:
    """The file, when it is the one its card names. Raises OSError, KeyError, ValueError."""
    card = orjson.loads(path.with_suffix(".json").read_bytes())
    with path.open("rb") as file:
        if hashlib.file_digest(file, "sha256").hexdigest() != card["sha256"]:
            raise ValueError("not the file of its card")
    return path


def _session(file: Path) -> "InferenceSession":
    """Raises ImportError without the library, ValueError when it cannot run this."""
    import onnxruntime  # words and the table do without it

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False  # would keep what the longest message took
    options.log_severity_level = _ERRORS_ONLY
    try:
        # By its path: bytes given to a session are kept beside what it makes of them.
        return onnxruntime.InferenceSession(file, options, providers=["CPUExecutionProvider"])
    except Exception as error:  # of classes of its own
        raise ValueError(str(error)) from error
