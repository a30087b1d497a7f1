"""Waves of the survey: who answers them, once each, and what stays when nobody is known."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from storage.business_models import (
    Business,
    BusinessField,
    BusinessStatus,
    Entered,
    KnownFrom,
    Relation,
    Tied,
)
from storage.database import Transaction
from storage.event_models import BusinessKind
from storage.survey_models import (
    SurveyBusiness,
    SurveyPlace,
    SurveyRespondent,
    SurveySource,
    SurveyState,
    SurveyWave,
)
from tests.storage.contract.records import LATER, TODAY, contact, on_every_engine, staff
from tests.support.clock import START


def wave(tx: Transaction, code: str = "KS-1", **given: Any) -> SurveyWave:
    known = tx.staff.by_login("an") or staff(tx)
    made = SurveyWave(
        id=tx.surveys.ids.next(),
        code=code,
        title="Khảo sát",
        asked=({"id": "nghe"}, {"id": "ho_tro"}),
        starts=TODAY,
        ends=TODAY + timedelta(days=30),
        author_id=known.id,
        created_at=START,
    )
    return tx.surveys.add_wave(replace(made, **given))


def business(tx: Transaction, code: str = "HB-1") -> int:
    kind = BusinessKind.HOUSEHOLD
    return tx.businesses.add(Business(tx.businesses.ids.next(), code, kind, START, START)).id


def respondent(tx: Transaction, of: SurveyWave, **given: Any) -> SurveyRespondent:
    made = SurveyRespondent(tx.surveys.ids.next(), of.id, SurveySource.CHAT, begun_at=START)
    return tx.surveys.add_respondent(replace(made, **given))


@on_every_engine
def test_a_wave_runs_between_its_days_once_it_is_approved(tx: Transaction) -> None:
    made = wave(tx)
    assert tx.surveys.wave(made.id) == made and tx.surveys.wave(1) is None
    assert tx.surveys.wave_by_code("KS-1") == made and tx.surveys.wave_by_code("KS-0") is None
    assert tx.surveys.running(TODAY) == []
    approved = tx.surveys.save_wave(replace(made, state=SurveyState.APPROVED))
    later = wave(tx, "KS-2", state=SurveyState.APPROVED, ends=TODAY + timedelta(days=5))
    assert tx.surveys.running(TODAY) == [approved, later]
    assert tx.surveys.running(TODAY + timedelta(days=6)) == [approved]
    assert tx.surveys.running(TODAY - timedelta(days=1)) == []
    assert tx.surveys.waves() == [later, approved]
    draft = wave(tx, "KS-3")
    tx.surveys.remove_wave(draft.id)
    assert tx.surveys.wave(draft.id) is None


@on_every_engine
def test_an_answer_said_again_takes_the_place_of_the_first(tx: Transaction) -> None:
    made = wave(tx)
    one = respondent(tx, made, contact_id=contact(tx))
    tx.surveys.answer(one.id, "nghe", ("an_uong",), START)
    tx.surveys.answer(one.id, "nghe", ("dich_vu",), LATER)
    tx.surveys.answer(one.id, "ho_tro", (), LATER)
    assert tx.surveys.answers(one.id) == {"nghe": ("dich_vu",), "ho_tro": ()}
    assert tx.surveys.answers_of_wave(made.id) == {one.id: tx.surveys.answers(one.id)}
    assert tx.surveys.answers_of_wave(1) == {}


@on_every_engine
def test_a_respondent_is_found_by_chat_code_form_and_business(tx: Transaction) -> None:
    made, other = wave(tx), wave(tx, "KS-2")
    person, shop = contact(tx), business(tx)
    chat = respondent(tx, made, contact_id=person)
    paper = respondent(
        tx, made, source=SurveySource.PAPER, code="KS-7", key="a", business_id=shop, begun_at=None
    )
    elsewhere = respondent(tx, other, contact_id=person)
    assert tx.surveys.respondent(paper.id) == paper
    assert tx.surveys.by_code("KS-7") == paper and tx.surveys.by_code("KS-8") is None
    assert tx.surveys.by_key(made.id, "a") == paper and tx.surveys.by_key(other.id, "a") is None
    assert tx.surveys.of_business(made.id, shop) == paper
    assert tx.surveys.of_business(other.id, shop) is None
    assert tx.surveys.latest_of_business(shop) is None  # not to the end
    done = tx.surveys.save_respondent(replace(paper, done_at=LATER))
    assert tx.surveys.latest_of_business(shop) == done
    tx.surveys.save_respondent(paper)
    assert tx.surveys.of_contacts([person]) == [elsewhere, chat]
    assert tx.surveys.of_contacts([person], made.id) == [chat]
    assert tx.surveys.of_wave(made.id) == [chat, paper]


@on_every_engine
def test_progress_counts_those_who_began_by_place_and_trade(tx: Transaction) -> None:
    made = wave(tx)
    respondent(tx, made, neighbourhood="TDP 1", sector="an_uong", done_at=LATER)
    respondent(tx, made, neighbourhood="TDP 1", sector="an_uong")
    asked = respondent(tx, made, neighbourhood="TDP 2", begun_at=None)
    assert tx.surveys.progress(made.id) == [SurveyPlace("TDP 1", "an_uong", 2, 1)]
    tx.surveys.save_respondent(replace(asked, begun_at=LATER))
    assert SurveyPlace("TDP 2", "", 1, 0) in tx.surveys.progress(made.id)


@on_every_engine
def test_nobody_is_known_any_more_and_the_answers_stay(tx: Transaction) -> None:
    made = wave(tx)
    one = respondent(
        tx, made, contact_id=contact(tx), code="KS-7", key="a", business_id=business(tx)
    )
    tx.surveys.answer(one.id, "nghe", ("an_uong",), START)
    assert tx.surveys.named_of_waves_before(date(2027, 1, 1), 10) == [one]
    assert tx.surveys.named_of_waves_before(TODAY, 10) == []
    tx.surveys.make_nameless([one.id], LATER)
    assert tx.surveys.respondent(one.id) == replace(
        one, contact_id=None, code=None, key=None, business_id=None, nameless_at=LATER
    )
    assert tx.surveys.answers(one.id) == {"nghe": ("an_uong",)}
    assert tx.surveys.named_of_waves_before(date(2027, 1, 1), 10) == []
    assert [line.kind for line in tx.gone.since(0)] == ["survey"]


@on_every_engine
def test_who_may_be_asked_is_in_the_register_and_still_there(tx: Transaction) -> None:
    shop = business(tx)
    by = Entered(KnownFrom.STAFF, START, "an")
    tx.businesses.put(shop, {BusinessField.NAME: "Bún Lành", BusinessField.TRADE: "3.đ"}, by)
    tx.businesses.add_place(shop, by, neighbourhood="TDP 5")
    closed = business(tx, "HB-2")
    tx.businesses.save(replace(sure(tx, closed), status=BusinessStatus.CLOSED))
    found = SurveyBusiness(shop, "HB-1", "TDP 5", "3.đ", "Bún Lành")
    assert tx.surveys.businesses() == [found]
    made = wave(tx)
    one = respondent(tx, made, business_id=shop, code="KS-9")
    tx.businesses.save(replace(sure(tx, shop), erased_at=LATER))
    assert tx.surveys.businesses() == []
    gone = tx.surveys.respondent(one.id)  # whose answers they were goes with the business
    assert gone is not None and (gone.business_id, gone.code) == (None, None)
    assert gone.nameless_at == LATER


def sure(tx: Transaction, business_id: int) -> Business:
    found = tx.businesses.get(business_id)
    assert found is not None
    return found


@on_every_engine
def test_who_stopped_half_way_and_who_gets_news_may_be_reminded(tx: Transaction) -> None:
    made = wave(tx)
    half, done, reader, quiet = (contact(tx, name) for name in "abcd")
    respondent(tx, made, contact_id=half)
    respondent(tx, made, contact_id=done, done_at=LATER)
    by = Entered(KnownFrom.STAFF, START, "an")
    shop = business(tx)
    for person in (reader, quiet):
        named = tx.businesses.add_person(shop, "Bà Lành", Relation.OWNER, by)
        tx.businesses.tie(named, person, Tied.STAFF, by)
    tx.subscriptions.add(reader, "thue", START)
    assert tx.surveys.to_remind(made.id) == [half, reader]
    respondent(tx, made, business_id=shop, done_at=LATER)
    assert tx.surveys.to_remind(made.id) == [half]


@on_every_engine
def test_what_the_register_has_from_surveys_is_taken_from_it(tx: Transaction) -> None:
    shop = business(tx)
    told = Entered(KnownFrom.SURVEY, START, "owner")
    tx.businesses.put(shop, {BusinessField.WORKERS: "2-3"}, told)
    tx.businesses.put(shop, {BusinessField.NAME: "Bún"}, Entered(KnownFrom.STAFF, START, "an"))
    assert tx.surveys.take_from_register(shop) and not tx.surveys.take_from_register(shop)
    assert [row.field for row in tx.businesses.history(shop)] == [BusinessField.NAME]
