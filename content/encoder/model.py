"""The encoder as it runs: one message at a time, by onnxruntime, on one core.

A message becomes a vector of length one in which messages that ask the same lie close; each key
has a vector there (`keys.py`). `graph.py` wrote the file; its card beside it says by hashes which
files they are.
"""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import orjson
from numpy.typing import NDArray

from content.encoder.keys import NAME, load_keys
from content.encoder.tokens import Vocabulary

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

FILE = Path(__file__).with_name("encoder.onnx")
_ERRORS_ONLY = 3  # of what the library logs

Matrix = NDArray[np.float32]


class Encoder:
    """Words -> a vector of length one, and the learned vectors of the keys."""

    def __init__(
        self, session: "InferenceSession", keys: Sequence[str], key_vectors: Matrix
    ) -> None:
        """`session` runs what `graph.py` wrote. Raises KeyError or ValueError when it is not."""
        told = session.get_modelmeta().custom_metadata_map
        self.vocabulary = Vocabulary(orjson.loads(told["tokens"]))
        self.keys, self.key_vectors = keys, key_vectors
        self._session = session

    @classmethod
    def load(cls, path: Path = FILE) -> "Encoder":
        """Reads the file and its keys. Raises ImportError without the library; OSError, KeyError or
        ValueError when one of them or their card is missing or damaged."""
        card = orjson.loads(path.with_suffix(".json").read_bytes())
        keys = load_keys(path.with_name(NAME), card["keys_sha256"])
        return cls(session_of(whole(path, card["sha256"])), *keys)

    def vector(self, words: Sequence[str]) -> Matrix:
        """What lower-case words mean, marked or not: a vector of length one."""
        known = self.vocabulary
        before = [[row] for row in known.before]
        return self._run([*before, *map(known.rows, words), known.after])

    def _run(self, tokens: Sequence[Sequence[int]]) -> Matrix:
        """`tokens`: of each the rows of the table whose mean it is."""
        found: Matrix = self._session.run(["vector"], rows_and_shares(tokens))[0]
        return found


def rows_and_shares(tokens: Sequence[Sequence[int]]) -> dict[str, NDArray[Any]]:
    """The rows of the table, and how much of each token is one of them: what a graph takes in."""
    rows = [row for token in tokens for row in token]
    counts = [len(token) for token in tokens]
    shares = np.zeros((len(tokens), len(rows)), np.float32)
    shares[np.repeat(np.arange(len(tokens)), counts), np.arange(len(rows))] = np.repeat(
        1 / np.array(counts, np.float32), counts
    )
    return {"rows": np.array(rows, np.int64), "shares": shares}


def whole(path: Path, digest: str) -> Path:
    """The file, when it is the one its card names. Raises OSError, ValueError."""
    with path.open("rb") as file:
        if hashlib.file_digest(file, "sha256").hexdigest() != digest:
            raise ValueError("not the file of its card")
    return path


def session_of(file: Path) -> "InferenceSession":
    """What runs a graph, on one thread. Raises ImportError without the library, ValueError when it
    cannot run this."""
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
