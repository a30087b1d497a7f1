"""Questions, their answers, what happened to them, and their photos."""

from dataclasses import replace
from datetime import timedelta

from storage.database import Transaction
from storage.models import Conversation
from storage.question_models import Photo, Question, QuestionState, QuestionStep
from storage.search import Searched, Sort
from tests.storage.contract.records import (
    LATER,
    TODAY,
    answer,
    contact,
    event,
    on_every_engine,
    question,
    staff,
)
from tests.support.clock import START

DAY = timedelta(days=1)


def step(tx: Transaction, of: Question, action: str, note: str = "") -> QuestionStep:
    return tx.questions.add_step(
        QuestionStep(tx.questions.ids.next(), of.id, START, "an", action, of.state, note)
    )


@on_every_engine
def test_questions_are_found_by_what_is_known_of_them(tx: Transaction) -> None:
    one, two = contact(tx, "1"), contact(tx, "2")
    first = question(tx, contact_id=one, phone="+841", co_offices=("thue", "ktht"))
    second = question(tx, contact_id=two, phone="+841")
    assert tx.questions.get(first.id) == tx.questions.by_code(first.code) == first
    assert tx.questions.get(1) is tx.questions.by_code("KN-9") is None
    assert tx.questions.all() == tx.questions.with_phone("+841") == [second, first]
    assert tx.questions.of_contact(one) == [first]
    tx.households.join(one, two, START)
    assert tx.questions.of_contact(one) == [second, first]
    changed = tx.questions.save(replace(first, rating=5, public=True, promised_on=TODAY))
    assert tx.questions.get(first.id) == changed


@on_every_engine
def test_open_ones_are_listed_by_what_was_promised_last(tx: Transaction) -> None:
    of = event(tx).id
    late = question(tx, event_id=of, first_due=TODAY + 5 * DAY)
    again = question(tx, event_id=of, first_due=TODAY, again_due=TODAY + 9 * DAY)
    soon = question(tx, first_due=TODAY + DAY, state=QuestionState.APPROVED)
    for state in (QuestionState.DELIVERED, QuestionState.MERGED, QuestionState.WITHDRAWN):
        question(tx, event_id=of, state=state)
    assert tx.questions.open() == [soon, late, again]
    assert tx.questions.open_of_event(of) == [late, again]
    states = [kept.state for kept in tx.questions.of_event(of)]
    assert states == [QuestionState.RECEIVED, QuestionState.RECEIVED, QuestionState.DELIVERED]


@on_every_engine
def test_a_question_passed_on_stays_in_the_papers_of_the_event_it_came_from(
    tx: Transaction,
) -> None:
    first, second, third = (event(tx, f"E{n}").id for n in range(3))
    moved = question(tx, event_id=third)
    tx.questions.carry_over(moved.id, first, second, START)
    tx.questions.carry_over(moved.id, first, third, LATER)
    assert tx.questions.passed_on(first) == {moved.id: third}
    assert tx.questions.passed_on(second) == {}
    assert tx.questions.of_event(first) == tx.questions.of_event(third) == [moved]
    assert tx.questions.of_event(second) == []


@on_every_engine
def test_askers_of_the_same_are_counted_with_it(tx: Transaction) -> None:
    head = question(tx)
    others = [question(tx, state=QuestionState.MERGED, merged_into=head.id) for _ in range(2)]
    assert tx.questions.merged_into(head.id) == others
    assert tx.questions.askers(head.id) == 3
    assert tx.questions.askers(others[0].id) == 1


@on_every_engine
def test_what_time_does_to_questions(tx: Transaction) -> None:
    told = question(tx, state=QuestionState.DELIVERED, answered_at=START)
    public = question(tx, state=QuestionState.PUBLISHED, answered_at=LATER)
    closed = question(
        tx, state=QuestionState.PUBLISHED, answered_at=START, closed_at=START, published_text="?"
    )
    silent = question(tx, state=QuestionState.NEEDS_INFO, stopped_on=TODAY)
    assert tx.questions.published() == [closed, public]
    assert tx.questions.to_close(LATER) == [told]
    assert tx.questions.silent_since(TODAY) == [silent]
    assert tx.questions.silent_since(TODAY - DAY) == []
    assert tx.questions.with_identity_closed_before(START) == []
    assert tx.questions.with_identity_closed_before(LATER) == [closed]
    tx.questions.save(replace(closed, anonymised_at=LATER))
    assert tx.questions.with_identity_closed_before(LATER) == []


@on_every_engine
def test_the_answer_in_force_is_the_last_approved_one(tx: Transaction) -> None:
    author, of = staff(tx).id, question(tx, state=QuestionState.DELIVERED)
    assert tx.questions.draft(of.id) is tx.questions.approved(of.id) is None
    first = answer(tx, of.id, author, approver_id=author, approved_at=START)
    second = answer(tx, of.id, author, public_text="Sắp có.")
    assert tx.questions.answers(of.id) == [second, first]
    assert tx.questions.answer(second.id) == tx.questions.draft(of.id) == second
    assert tx.questions.approved(of.id) == first
    assert tx.questions.with_new_words() == [of.id]
    tx.questions.save_answer(replace(second, returned_at=LATER))
    assert tx.questions.with_new_words() == []
    tx.questions.save_answer(replace(second, approved_at=LATER))
    assert tx.questions.approved(of.id) == replace(second, approved_at=LATER)


