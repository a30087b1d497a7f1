"""Looks at every entry as served on a day: what is wrong with it, and what soon will be."""

import re
from datetime import date

from jinja2 import TemplateError

from content.facts import FactMissing
from content.knowledge import Entry, Knowledge
from content.problems import Problem, line_of

SHORT_LIMIT = 600
MENU_LIMIT = 48
# An entry id travels in a button: `faq:<id>:details` must stay well under Telegram's 64 bytes.
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
ID_LIMIT = 40
WARN_DAYS = 30


def review(knowledge: Knowledge, on: date) -> tuple[list[Problem], list[Problem]]:
    """Checks every entry as served on a day; returns (faults, warnings)."""
    faults: list[Problem] = []
    warnings: list[Problem] = []
    wordings: dict[str, Entry] = {}
    for entry in knowledge.entries.values():
        text = entry.path.read_text(encoding="utf-8")

        def fault(key: str, trouble: str, *, entry: Entry = entry, text: str = text) -> None:
            faults.append(Problem(entry.path, line_of(text, key), trouble))

        if not _ID.fullmatch(entry.id) or len(entry.id) > ID_LIMIT:
            fault("question", f"tên tệp phải gồm chữ không dấu, số, gạch nối, tối đa {ID_LIMIT}")
        if len(entry.menu) > MENU_LIMIT:
            fault("menu", f"nhãn menu dài {len(entry.menu)} ký tự, tối đa {MENU_LIMIT}")
        for wording in (entry.question, *entry.ask):
            twin = wordings.setdefault(wording.casefold(), entry)
            if twin is not entry:
                fault(wording, f"cách hỏi «{wording}» đã có ở {twin.path}")
        for other in entry.related:
            if other not in knowledge.entries:
                fault("related", f"không có câu nào mã «{other}»")
        for source in entry.sources:
            if entry.servable_on(on) and not source.law.in_force_on(on):
                fault(source.law.id, f"{source.law.name} không có hiệu lực ngày {on}")
        try:
            short = knowledge.short(entry.id, on)
            knowledge.details(entry.id, on)
        except (FactMissing, TemplateError) as error:
            fault("fact(", f"không dựng được câu trả lời: {error}")
            continue
        body_starts = "owner"  # the last line of the front matter in every entry
        if not short:
            fault(body_starts, "chưa có câu trả lời ngắn")
        if len(short) > SHORT_LIMIT:
            fault(body_starts, f"câu trả lời ngắn dài {len(short)} ký tự, tối đa {SHORT_LIMIT}")
        if not entry.servable_on(on):
            warnings.append(
                Problem(
                    entry.path, line_of(text, "review_by"), "đang rà soát: không trả lời tự động"
                )
            )
        elif (entry.review_by - on).days <= WARN_DAYS:
            warnings.append(
                Problem(
                    entry.path, line_of(text, "review_by"), f"cần rà soát trước {entry.review_by}"
                )
            )
    return faults, warnings
