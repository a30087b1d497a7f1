"""People are reminded of a wave on the days it says, twice at most: who stopped half way, and who
gets news of the ward and has not answered for a business of theirs."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from content.calendar import at, today
from content.library import Content
from handlers.people.calendar import sending_days
from handlers.survey import respondents
from handlers.talk import notices
from storage.database import Transaction
from storage.survey_models import SurveyWave


def remind(tx: Transaction, content: Content, now: datetime) -> None:
    """Everybody once for such a day, within the hours when the ward writes to people: of a holiday
    on the next day."""
    day = today(now)
    due = [wave for wave in tx.surveys.running(day) if _is_due(wave, day)]
    if not due or sending_days(content.ward).sending_time(now) > now:
        return
    for wave in due:
        told: set[int] = set()
        for contact_id in tx.surveys.to_remind(wave.id):
            asked = respondents.subjects(tx, content, wave, contact_id)
            if contact_id in told or all(one.is_done for one in asked):
                continue
            notices.notify(
                tx, content, contact_id, "survey/remind", now,
                key=f"survey:{wave.id}:{day}:{contact_id}",
                expires=at(wave.ends + timedelta(days=1), time()),
                choices=(("survey_begin", f"survey:{wave.id}"),), wave=wave,
            )  # fmt: skip
            told |= set(tx.households.members(contact_id))
        tx.surveys.save_wave(replace(wave, reminded_on=day))


def _is_due(wave: SurveyWave, day: date) -> bool:
    past = [one for one in wave.remind_on if one <= day.isoformat()]
    before = wave.reminded_on.isoformat() if wave.reminded_on else ""
    return bool(past) and before < max(past)
