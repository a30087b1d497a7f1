"""What staff published lies over the files, is exchanged in one step, and harms nothing when it
cannot be read."""

import gc
import tracemalloc
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from content.fact_text import fact_text
from content.library import Content
from content.overlay import Published, Shelf, fact_entry, hash_of
from content.review import review_one
from content.search import Decision, build_understanding

DAY = date(2026, 11, 28)
ENTRY = "mon-bai"
FACT = """so_ngay_thu:
  meaning: "Số ngày chờ (ngày)"
  values:
    - value: {value}
      from: 2026-01-01
      to: null
      law: nq-198-2025
      article: Điều 10
      source_read: full
"""


@pytest.fixture
def shelf(content: Content) -> Shelf:
    return content.shelf.another()


def written(shelf: Shelf, was: str, now: str, entry: str = ENTRY) -> Published:
    """The answer with something else in it."""
    text = shelf.files.entries[entry].text
    assert was in text
    topic = shelf.files.entries[entry].topic
    return Published(entry, topic, text.replace(was, now), base=shelf.base_of(entry))


def test_a_published_answer_takes_the_place_of_its_file(shelf: Shelf, content: Content) -> None:
    one = written(shelf, "**Không phải nộp.**", "**Thôi, không phải nộp nữa.**")
    edition = shelf.edition(1, [one])
    assert shelf.now.serial == 0  # nothing is served before it is put there
    shelf.put(edition)
    assert shelf.now.knowledge.short(ENTRY, DAY).startswith("**Thôi, không phải nộp nữa.**")
    assert not content.knowledge.short(ENTRY, DAY).startswith("**Thôi")
    assert set(shelf.now.knowledge.entries) == set(shelf.files.entries)
    shelf.put(shelf.edition(2, []))
    assert shelf.now.knowledge is shelf.files


def test_an_index_made_from_the_one_before_is_the_one_made_anew(shelf: Shelf) -> None:
    edition = shelf.edition(1, [written(shelf, '"bỏ lệ phí môn bài chưa"', '"môn bài hết chưa"')])
    anew = build_understanding(shelf._parts, edition.index)
    meant, again = (one.meanings(edition.index) for one in (edition.understanding, anew))
    assert all(np.array_equal(meant[key], again[key]) for key in edition.index)
    for text in ("môn bài hết chưa", "bán phở 2 tỷ nộp thuế bao nhiêu", "xin chào"):
        assert edition.understanding.read(text) == anew.read(text)


def test_a_new_answer_is_understood_at_once(shelf: Shelf) -> None:
    text = shelf.files.entries[ENTRY].text
    head, body = text.split("\nask:\n")[0], text.split("\nsources:\n")[1]
    asked = '"xin giấy phép thả diều sáo ở đâu"'
    new = f"{head}\nask:\n  - {asked}\nsources:\n{body}"
    new = new.replace("Môn bài năm nay nộp bao nhiêu?", "Thả diều sáo phải xin phép ở đâu?")
    new = new.replace("Lệ phí môn bài còn nộp không", "Xin phép thả diều sáo")
    shelf.put(shelf.edition(1, [Published("tha-dieu", "phuong", new)]))
    reading = shelf.now.understanding.read("muốn thả diều sáo thì xin phép chỗ nào")
    assert reading.decision is Decision.ANSWER
    assert reading.entries[0].id == "tha-dieu"
    assert shelf.now.knowledge.entries["tha-dieu"].topic == "phuong"


def test_a_later_review_leaves_what_is_understood_as_it_is(shelf: Shelf) -> None:
    one = written(shelf, "reviewed_on: 2026-11-21", "reviewed_on: 2026-11-28")
    assert shelf.edition(1, [one]).understanding is shelf.now.understanding


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("question:", "questoin:"),
        ("nq-198-2025: Điều 10 khoản 7", "nq-0: Điều 1"),
        ("office: thue", "office: nowhere"),
        ('fact("ngay_bo_mon_bai")', 'fact("nobody_knows")'),
        ("| day }}", "| day }"),
    ],
)
def test_the_file_stands_in_for_what_cannot_be_served(shelf: Shelf, was: str, now: str) -> None:
    other = written(shelf, "- Xin trả lời", "- Cứ xin trả lời", "bi-tu-choi-vay")
    edition = shelf.edition(1, [written(shelf, was, now), other])
    assert {problem.file.stem for problem in edition.unread} == {ENTRY}
    assert edition.knowledge.entries[ENTRY] is shelf.files.entries[ENTRY]
    assert (edition.knowledge.details("bi-tu-choi-vay", DAY) or "").startswith("- Cứ xin")
    assert list(edition.laid) == ["bi-tu-choi-vay"]


