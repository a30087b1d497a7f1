"""The letter with a code, by which whoever gets it at a business shows that it is theirs."""

from datetime import date, datetime

from content.documents.folder import environment, letterhead
from content.documents.tables import BLANK
from content.documents.word import write
from content.library import Content
from content.vietnamese import local_day


def confirm_letter(
    content: Content, code: str, name: str, owner: str, place: str, until: datetime, on: date
) -> bytes:
    """A Word file of one page, of the day `on`."""
    last = local_day(until)
    template = environment(content).get_template("thu-xac-nhan-ho.j2")
    signer = content.ward.signer
    text = template.render(
        code=code, name=name, owner=owner, place=place, last=last, signer=signer, blank=BLANK
    )
    return write(text, letterhead(content, on.year), {})
