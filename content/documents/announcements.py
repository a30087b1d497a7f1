"""Documents beside a broadcast: the proof that people were informed, and the script that is read
over the loudspeaker (đọc loa)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from content.documents.folder import environment, letterhead
from content.documents.tables import BLANK
from content.documents.word import WordTable, write
from content.library import Content
from content.news import month_name
from content.vietnamese import local_day
from content.ward import FRONT

# As they stand in the ledger, in the order a reader asks for them.
STATES = ("sent", "unopened", "unconfirmed", "refused", "failed", "skipped", "waiting", "queued")


def proof_sheet(
    content: Content,
    now: datetime,
    *,
    broadcast: Any,
    counts: Any,
    by_channel: Mapping[str, Any],
    read: int,
    people: Mapping[int, Any],
    calls: Mapping[str, int],
) -> bytes:
    """The sheet a leader signs: how many, by state and channel, when, and the fingerprint of the
    text that was approved. `calls` counts by state those whom no message reached."""
    prepared_by = next((people[a].office for a in broadcast.authors if a in people), "")
    names = {person_id: person.name for person_id, person in people.items()}
    text = environment(content).get_template("bang-chung.j2").render(
        broadcast=broadcast,
        total=counts.total,
        sent=counts.by_state.get("sent", 0),
        unopened=counts.by_state.get("unopened", 0),
        read=read,
        called=calls.get("told", 0),
        to_call=calls.get("open", 0),
        authors=", ".join(names[a] for a in broadcast.authors if a in names) or BLANK,
        approvers=", ".join(
            names[a] for a in (broadcast.approver_id, broadcast.second_approver_id) if a in names
        )
        or BLANK,
        in_front=prepared_by in ("", FRONT),
        now=now,
        blank=BLANK,
    )  # fmt: skip
    return write(
        text,
        letterhead(content, local_day(now).year, prepared_by),
        {"counts": _count_table(content, counts, by_channel)},
    )


def _count_table(content: Content, counts: Any, by_channel: Mapping[str, Any]) -> WordTable:
    """How many are in each state, on each channel and in all."""
    words = content.words.console
    channels = list(by_channel)
    heads = [words["col_state"], *(words.get(f"channel_{c}", c) for c in channels)]
    rows = [
        (
            words[f"recipient_{state}"],
            *(by_channel[channel].by_state.get(state, 0) for channel in channels),
            counts.by_state.get(state, 0),
        )
        for state in STATES
        if counts.by_state.get(state)
    ]
    column = (16.5 - 5.0) / (len(channels) + 1)
    widths = (5.0, *(column for _ in range(len(channels) + 1)))
    return WordTable([*heads, words["col_total"]], widths, rows)


def loudspeaker_script(
    content: Content, month: str, items: Sequence[Mapping[str, Any]], year: int
) -> bytes:
    """The monthly news to be read aloud: short sentences, twice the most important."""
    text = environment(content).get_template("doc-loa.j2").render(
        month=month_name(month), items=items, blank=BLANK
    )  # fmt: skip
    return write(text, letterhead(content, year), {})
