"""What a form asks is a template over what it remembers: it reads nothing the memory lacks."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, get_type_hints

import jinja2
import pytest
from jinja2 import nodes

from content.library import Content
from content.revenue.told import Lack
from handlers.places import FLOWS
from handlers.tools.tax import Sums, TaxStep


def read_of_memory(words: Any, name: str) -> Iterator[str]:
    """The fields of `memory` that a template reads, and those it includes."""
    source, _, _ = words.loader.get_source(words, name)
    tree = words.parse(source)
    for got in tree.find_all(nodes.Getattr):
        if isinstance(got.node, nodes.Name) and got.node.name == "memory":
            yield got.attr
    for included in tree.find_all(nodes.Include):
        if isinstance(included.template, nodes.Const):
            yield from read_of_memory(words, included.template.value)


@pytest.mark.parametrize("name", sorted(FLOWS))
def test_no_question_reads_what_its_memory_lacks(name: str, content: Content) -> None:
    words = content.words._env
    flow = FLOWS[name]
    remembers = get_type_hints(type(flow).begin)["return"]
    steps = get_type_hints(remembers)["step"]
    for step in steps:
        try:
            read = set(read_of_memory(words, f"{flow.name}/{step}.j2"))
        except jinja2.TemplateNotFound:
            continue
        assert read <= set(dir(remembers)) | set(remembers.__dataclass_fields__), step


@pytest.mark.parametrize("lack", list(Lack))
def test_whatever_a_figure_lacks_the_tax_tool_asks_for_it(lack: Lack, content: Content) -> None:
    memory = replace(Sums(TaxStep.REVENUE), lack=str(lack), amount=500_000, number="45")
    text = content.words.say("tax/revenue", memory=memory, trades=content.trades)
    assert "?" in text and (lack is not Lack.UNIT or "45 nghìn" in text)