def test_every_file_would_be_taken_from_the_desk(shelf: Shelf) -> None:
    """What the files use may be used there; they are the examples people write by."""
    for entry in shelf.files.entries.values():
        again = Published(entry.id, entry.topic, f"{entry.text}\n")
        assert shelf.read(again)[2] == [], entry.id


@pytest.mark.parametrize(
    "said",
    [
        "{{ ''.__class__.__mro__ }}",
        "{{ ward.__init__.__globals__ }}",
        "{{ lipsum.__globals__ }}",
        "{{ cycler }}",
        "{% for i in today %}x{% endfor %}",
        "{% include 'console.j2' %}",
        "{% set x = 1 %}",
        "{{ ward['__class__'] }}",
        "{{ fact(ward.name) }}",
        "{{ 'x' * 9999999999 }}",
        "{{ today | attr('__class__') }}",
        "{{ today.replace(year=1) }}",
        "{{ ward.name.center(9999999999) }}",
        "{{ ward.name * 9999999999 }}",
        "{{ ward.name / 3 }}",
        "{{ (ward.office('thue').name | vnd).format_map(ward) }}",
    ],
)
def test_an_answer_from_the_desk_does_nothing_but_show_facts(shelf: Shelf, said: str) -> None:
    one = written(shelf, "**Không phải nộp.**", f"{said} **Không phải nộp.**")
    assert shelf.tried(one)[0] is None
    assert shelf.edition(1, [one]).laid == {}


def test_the_last_one_published_has_the_word_about_a_fact(shelf: Shelf) -> None:
    said = '{{ fact("so_ngay_thu") }} ngày. '
    text = written(shelf, "**Không phải nộp.**", f"{said}**Không phải nộp.**").text
    base = hash_of("x")
    first = Published(ENTRY, "thue", text, FACT.format(value=3), base)
    other = Published("tha-dieu", "thue", text, FACT.format(value=5), base)
    edition = shelf.edition(2, [first, other])
    assert edition.unread == ()
    assert edition.knowledge.short(ENTRY, DAY).startswith("5 ngày.")
    tried, troubles = shelf.tried(first)
    assert troubles == [] and tried is not None
    assert tried.short(ENTRY, DAY).startswith("3 ngày.")
    assert "so_ngay_thu" not in shelf.now.knowledge.facts


def test_publishing_again_and_again_leaves_the_memory_as_it_was(shelf: Shelf) -> None:
    def publish(serials: range) -> int:
        for serial in serials:
            now = f"reviewed_on: 2026-{serial % 11 + 1:02}-21"
            shelf.put(shelf.edition(serial, [written(shelf, "reviewed_on: 2026-11-21", now)]))
            shelf.now.knowledge.short(ENTRY, DAY)
            shelf.now.knowledge.details(ENTRY, DAY)
        gc.collect()
        return tracemalloc.get_traced_memory()[0]

    publish(range(1, 20))
    tracemalloc.start()
    try:
        before = publish(range(20, 40))
        grown = publish(range(40, 140)) - before
    finally:
        tracemalloc.stop()
    assert grown < 100 * 1000  # an answer is several kilobytes, an edition a hundred


def test_a_changed_fact_changes_the_name_of_its_answers_as_well(content: Content) -> None:
    """Pages, lists, previews and searches take the name of an answer from its entry."""
    shelf, name = content.shelf.another(), "ghi-giam-tren-hoa-don"
    assert "giảm 20% thuế GTGT" in shelf.now.knowledge.entries[name].question
    fact = shelf.files.facts["giam_gtgt"]
    values = tuple(replace(value, value=25) for value in fact.values)
    text = fact_text(replace(fact, values=values))
    edition = shelf.edition(1, [Published(fact_entry("giam_gtgt"), "", "", text)])
    changed = edition.knowledge.entries[name]
    assert "giảm 25% thuế GTGT" in changed.question and "20%" not in changed.question
    assert "25%" in edition.knowledge.short(name, changed.reviewed_on)
    assert shelf.now.knowledge.entries[name].question != changed.question


def test_a_name_types_no_figure_that_its_answer_takes_from_a_fact(content: Content) -> None:
    entry = content.knowledge.entries["ghi-giam-tren-hoa-don"]
    template = "{{ fact('giam_gtgt') | percent }}"
    assert template in entry.text
    typed = replace(entry, text=entry.text.replace(template, "20%"), titles=None)
    assert any("20%" in one.text for one in review_one(content.knowledge, typed, DAY))
    assert not review_one(content.knowledge, entry, DAY)
