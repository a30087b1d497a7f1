"""A time that a sentence states is the one the program keeps: every typed one is listed here."""

import re
from datetime import timedelta
from pathlib import Path

import pytest

from bot.channels.zalo_oa import account, channel
from bot.core import conversation
from bot.files import backup
from bot.web import keeping
from bot.web.console import making
from content.calendar import URGENT
from content.sentences import read_sentences
from handlers import codes
from handlers.answers import of_figures
from handlers.broadcast import planning
from handlers.clock import retention
from handlers.conference import creating, offers, registering, reminders
from handlers.desk import lists
from handlers.live import forgetting
from handlers.office import business_claims, event_next, overview
from handlers.own_data import households, privacy
from handlers.people import staff_links, waking
from handlers.question import routing
from handlers.survey import waves
from handlers.talk import flow
from handlers.tools import deadlines
from storage.staff_models import INVITE_LASTS

ROOT = Path(__file__).parent.parent.parent
MESSAGES = ROOT / "content" / "messages" / "vi"
UNITS = {"phút": timedelta(minutes=1), "giờ": timedelta(hours=1), "ngày": timedelta(days=1)}
UNITS["tháng"] = timedelta(days=365) / 12
STATED = re.compile(
    r"(?<![\d-])(\d+)(?:\*\*)? (phút|giờ|ngày|tháng)\b(?! (?:\d|đầu năm|cuối năm|Chạp))"
)


def days(*numbers: int) -> list[timedelta]:
    return [timedelta(days=number) for number in numbers]


AT_ALL = [timedelta(hours=end.hour) for end in URGENT[0]]  # from and until when anything is sent

# The words of each sentence that states a time -> the times it may state.
KEPT: dict[str, list[timedelta]] = {
    "news/how_often": days(*deadlines.REMIND_DAYS),
    "register/link": [registering.LINK_LASTS],
    "privacy/export": [privacy.LINK_LASTS],
    "household/code": [households.CODE_LASTS],
    "household/other_channel": [households.CODE_LASTS],
    "system/form_dropped": [flow.FORMS_KEPT],
    "register/summary_again": [flow.FORMS_KEPT],
    "system/form_stopped": [flow.FORMS_KEPT],
    "system/slow_down": [conversation.FLOOD_WINDOW],
    "privacy/what_stays": [retention.ERASED_CONTACTS, backup.KEPT_FOR],
    "privacy/show": [retention.UNANSWERED, retention.CHAT_TEXT, forgetting.LINES],
    "console: overview_asked_told": [overview.MONTHS * UNITS["tháng"]],
    "console: overview_on_time_told": [overview.MONTHS * UNITS["tháng"]],
    "console: overview_fields": [overview.MONTHS * UNITS["tháng"]],
    "console: overview_stars": [overview.MONTHS * UNITS["tháng"]],
    "console: overview_topics": days(overview.TOPIC_DAYS),
    "faq/of_figures/invoice": [of_figures.REGISTER_INVOICES_IN],
    "tax/costs_noted": [UNITS["tháng"]],  # of a helper without insurance: a rule of the law
    "tax/lacks": days(300),  # an example of what to type
    "danger/bite": [timedelta(minutes=15)],  # how long to wash: advice of first aid
    "danger/burn": [timedelta(minutes=20)],
    "deadlines/reminding": days(*deadlines.REMIND_DAYS),
    "deadlines/consent": days(*deadlines.REMIND_DAYS),
    "deadlines/fixed_days": days(*deadlines.REMIND_DAYS),
    "deadlines/list": days(*deadlines.REMIND_DAYS),
    "staff_chat/morning": [lists.SOON],
    "call/registration": [offers.OFFER_LASTS],
    "push/consent": [waking.LASTS],
    "console: survey_days": [waves.LONGEST],
    "console: later_date": [routing.LATEST_DATE],
    "console: put_off_day": [routing.LATEST_REMINDER],
    "pages/console/question_moves: put_off_how": [routing.LATEST_REMINDER],
    "console: job_kept": [making.KEPT_FOR],
    "console: ok_linked_code": [staff_links.CODE_LASTS],
    "console: about_event_reminders": days(*reminders.REMIND_DAYS),
    "console: about_tax_reminders": days(*deadlines.REMIND_DAYS),
    "console: zalo_consent_failed": [account.CONSENT_LASTS],
    "operator/backup: aside": [backup.KEPT_FOR],
    "operator/probe: quota": [channel.FREE_FOR],
    "operator/staff: link": [INVITE_LASTS],
    "pages/console/own_account: chat_code": [staff_links.CODE_LASTS],
    # Zalo's own half an hour, and until which hour it sends
    "pages/console/broadcast_article: send_how": [
        timedelta(minutes=30),
        timedelta(hours=22),
    ],
    "pages/console/broadcast_moves: approve_now": [planning.UNDO],
    "pages/console/broadcast_moves: recent": [planning.LATELY],
    "pages/console/broadcast_plan: under_a_minute": [timedelta(minutes=1)],
    "pages/console/business_claims: letter_how": [business_claims.LETTER_LASTS],
    "pages/console/channels: set_aside_how": [retention.SET_ASIDE],
    "pages/console/data_requests: how": days(privacy.ANSWER_IN, *privacy.DONE_IN.values()),
    "pages/console/data_requests: what_stays": [backup.KEPT_FOR],
    "pages/console/event_new: filled": [creating.CLOSES_BEFORE],
    "pages/console/event_next: warning_odd_hour": [timedelta(hours=event_next.LATEST.hour)],
    "pages/console/staff: link_how": [INVITE_LASTS],
    # An example of what to type.
    "faq/lacks": [timedelta(days=28)],
    "console: ward_clock": [timedelta(hours=8), timedelta(days=7)],
    "pages/console/ward_part: hint_clock": [timedelta(hours=8), timedelta(days=7)],
    "pages/console/ward_part: effect_sending": AT_ALL,
    "pages/console/ward_part: hint_sending": AT_ALL,
    "pages/visitor/kept: why": [keeping.AFTER_EVENT],
}


def stated() -> dict[str, list[timedelta]]:
    """Every sentence of the chat and of pages -> the times typed in it."""
    sentences: dict[str, str] = {}
    for file in sorted(MESSAGES.rglob("*.j2")):
        name = file.relative_to(MESSAGES).with_suffix("").as_posix()
        if name in ("console", "labels"):
            for line in file.read_text(encoding="utf-8").splitlines():
                sentences[f"{name}: {line.partition(':')[0]}"] = line
        elif name.startswith(("pages/", "operator/")):
            for said in read_sentences(file.read_text(encoding="utf-8")):
                sentences[f"{name}: {said.key}"] = said.text
        else:
            sentences[name] = file.read_text(encoding="utf-8")
    found = {name: STATED.findall(words) for name, words in sentences.items()}
    return {
        name: [int(number) * UNITS[unit] for number, unit in times]
        for name, times in found.items()
        if times
    }


@pytest.mark.parametrize("name", sorted(stated()))
def test_a_stated_time_is_the_one_that_is_kept(name: str) -> None:
    assert name in KEPT, f"{name} states a time: name the constant that keeps it"
    for time in stated()[name]:
        assert any(abs(time - kept) <= kept / 100 for kept in KEPT[name]), (name, time)


def test_the_list_names_no_sentence_that_states_nothing() -> None:
    assert set(KEPT) <= set(stated())


def test_who_is_told_of_an_hour_waits_an_hour() -> None:
    assert timedelta(hours=1) == codes.TRIES_WITHIN
