"""What may stand between `{{ }}` and `{% %}` of an answer that somebody wrote in the console:
facts, days, offices and how they are shown. An answer is a template and templates can do much more,
so all that is not named here is refused, and what passes runs in a sandbox."""

from typing import Any

from jinja2 import Environment, nodes
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment

NAMES = ("fact", "fact_on", "today", "ward")
_NODES = (
    *(nodes.Template, nodes.Output, nodes.TemplateData, nodes.Const, nodes.If, nodes.CondExpr),
    *(nodes.Slice, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not, nodes.Neg),
    *(nodes.Add, nodes.Sub, nodes.Mul, nodes.Div, nodes.FloorDiv, nodes.Mod),
)


class _Sandbox(ImmutableSandboxedEnvironment):
    intercepted_binops = frozenset(["*"])

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """A text times a number fills the memory. Raises SecurityError."""
        if isinstance(left, str) or isinstance(right, str):
            raise SecurityError(operator)
        return super().call_binop(context, operator, left, right)


def sandbox(env: Environment) -> Environment:
    """An environment that knows the same filters and globals, and reads no files."""
    made = _Sandbox(
        undefined=env.undefined, trim_blocks=env.trim_blocks, lstrip_blocks=env.lstrip_blocks
    )
    made.filters = dict(env.filters)
    made.globals["ward"] = env.globals["ward"]
    return made


def strange_in(env: Environment, text: str) -> str:
    """The first thing in a text that may not stand there; "" for none. Raises TemplateError."""
    return next((said for node in _walk(env.parse(text)) if (said := _strange(node, env))), "")


def _walk(node: nodes.Node) -> Any:
    yield node
    for child in node.iter_child_nodes():
        yield from _walk(child)


def _strange(node: nodes.Node, env: Environment) -> str:
    match node:
        case nodes.Name(name=name):
            return "" if name in NAMES else str(name)
        case nodes.Filter(name=name):
            return "" if name in env.filters and not node.args and not node.kwargs else str(name)
        case nodes.Getattr(attr=attr):
            return str(attr) if attr.startswith("_") else ""
        case nodes.Getitem(arg=nodes.Const(value=key)):
            return str(key) if str(key).startswith("_") else ""
        case nodes.Getitem(arg=nodes.Slice(start=start, stop=stop, step=None)):
            bounds = [one for one in (start, stop) if one is not None]
            return "" if all(isinstance(one, nodes.Const) for one in bounds) else "[:]"
        case nodes.Call(args=[nodes.Const()], kwargs=[], dyn_args=None, dyn_kwargs=None):
            return "" if _may_be_called(node.node) else "()"
        case _ if isinstance(node, _NODES):
            return ""
    return type(node).__name__


def _may_be_called(node: nodes.Node) -> bool:
    match node:
        case nodes.Name(name="fact" | "fact_on"):
            return True
        case nodes.Getattr(node=nodes.Name(name="ward"), attr="office"):
            return True
    return False
