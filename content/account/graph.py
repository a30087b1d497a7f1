"""The trained tagger -> the graph onnxruntime runs: the layers of the encoder's graph, each token
seeing its own message and those before it, and a softmax at every number."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import numpy_helper, parser

from content.encoder.graph import Arrays, held, layers_of, steps

_HEADS = ("role", "time", "mends")
_AFTER = "    numbers = Gather <axis = 0> ({x}, asked)\n"
_HEAD = """
    {to}_scores = Gemm <transB = 1> (numbers, {to}_weight, {to}_bias)
    {to} = Softmax <axis = -1> ({to}_scores)
"""
_WHOLE = """<ir_version: 10, opset_import: ["" : 21]>
heard (int64[pieces] rows, float[words, pieces] shares, float[words, words] unseen,
       int64[numbers] asked)
    => (float[numbers, {role}] role, float[numbers, {time}] time, float[numbers, {mends}] mends) {{
{nodes}}}"""


def write(path: Path, body: Arrays, heads: Arrays, told: Mapping[str, Sequence[str]]) -> None:
    """Writes the graph of a trained body and its heads (`role.weight`, `role.bias` ...), with what
    is told of it: `tokens`, `roles`, `times`."""
    nodes, x = steps(layers_of(body))
    text = "".join([nodes, _AFTER.format(x=x), *(_HEAD.format(to=name) for name in _HEADS)])
    sizes = {name: len(heads[f"{name}.bias"]) for name in _HEADS}
    model = parser.parse_model(_WHOLE.format(nodes=text, **sizes))
    arrays: dict[str, NDArray[np.generic]] = {
        **held(body), **{name.replace(".", "_"): value for name, value in heads.items()},
    }  # fmt: skip
    model.graph.initializer.extend(
        numpy_helper.from_array(np.ascontiguousarray(array), name) for name, array in arrays.items()
    )
    onnx.helper.set_model_props(model, {name: json.dumps(list(of)) for name, of in told.items()})
    onnx.checker.check_model(model)
    path.write_bytes(model.SerializeToString(deterministic=True))
