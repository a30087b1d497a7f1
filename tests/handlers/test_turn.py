"""What was chosen: a tap, a number and a label mean the same; flows never fail."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content import danger, needs
from content.library import Content
from content.tax import TaxRules
from content.trades import Trades
from handlers.answers.by_turns import AFTER, TURNS
from handlers.places import FLOWS
from handlers.question.asking import QuestionFlow
from handlers.question.writing import AskStep, Draft
from handlers.talk.flow import Said
from handlers.talk.messages import Choice, IncomingKind, Reply, numbered
from handlers.talk.turn import resolve
from tests.support.play import said

# Steps a form ends in: nothing is asked there.
# Where a form ends, and what is only the kind of a note.
ENDS = (
    *("done", "refused", "link", "solved", "redirected", "not_meant", "stopped", "add"),
    "only_ask",
)
CHOICES = (("1", "Chi tiết", "faq:a:details"), ("2", "Đúng ý tôi", "good:a"), ("0", "Về", "menu"))


@pytest.mark.parametrize(
    "text", ["2", " 2 ", "2.", "(2)", "số 2", "chọn 2", "Đúng ý tôi", "dung y toi", "ĐÚNG Ý TÔI!"]
)
def test_a_number_and_a_label_mean_the_same(text: str) -> None:
    assert resolve(said(text), CHOICES, 5) == ("good:a", False, False)


def test_a_tap_counts_only_on_the_list_last_shown() -> None:
    now = said("", kind=IncomingKind.TAP, action="5.good:a")
    assert resolve(now, CHOICES, 5) == ("good:a", False, False)
    old = said("", kind=IncomingKind.TAP, action="4.good:a")
    assert resolve(old, CHOICES, 5) == ("", True, False)


@pytest.mark.parametrize("action", ["menu", "topic:thue", "faq:x:basis", "staff"])
def test_an_old_button_that_only_shows_something_still_works(action: str) -> None:
    tap = said("", kind=IncomingKind.TAP, action=f"1.{action}")
    assert resolve(tap, CHOICES, 5) == (action, False, False)


@pytest.mark.parametrize(
    "action", ["", "5", "5.", "x.good:a", "5.flow:send", "good:a", "5.5.good:a"]
)
def test_a_forged_tap_is_stale(action: str) -> None:
    tap = said("", kind=IncomingKind.TAP, action=action)
    assert resolve(tap, CHOICES, 5) == ("", True, False)


def test_a_number_that_is_not_on_the_list_is_noticed() -> None:
    assert resolve(said("9"), CHOICES, 5) == ("", False, True)
    assert resolve(said("9"), (), 5) == ("", False, False)


def _said(text: str, value: str) -> Said:
    return Said(text, date(2026, 11, 26), _no_figures, Trades({}, ()), value)


def _no_figures(year: int) -> TaxRules:
    raise AssertionError(f"no figure of {year} is needed")


@given(st.text(), st.text(), st.sampled_from(list(AskStep)), st.text())
def test_advance_is_total_and_only_goes_to_known_steps(
    text: str, value: str, step: AskStep, kept: str
) -> None:
    flow = QuestionFlow()
    following = flow.advance(Draft(step, content=kept), _said(text, value))
    assert following is None or following.step in AskStep


def test_every_step_that_asks_has_its_words(content: Content) -> None:
    for flow in FLOWS.values():
        for step in type(flow.begin().step):
            if step not in ENDS:
                assert content.words.has(f"{flow.name}/{step}"), f"{flow.name}/{step}"


def test_every_fixed_reply_has_its_words(content: Content) -> None:
    for name in (*content.understanding.fixed_names, *danger.KINDS):
        assert content.words.has(f"fixed/{name}"), name
    turns = {one for said_by_turns in TURNS.values() for one in said_by_turns}
    for name in (
        *needs.STEPS,
        AFTER,
        *turns,
        *(kind for kind in danger.KINDS if kind != danger.RAGE),
    ):
        assert content.words.has(f"danger/{name}"), name


def test_a_reply_survives_the_outbox() -> None:
    reply = Reply("**x**", numbered((Choice("a", "b"),), Choice("về", "menu")), "nhỏ", 4)
    assert Reply.from_json(reply.to_json()) == reply
