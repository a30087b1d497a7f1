"""The trained weights -> the graph onnxruntime runs. Needs onnx, to build it only.

Matrices are eight bits with a scale a row, and are multiplied as such. What is multiplied with them
is brought to eight bits while it runs, each token by its own largest number: with one scale for all
of them a few loud tokens drown the others.
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import numpy_helper, parser

from content.encoder.eight_bits import narrowed

HEADS = 12
_LINEAR = """
    {to}_loud = Abs ({x})
    {to}_loudest = ReduceMax <keepdims = 1> ({to}_loud, last)
    {to}_even = Div ({x}, {to}_loudest)
    {to}_narrow, {to}_scale, {to}_zero = DynamicQuantizeLinear ({to}_even)
    {to}_whole = MatMulInteger ({to}_narrow, {to}_rows, {to}_zero)
    {to}_wide = Cast <to = 1> ({to}_whole)
    {to}_both = Mul ({to}_scale, {to}_scales)
    {to}_each = Mul ({to}_wide, {to}_both)
    {to}_again = Mul ({to}_each, {to}_loudest)
    {to} = Add ({to}_again, {to}_bias)
"""
_NORM = "    {to} = LayerNormalization <epsilon = 1e-12> ({x}, {to}_weight, {to}_bias)\n"
_BEFORE = """
    taken = Gather (table_rows, rows)
    taken_wide = Cast <to = 1> (taken)
    taken_scales = Gather (table_scales, rows)
    pieces = Mul (taken_wide, taken_scales)
    words = MatMul (shares, pieces)
    length = Shape <start = 0, end = 1> (shares)
    here = Slice (places, nought, length)
    placed = Add (words, here)
"""
_SEEING = """
    {at}_parts = Reshape ({at}_qkv, by_head)
    {at}_turned = Transpose <perm = [1, 2, 0, 3]> ({at}_parts)
    {at}_q, {at}_k, {at}_v = Split <axis = 0, num_outputs = 3> ({at}_turned)
    {at}_less = Mul ({at}_q, root)
    {at}_across = Transpose <perm = [0, 1, 3, 2]> ({at}_k)
    {at}_close = MatMul ({at}_less, {at}_across)
    {at}_open = Add ({at}_close, unseen)
    {at}_weights = Softmax <axis = -1> ({at}_open)
    {at}_heads = MatMul ({at}_weights, {at}_v)
    {at}_back = Transpose <perm = [0, 2, 1, 3]> ({at}_heads)
    {at}_seen = Reshape ({at}_back, flat)
"""
_SUM = "    {to} = Add ({x}, {y})\n"
_GELU = '    {at}_bent = Gelu <approximate = "tanh"> ({at}_up)\n'
_AFTER = """
    mean = ReduceMean <keepdims = 0> ({x}, first)
    moved = Sub (mean, middle)
    vector = LpNormalization <axis = -1, p = 2> (moved)
"""
_WHOLE = """<ir_version: 10, opset_import: ["" : 21]>
encoder (int64[pieces] rows, float[words, pieces] shares)
    => (float[{width}] vector) {{
{nodes}}}"""

Arrays = Mapping[str, NDArray[np.float32]]


def write(path: Path, body: Arrays, middle: NDArray[np.float32], tokens: Sequence[str]) -> int:
    """Writes the graph of a trained body; gives back how many layers it has. `body` is named as in
    `train.py: Body`."""
    count = layers_of(body)
    nodes, x = steps(count)
    text = nodes + _AFTER.format(x=x)
    model = parser.parse_model(_WHOLE.format(nodes=text, width=len(middle)))
    arrays = {**held(body), "middle": middle, "unseen": np.array(0, np.float32)}
    model.graph.initializer.extend(
        numpy_helper.from_array(np.ascontiguousarray(array), name) for name, array in arrays.items()
    )
    onnx.helper.set_model_props(model, {"tokens": json.dumps(list(tokens))})
    onnx.checker.check_model(model)
    path.write_bytes(model.SerializeToString(deterministic=True))
    return count


def layers_of(body: Arrays) -> int:
    """How many layers a body has."""
    return 1 + max(int(name.split(".")[1]) for name in body if name.startswith("layers."))


def steps(count: int) -> tuple[str, str]:
    """The steps of so many layers, in the text form of onnx, and the name of what comes out. They
    ask for `unseen`: what is added to how close each token is to each."""
    text, x = [_BEFORE, _NORM.format(to="norm", x="placed")], "norm"
    for number in range(count):
        at = f"layers_{number}"
        text += [
            _LINEAR.format(to=f"{at}_qkv", x=x), _SEEING.format(at=at),
            _LINEAR.format(to=f"{at}_out", x=f"{at}_seen"),
            _SUM.format(to=f"{at}_sum1", x=x, y=f"{at}_out"),
            _NORM.format(to=f"{at}_norm1", x=f"{at}_sum1"),
            _LINEAR.format(to=f"{at}_up", x=f"{at}_norm1"), _GELU.format(at=at),
            _LINEAR.format(to=f"{at}_down", x=f"{at}_bent"),
            _SUM.format(to=f"{at}_sum2", x=f"{at}_norm1", y=f"{at}_down"),
            _NORM.format(to=f"{at}_norm2", x=f"{at}_sum2"),
        ]  # fmt: skip
        x = f"{at}_norm2"
    return "".join(text), x


def held(body: Arrays) -> dict[str, NDArray[np.generic]]:
    """What the steps name: the weights, and the numbers they need."""
    width = body["table"].shape[1]
    arrays: dict[str, NDArray[np.generic]] = {
        "by_head": np.array([0, 3, HEADS, width // HEADS]), "flat": np.array([-1, width]),
        "root": np.array((width // HEADS) ** -0.5, np.float32),
        "nought": np.array([0]), "first": np.array([0]), "last": np.array([-1]),
    }  # fmt: skip
    for name, value in body.items():
        plain = name.removesuffix(".weight").replace(".", "_")
        if plain == "places":
            arrays[plain] = value
        elif plain == "table":
            rows, scales = narrowed(value)
            arrays |= {"table_rows": rows, "table_scales": scales[:, None]}
        elif value.ndim > 1:
            rows, scales = narrowed(value)
            arrays |= {f"{plain}_rows": rows.T, f"{plain}_scales": scales}
        else:
            arrays[name.replace(".", "_")] = value
    return arrays
