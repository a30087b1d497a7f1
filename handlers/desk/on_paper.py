"""The answers of a list as they are said today, for paper and spreadsheets."""

from collections.abc import Iterable
from datetime import date

from content.documents.review_paper import ReviewedAnswer
from content.library import Content
from handlers.desk.lists import EntryRow, said_by
from handlers.talk.markup import to_plain


def answers(content: Content, rows: Iterable[EntryRow], today: date) -> list[ReviewedAnswer]:
    """Those of the rows that have an answer, each as it is said; what cannot be said is blank."""
    knowledge, ward = content.knowledge, content.ward
    found = []
    for row in rows:
        entry = knowledge.entries.get(row.id)
        if entry is None:
            continue
        said = said_by(knowledge, entry.id, today)
        more = "\n".join(f"{title}: {to_plain(text)}" for title, text in said.sections)
        found.append(
            ReviewedAnswer(
                id=entry.id,
                topic=knowledge.topics[entry.topic].title,
                office=ward.offices[entry.office].name,
                question=entry.question,
                short=to_plain(said.short or ""),
                more=more,
                basis="\n".join(f"{one.law.name}, {one.articles}" for one in entry.sources),
                review_by=entry.review_by,
                checked_on=entry.checked_on,
                shown=row.use.shown,
                right=row.use.right,
                wrong=row.use.wrong,
            )
        )
    return found