@on_every_engine
def test_who_was_told_an_answer_stays_known_whatever_is_joined_since(tx: Transaction) -> None:
    author, head = staff(tx).id, question(tx, state=QuestionState.DELIVERED)
    joined = question(tx, state=QuestionState.MERGED, merged_into=head.id)
    first, second = (answer(tx, head.id, author) for _ in range(2))
    of_another = answer(tx, joined.id, author)
    tx.questions.tell(first.id, [head.id, joined.id], START)
    tx.questions.tell(first.id, [joined.id], LATER)  # twice is once
    tx.questions.tell(second.id, [head.id], LATER)
    tx.questions.tell(of_another.id, [joined.id], LATER)
    tx.questions.save(replace(joined, merged_into=None, state=QuestionState.RECEIVED))
    assert tx.questions.told(head.id) == {head.id: {first.id, second.id}, joined.id: {first.id}}
    assert tx.questions.told(joined.id) == {joined.id: {of_another.id}}
    assert tx.questions.told_to(joined.id) == {first.id, of_another.id}


@on_every_engine
def test_new_words_wait_only_where_there_was_an_answer(tx: Transaction) -> None:
    author = staff(tx).id
    for state in (QuestionState.ANSWERED, QuestionState.CLOSED):
        answer(tx, question(tx, state=state).id, author)
    (waiting,) = tx.questions.with_new_words()
    found = tx.questions.get(waiting)
    assert found is not None
    assert found.state is QuestionState.CLOSED


@on_every_engine
def test_what_happened_to_a_question(tx: Transaction) -> None:
    of = question(tx)
    received, note = step(tx, of, "received"), step(tx, of, "note", "xem lại")
    again = step(tx, replace(of, state=QuestionState.ASSIGNED), "received")
    assert tx.questions.steps(of.id) == [received, note, again]
    assert tx.questions.last_step(of.id, QuestionState.RECEIVED) == note
    assert tx.questions.last_step(of.id, QuestionState.CLOSED) is None
    assert tx.questions.last_act(of.id, "received") == again
    assert tx.questions.last_act(of.id, "closed") is None
    changed = tx.questions.save_step(replace(note, note="đã xem"))
    assert tx.questions.steps(of.id)[1] == changed
    tx.questions.forget_notes(of.id)
    assert [kept.note for kept in tx.questions.steps(of.id)] == ["", "", ""]


@on_every_engine
def test_a_question_sent_back_is_one_whose_last_act_was_that(tx: Transaction) -> None:
    back, gone_on, never = question(tx), question(tx), question(tx)
    step(tx, back, "assign")
    returned = step(tx, back, "return")
    step(tx, back, "rate")
    step(tx, gone_on, "return")
    step(tx, gone_on, "answer")
    step(tx, never, "assign")
    assert tx.questions.sent_back(["return", "want"], ["rate"]) == {back.id: returned}
    assert tx.questions.sent_back(["return"], []) == {}
    assert tx.questions.sent_back([], ["rate"]) == {}


@on_every_engine
def test_photos_belong_to_whoever_sent_them_and_then_to_the_question(tx: Transaction) -> None:
    one, two, of = contact(tx, "1"), contact(tx, "2"), question(tx)
    first, second = (Photo(name, None, one, 10, START) for name in ("a.jpg", "b.jpg"))
    other = Photo("c.jpg", None, two, 10, START)
    for photo in (first, second, other):
        tx.questions.add_photo(photo)
    assert tx.questions.photo("a.jpg") == first
    assert tx.questions.give_photos(one, ["a.jpg", "c.jpg"], of.id) == 1
    assert tx.questions.give_photos(one, [], of.id) == 0
    assert tx.questions.photos(of.id) == [replace(first, question_id=of.id)]
    assert tx.questions.photo_names() == {"a.jpg", "b.jpg", "c.jpg"}
    assert tx.questions.drop_loose_photos_of([one, two], ["b.jpg"]) == ["c.jpg"]
    assert tx.questions.drop_loose_photos_of([one]) == ["b.jpg"]
    assert tx.questions.drop_loose_photos_of([]) == []
    tx.questions.drop_photos_of(of.id)
    assert tx.questions.photo_names() == set()
    tx.questions.add_photo(first)
    tx.questions.drop_photo("a.jpg")
    assert tx.questions.photo("a.jpg") is None


