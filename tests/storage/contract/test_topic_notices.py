"""Notices on top of answers: kept, looked up by their days."""

from dataclasses import replace
from datetime import date, timedelta

from storage.database import Transaction
from storage.topic_notices import TopicNotice, TopicNoticeKind, TopicNoticeState
from tests.storage.contract.records import on_every_engine, staff
from tests.support.clock import START

DAY = date(2026, 12, 30)


@on_every_engine
def test_a_notice_holds_from_its_first_day_to_its_last(tx: Transaction) -> None:
    author = staff(tx)
    notice = TopicNotice(
        tx.topic_notices.ids.next(), TopicNoticeKind.NOTICE, "thue", "thue", "Sắp đổi", DAY,
        DAY + timedelta(days=2), TopicNoticeState.SUBMITTED, author.id, START,
    )  # fmt: skip
    assert tx.topic_notices.add(notice) == notice == tx.topic_notices.get(notice.id)
    assert tx.topic_notices.get(1) is None
    assert tx.topic_notices.submitted() == [notice] and tx.topic_notices.in_force(DAY) == []
    on = tx.topic_notices.save(replace(notice, state=TopicNoticeState.APPROVED))
    assert tx.topic_notices.submitted() == []
    held = [tx.topic_notices.in_force(DAY + timedelta(days=n)) for n in (-1, 0, 2, 3)]
    assert held == [[], [on], [on], []]
    assert tx.topic_notices.of_topic("thue", DAY) == [on]
    assert tx.topic_notices.of_topic("vay-von", DAY) == []
    tx.topic_notices.save(replace(on, topic=""))
    assert [one.id for one in tx.topic_notices.of_topic("vay-von", DAY)] == [on.id]
    assert tx.topic_notices.latest()[0].id == on.id
