"""Several wards of one process: what they share, and what none may hear of another."""

from dataclasses import replace
from datetime import date

import pytest

from bot.web.pages import environment
from content.library import Content
from content.overlay import Published, ward_entry
from content.problems import ContentError
from content.rendering import render_on
from content.ward_parts import WardPart, part_text

DAY = date(2026, 11, 30)


def named(content: Content, name: str) -> Content:
    ward = content.shelf.files.ward
    offices = {key: replace(one, name=f"{one.name} {name}") for key, one in ward.offices.items()}
    return content.in_ward(replace(ward, name=name, offices=offices))


def test_each_ward_says_its_own_name_in_the_same_sentences(content: Content) -> None:
    one, other = named(content, "phường Một"), named(content, "phường Hai")
    for ward, name in ((one, "phường Một"), (other, "phường Hai"), (one, "phường Một")):
        assert name in str(ward.words.pages.say("notebook", "title"))
        page = environment(ward).get_template("notebook.html")
        shown = page.render(text="", tasks=(), found=False)
        assert name in shown
        assert ("phường Một" in shown) != ("phường Hai" in shown)


def test_answers_name_the_offices_of_their_own_ward(content: Content) -> None:
    one, other = named(content, "phường Một"), named(content, "phường Hai")
    said = [
        (one.knowledge.short(entry, DAY), other.knowledge.short(entry, DAY))
        for entry in list(content.knowledge.entries)[:60]
    ]
    assert any("phường Một" in mine for mine, _ in said)
    assert not any("phường Hai" in mine or "phường Một" in theirs for mine, theirs in said)
    task = content.checklist[0].details
    for ward, name in ((one, "phường Một"), (other, "phường Hai")):
        assert name in render_on(task, ward.knowledge.facts, DAY, ward.ward)


def test_what_messages_are_understood_by_is_shared(content: Content) -> None:
    one, other = named(content, "phường Một"), named(content, "phường Hai")
    assert one.understanding is other.understanding is content.understanding
    assert one.knowledge.facts is content.knowledge.facts


def test_what_one_ward_publishes_no_other_serves(content: Content) -> None:
    one, other = named(content, "phường Một"), named(content, "phường Hai")
    values = {"checked": "1/2030", "portal": "", "reception": "", "privacy_contact": ""}
    part = Published(ward_entry(WardPart.GENERAL), "", part_text(values))
    one.shelf.put(one.shelf.edition(7, [part]))
    assert one.ward.checked == "1/2030"
    assert one.words.ward.checked == "1/2030"
    assert other.ward.checked == other.words.ward.checked == content.ward.checked != "1/2030"
    assert (one.shelf.now.serial, other.shelf.now.serial) == (7, 0)


def test_a_ward_without_an_office_that_answers_name_is_refused(content: Content) -> None:
    ward = content.shelf.files.ward
    few = {key: one for key, one in ward.offices.items() if key != "thue"}
    with pytest.raises(ContentError, match="thue"):
        content.in_ward(replace(ward, offices=few))
