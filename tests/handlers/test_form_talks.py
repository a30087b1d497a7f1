"""What owners say while they register, as they say it (`talks/forms.txt`): nothing of it is lost,
and nothing is taken for what it is not. The talks named `c` are those of somebody who had never
seen the program."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from content.calendar import WorkingDays
from content.library import Content
from handlers.conference.creating import new_event
from storage.database import Transaction
from storage.event_models import EventState
from tests.handlers.test_money_talks import Told, read_talks
from tests.support.clock import START
from tests.support.play import exchange, playing, said

TALKS = read_talks("forms.txt", "as_written.txt")
EVENTS = {
    "dialogue": ("Hội nghị đối thoại với hộ kinh doanh tháng 12/2026", 23),
    "training": ("Lớp tập huấn hóa đơn điện tử", 18),
}


@pytest.mark.parametrize(("name", "turns"), TALKS.items(), ids=list(TALKS))
async def test_what_is_said_in_a_form(
    tmp_path: Path, content: Content, name: str, turns: list[Told]
) -> None:
    def open_events(tx: Transaction) -> None:
        for kind, (title, days) in EVENTS.items():
            template = content.event_templates[kind]
            starts = START + timedelta(days=days)
            event = new_event(tx, template, title, starts, START, days=WorkingDays(), place="UBND")
            tx.events.save(replace(event, state=EventState.OPEN, capacity=60))

    wrong = []
    async with playing(tmp_path, content) as (core, channel):
        await core.database.transaction(open_events)
        for turn in turns:
            replies = await exchange(core, channel, said(turn.text))
            if problem := turn.problem_with("\n".join(reply.text for reply in replies)):
                wrong.append(problem)
    assert not wrong, f"{len(wrong)} of {len(turns)}\n" + "\n\n".join(wrong)
