"""The bank of survey questions, and how an answer is read."""

from pathlib import Path

import pytest

from content.library import Content
from content.survey import (
    MOST_OPTIONS,
    SurveyQuestion,
    as_asked,
    chosen_in,
    load_survey,
    own_question,
    question_of,
)
from tests.support.clock import START


def asked(content: Content, name: str) -> SurveyQuestion:
    question = next(one for one in content.survey if one.id == name)
    facts = content.knowledge.facts.as_of(START.date())
    return question_of(as_asked(question, content.words, facts))


@pytest.mark.parametrize(
    ("name", "text", "chosen"),
    [
        ("nghe", "2", ("an_uong",)),
        ("nghe", "an uong, giai khat", ("an_uong",)),
        ("nghe", "9", None),
        ("nghe", "1, 2", None),
        ("lao_dong", "2", ("2-4",)),  # the second of the list
        ("lao_dong", "5 người", ("5-9",)),
        ("lao_dong", "12", ("10",)),
        ("lao_dong", "hai vợ chồng với ba đứa", None),  # two numbers: asked, never added up
        ("dien_tich", "3 trăm mét", ("hon_100",)),
        ("dien_tich", "20m2", ("20",)),
        ("dien_tich", "4 nhân 12 m²", None),  # two numbers
        ("dien_tich", "20 mét", ("20",)),
        ("dien_tich", "rộng lắm", None),
        ("kho_khan", "1, 3", ("von", "dau_ra")),
        ("kho_khan", "1 3 5", ("von", "dau_ra", "thue")),
        ("kho_khan", "135", ("von", "dau_ra", "thue")),
        ("kho_khan", "1 và 3 ạ", ("von", "dau_ra")),
        ("kho_khan", "1,1", ("von",)),
        ("kho_khan", "1 2 3 4", None),
        ("kho_khan", "thiếu vốn, ít khách, khó bán", None),
        ("kho_khan", "thiếu vốn", ("von",)),
        ("kho_khan", "0", None),
        ("kho_khan", "", None),
        ("doanh_thu", "2", ("free_choice",)),
    ],
)
def test_an_answer_is_read_or_not_taken(
    content: Content, name: str, text: str, chosen: tuple[str, ...] | None
) -> None:
    assert chosen_in(asked(content, name), text) == chosen


def test_every_question_of_the_bank_has_a_digit_for_each_answer(content: Content) -> None:
    assert len(content.survey) >= 12
    for question in content.survey:
        labels = [option.label for option in asked(content, question.id).options]
        assert len(labels) <= MOST_OPTIONS and all(labels), question.id
        assert len(set(labels)) == len(labels), question.id


def test_a_figure_of_the_law_is_said_as_it_is_that_day(content: Content) -> None:
    assert "1 tỷ" in asked(content, "doanh_thu").label("exempt")


def test_an_own_question_has_an_answer_a_line() -> None:
    made = own_question(1, "Có họp được buổi tối không?", ["Có", "Không"], 3)
    assert (made.id, made.most, made.label("2")) == ("rieng-1", 2, "Không")
    for lines in ([], ["Có"], [str(n) for n in range(MOST_OPTIONS + 1)]):
        with pytest.raises(ValueError, match="rieng-1"):
            own_question(1, "Sao?", lines, 1)


def test_a_question_that_cannot_be_asked_is_named(tmp_path: Path) -> None:
    path = tmp_path / "survey.yaml"
    one = "- { id: a, text: A, options: [{ id: x, label: X }, { id: y, label: Y }] }\n"
    path.write_text(one + one + "- { id: b, text: B, options: [] }\n", encoding="utf-8")
    found, problems = load_survey(path)
    assert [question.id for question in found] == ["a", "a"]
    assert len(problems) == 2