@on_every_engine
def test_a_loose_photo_stays_while_its_question_is_being_written(tx: Transaction) -> None:
    writing, idle = contact(tx, "1"), contact(tx, "2")
    tx.conversations.save(Conversation(writing, START, flow='{"name":"ask"}', expires_at=LATER))
    tx.conversations.save(Conversation(idle, START, expires_at=LATER))
    for name, who in (("a.jpg", writing), ("b.jpg", idle), ("c.jpg", None)):
        tx.questions.add_photo(Photo(name, None, who, 10, START))
    assert tx.questions.loose_photos(writing, START) == ["a.jpg"]
    assert tx.questions.loose_photos(writing, LATER) == []
    assert tx.questions.drop_loose_photos(START, START) == []
    assert sorted(tx.questions.drop_loose_photos(START, LATER)) == ["b.jpg", "c.jpg"]
    assert tx.questions.drop_loose_photos(LATER, LATER) == ["a.jpg"]
    form, until = '{"name":"ask"}', LATER + timedelta(days=13)
    tx.conversations.save(Conversation(writing, START, waiting=(form,), forms_until=until))
    tx.questions.add_photo(Photo("d.jpg", None, writing, 10, START))
    assert tx.questions.drop_loose_photos(LATER, LATER) == []
    assert tx.questions.drop_loose_photos(until, LATER) == ["d.jpg"]


@on_every_engine
def test_whoever_was_promised_work_is_asked_again_on_the_day(tx: Transaction) -> None:
    of = {"ask_again_on": TODAY, "state": QuestionState.CLOSED}
    due = question(tx, **of)
    question(tx, **of | {"state": QuestionState.ASSIGNED})
    question(tx, **of | {"ask_again_on": TODAY + DAY})
    question(tx, **of | {"ask_again_on": None})
    assert tx.questions.to_ask_again(TODAY) == [due]


@on_every_engine
def test_those_above_are_told_of_a_question_step_by_step(tx: Transaction) -> None:
    one, other = question(tx), question(tx)
    assert tx.questions.escalations() == {}
    for percent in (50, 80):
        tx.questions.escalate(one, percent, START)
    tx.questions.escalate(other, 100, START)
    assert tx.questions.escalations() == {
        (one.id, one.answer_by): 80,
        (other.id, other.answer_by): 100,
    }
    again = tx.questions.save(replace(one, again_due=TODAY + 9 * DAY))
    tx.questions.escalate(again, 50, START)
    assert tx.questions.escalations()[one.id, again.answer_by] == 50


@on_every_engine
def test_a_confidential_one_is_found_by_its_code_alone(tx: Transaction) -> None:
    kept = question(
        tx, content="Kẹp tiền vào hồ sơ", asker="Bà Kín", confidential=True, readers=(7,)
    )
    assert tx.questions.get(kept.id) == kept
    every = frozenset(Sort)
    assert tx.search.found(Searched.QUESTION, kept.code, every) == {kept.id}
    assert not tx.search.found(Searched.QUESTION, "kẹp tiền", every)
    assert not tx.search.found(Searched.QUESTION, "Kín", every)


@on_every_engine
def test_what_an_office_handed_in_is_found_by_it(tx: Transaction) -> None:
    one, _, other = question(tx, brought_by="thue"), question(tx), question(tx, brought_by="qltt")
    two = question(tx, brought_by="thue")
    assert tx.questions.brought_by("thue") == [two, one]
    assert tx.questions.brought_by("qltt") == [other]


@on_every_engine
def test_what_is_settled_is_counted_by_where_it_stands(tx: Transaction) -> None:
    S, of, author = QuestionState, event(tx).id, staff(tx).id
    open_ = question(tx)
    done = [question(tx, state=S.CLOSED, office="thue", event_id=of) for _ in range(3)]
    again = TODAY + timedelta(days=30)
    late = question(tx, state=S.CLOSED, office="thue", again_due=again)
    public = question(tx, state=S.CLOSED, office="thue", public=True)
    joined = question(tx, state=S.MERGED, merged_into=open_.id)
    other = question(tx, state=S.MERGED, merged_into=done[0].id)
    reworded = question(tx, state=S.DELIVERED)
    answer(tx, reworded.id, author)
    assert {one.id for one in tx.questions.unsettled()} == {open_.id, reworded.id}
    counted = [(one.id, many) for one, many in tx.questions.settled()]
    assert counted == [(other.id, 2), (public.id, 1), (late.id, 4)]
    assert [(one.id, many) for one, many in tx.questions.settled(of)] == [(done[2].id, 3)]
    tx.questions.carry_over(late.id, of, event(tx, "E2").id, START)
    assert [(one.id, many) for one, many in tx.questions.settled(of)] == [(late.id, 4)]
    promised = done[0].answer_by
    closed = [(late.id, again), *((one.id, promised) for one in reversed(done))]
    assert tx.questions.settled_like([late.id]) == closed
    assert tx.questions.settled_like([late.id, public.id])[0] == (public.id, promised)
    assert tx.questions.settled_like([public.id], of) == []
    assert tx.questions.some([open_.id, late.id]) == [late, open_]
    assert tx.questions.joined_to([open_.id, done[0].id]) == [joined, other]
