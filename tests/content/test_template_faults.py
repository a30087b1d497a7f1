"""What is wrong with the template of an answer is found where it stands, and said without Jinja."""

from datetime import date

import pytest

from content.library import Content
from content.template_faults import TemplateFaultKind, find_fault, pieces, reading

K = TemplateFaultKind
DAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("text", "kind", "place"),
    [
        ('{% if today %}\nmột\n{{ fact("luong_co_so") }}', K.NO_END, "{% if today %}"),
        ("một\nhai {% endif %}", K.NO_BEGINNING, "hai {% endif %}"),
        ('Nộp {{ fact("luong_co_so") | vnd thôi.', K.BRACKET, '{{ fact("luong_co_so") | vnd thôi.'),
        ('Nộp {{ fact("luong_co_so") | vnd } nhé', K.BRACKET, '{{ fact("luong_co_so") | vnd } nhé'),
        ("Nộp fact }} nhé", K.BRACKET, "Nộp fact }}"),
        ('{{ fact("luong_co_so") | tien }}', K.FILTER, '{{ fact("luong_co_so") | tien }}'),
        ('{{ fact("luong_co_soo") }}', K.NO_FIGURE, '{{ fact("luong_co_soo") }}'),
        ("{{ ward.__class__ }}", K.STRANGE, "{{ ward.__class__ }}"),
        ('{{ fact("luong_co_so") | day }}', K.VALUE, '{{ fact("luong_co_so") | day }}'),
        ('{{ fact("luong_co_so" | vnd }}', K.OTHER, '{{ fact("luong_co_so" | vnd }}'),
        ('Nộp {{ fact("luong_co_so") | vnd }}.', None, ""),
    ],
)
def test_a_fault_is_named_with_its_place(
    content: Content, text: str, kind: TemplateFaultKind | None, place: str
) -> None:
    facts = content.knowledge.facts
    found = find_fault(content.shelf.env, text, facts, facts.as_of(DAY))
    assert (found.kind if found else None, found.place if found else "") == (kind, place)


def test_a_figure_that_may_be_meant_is_named(content: Content) -> None:
    facts = content.knowledge.facts
    found = find_fault(content.shelf.env, '{{ fact("luong_coso") }}', facts, facts.as_of(DAY))
    assert found is not None and found.near == facts["luong_co_so"].meaning


def test_it_is_said_what_each_place_reads_like(content: Content) -> None:
    env, values = content.shelf.env, content.knowledge.facts.as_of(DAY)
    text = 'Nộp {{ fact("luong_co_so") | vnd }}, {{ fact("luong_co_so") | vnd }}.'
    said = reading(env, text, values)
    assert said is not None and "{{" not in said
    (only,) = pieces(env, text, values)
    assert only.reads is not None and only.reads in said
    assert reading(env, "{{ ward.__class__ }}", values) is None
