"""The vector of each key (entry, declined topic, small talk), in a file beside the encoder: they
are fitted anew without it (`refit.py`), as often as wordings change."""

import hashlib
import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import orjson
from numpy.typing import NDArray

NAME = "keys.npz"


def load_keys(path: Path, digest: str) -> tuple[list[str], NDArray[np.float32]]:
    """The keys and a vector of length one for each, of the file with that hash. Raises OSError,
    KeyError or ValueError."""
    data = path.read_bytes()
    if hashlib.sha256(data).hexdigest() != digest:
        raise ValueError("not the keys of its card")
    with np.load(io.BytesIO(data), allow_pickle=False) as stored:
        names: list[str] = orjson.loads(stored["names"].tobytes())
        vectors: NDArray[np.float32] = stored["vectors"]
    if len(names) != len(vectors):
        raise ValueError("keys")
    return names, vectors


def save_keys(folder: Path, vectors: Mapping[str, NDArray[np.float32]]) -> dict[str, Any]:
    """Writes them into the folder; gives back what the card of the encoder says of them."""
    learned = np.stack(list(vectors.values())).astype(np.float32)
    learned /= np.linalg.norm(learned, axis=-1, keepdims=True)
    names = np.frombuffer(orjson.dumps(list(vectors)), dtype=np.uint8)
    whole = io.BytesIO()
    np.savez(whole, allow_pickle=False, names=names, vectors=learned)
    (folder / NAME).write_bytes(whole.getvalue())
    return {"keys": len(vectors), "keys_sha256": hashlib.sha256(whole.getvalue()).hexdigest()}
