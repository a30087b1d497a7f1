"""Staff, their sessions, what they did; the tokens and articles of the Zalo OA."""

from dataclasses import replace
from datetime import timedelta

import pytest

from storage.audit import JournalFilter
from storage.database import Transaction
from storage.staff_models import Role, StaffSession
from storage.zalo import Article, OaTokens
from tests.storage.contract.records import (
    LATER,
    MUCH_LATER,
    broadcast,
    on_every_engine,
    staff,
)
from tests.support.clock import START

SECOND = timedelta(seconds=1)


@on_every_engine
def test_staff_are_found_by_name_and_by_the_link_that_invites_them(tx: Transaction) -> None:
    one = staff(tx, invite="hash", invite_until=LATER)
    two = staff(tx, "binh", roles=frozenset({Role.CLERK, Role.DOOR}))
    assert tx.staff.get(one.id) == tx.staff.by_login("an") == one
    assert tx.staff.get(1) is tx.staff.by_login("nobody") is None
    assert tx.staff.all() == [one, two]
    assert tx.staff.by_invite("hash", START) == one
    assert tx.staff.by_invite("hash", LATER) is None
    off = tx.staff.save(replace(one, active=False, totp_last=7))
    assert tx.staff.get(one.id) == off
    assert tx.staff.by_invite("hash", START) is None


@on_every_engine
def test_who_has_a_page_open_says_so(tx: Transaction) -> None:
    one, two = staff(tx).id, staff(tx, "binh").id
    for token, person in (("a", one), ("b", one), ("c", two)):
        tx.staff.open_session(StaffSession(token, person, "x", START, START))
    assert tx.staff.live_since(START) == set()
    tx.staff.sign_live("a", START)
    tx.staff.sign_live("c", LATER)
    assert tx.staff.live_since(START) == {one, two}
    assert tx.staff.live_since(LATER) == {two}
    tx.staff.end_session("c")
    assert tx.staff.live_since(START) == {one}


@on_every_engine
def test_a_session_lasts_while_it_is_used(tx: Transaction) -> None:
    one, two = staff(tx).id, staff(tx, "binh").id
    for token, who, at in (("a", one, START), ("b", one, LATER), ("c", two, LATER)):
        tx.staff.open_session(StaffSession(token, who, "csrf", at, at))
    tx.staff.touch("a", LATER)
    assert tx.staff.session("a") == StaffSession("a", one, "csrf", START, LATER)
    tx.staff.end_sessions_of(one, but="b")
    assert tx.staff.session("a") is None
    assert tx.staff.session("b") is not None
    tx.staff.delete_sessions_before(START, LATER)
    assert tx.staff.session("b") is not None
    tx.staff.delete_sessions_before(START, LATER + SECOND)
    assert tx.staff.session("b") is tx.staff.session("c") is None
    tx.staff.open_session(StaffSession("d", two, "csrf", START, START))
    tx.staff.end_session("d")
    assert tx.staff.session("d") is None
    tx.staff.open_session(StaffSession("e", two, "csrf", START, START))
    invited = tx.staff.get(one)
    assert invited is not None
    tx.staff.save(replace(invited, invite="hash", invite_until=LATER))
    tx.staff.shut_all()
    assert tx.staff.session("e") is None
    assert tx.staff.by_invite("hash", START) is None


@on_every_engine
def test_the_audit_is_read_latest_first_and_by_what_is_wanted(tx: Transaction) -> None:
    one = staff(tx)
    tx.audit.write("login", f"staff:{one.id}", START, staff=one, address="::1")
    tx.audit.write("question.add", "question:7", LATER, staff=one, code="KN-7", count=2)
    tx.audit.write("login.failed", "staff:0", LATER)
    failed, added, login = tx.audit.lines()
    assert (login.actor, login.staff_id, login.address) == ("an", one.id, "::1")
    assert (added.detail, added.object) == ({"code": "KN-7", "count": 2}, "question:7")
    assert (failed.actor, failed.staff_id) == ("system", None)
    asked = {
        "since": (JournalFilter(since=LATER), [failed, added]),
        "until": (JournalFilter(until=LATER), [login]),
        "somebody": (JournalFilter(staff_id=one.id), [added, login]),
        "nobody": (JournalFilter(staff_id=0), [failed]),
        "deeds": (JournalFilter(deeds=["login", "login.failed"]), [failed, login]),
        "no deed": (JournalFilter(deeds=[]), []),
        "objects": (JournalFilter(objects=["question:7"]), [added]),
    }
    for name, (wanted, lines) in asked.items():
        assert tx.audit.lines(wanted) == lines, name
        assert tx.audit.count(wanted, 9) == len(lines), name
    assert tx.audit.lines(before=failed.id, limit=1) == [added]
    assert tx.audit.count(JournalFilter(), 2) == 2
    with pytest.raises(ValueError, match="unheard"):
        tx.audit.write("unheard", "staff:1", START)


@on_every_engine
def test_of_the_audit_only_what_is_very_old_may_go(tx: Transaction) -> None:
    tx.audit.write("login", "staff:1", START - timedelta(days=3000))
    tx.audit.write("login", "staff:1", START)
    assert tx.audit.delete_before(START) == 1
    assert len(tx.audit.lines()) == 1


TOKENS = OaTokens("a", "r", LATER, START, START, known={})


@on_every_engine
def test_there_is_one_pair_of_tokens(tx: Transaction) -> None:
    assert tx.zalo.get() is None
    assert tx.zalo.put(TOKENS) == tx.zalo.get() == TOKENS
    tx.zalo.put(replace(TOKENS, access_token="b", known={"name": "OA"}))
    kept = tx.zalo.get()
    assert kept is not None
    assert (kept.access_token, kept.learned) == ("b", {"name": "OA"})
    tx.zalo.save(replace(kept, uncertain=1, refreshing_until=LATER))
    assert tx.zalo.get() == replace(kept, uncertain=1, refreshing_until=LATER)
    tx.zalo.delete()
    assert tx.zalo.get() is None


@on_every_engine
def test_a_consent_that_was_begun_is_taken_once(tx: Transaction) -> None:
    one = staff(tx).id
    tx.zalo.begin_consent("s", "v", one, LATER)
    tx.zalo.begin_consent("t", "w", one, MUCH_LATER)
    assert tx.zalo.take_consent("s", LATER + SECOND) is None
    assert tx.zalo.take_consent("t", LATER + SECOND) == ("w", one)
    assert tx.zalo.take_consent("t", LATER) is None


@on_every_engine
def test_a_broadcast_is_one_article(tx: Transaction) -> None:
    one, two = broadcast(tx).id, broadcast(tx).id
    first = tx.zalo.put_article(Article(one, "creating", START, job="j"))
    assert tx.zalo.article(one) == first
    assert tx.zalo.article(two) is None
    second = tx.zalo.put_article(Article(one, "sent", LATER, article="x"))
    other = tx.zalo.put_article(Article(two, "unsure", LATER))
    assert tx.zalo.articles_in("creating") == []
    assert {kept.broadcast_id for kept in tx.zalo.articles_in("sent", "unsure")} == {one, two}
    assert (tx.zalo.article(one), tx.zalo.article(two)) == (second, other)
