"""What is being typed is kept for whoever types it: by a script while they type, and by a button
without one."""

from collections.abc import Mapping

from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.web.console import seen
from bot.web.console.console import DRAFT, Console, Place
from bot.web.console.given_back import KEYS
from bot.web.console.seen import Unseen
from bot.web.console.visit import Visit
from bot.web.pages import clock_face, json_answer, wants_json
from handlers.office import drafts
from handlers.office.drafts import DraftOf, DraftPlace, DraftShown, NotTheirDraft
from handlers.people.permissions import Action
from storage.database import Transaction

PATH = "/ban-nhap"
_NO_WORDS = (*KEYS, DRAFT, "do", "insert", "leaves", "file", "sure", "knows")
_PAGES = {
    DraftPlace.EVENT: "/su-kien/{}",
    DraftPlace.MINUTES: "/su-kien/{}/bien-ban",
    DraftPlace.BROADCAST: "/thong-bao/{}/sua",
}
_NEW = {DraftPlace.EVENT: "/su-kien/moi?mau={}", DraftPlace.BROADCAST: "/thong-bao/soan"}


def page_of(of: DraftOf) -> str:
    """Where its form stands."""
    is_new, sort = of.new
    if is_new:
        return _NEW[of.place].format(sort)
    return _PAGES.get(of.place, "/cau-hoi/{}").format(of.about)


def _object_of(of: DraftOf) -> str:
    """What the line of the audit is about."""
    kinds = {DraftPlace.BROADCAST: "broadcast", DraftPlace.EVENT: "event"}
    kind = "event" if of.place is DraftPlace.MINUTES else kinds.get(of.place, "question")
    return f"{kind}:{'new' if of.new[0] else of.about}"


async def keep(console: Console, visit: Visit) -> Response:
    """Keeps the form as it stands; says when, and who else has a draft of the same."""
    of = named(visit)
    shown = await keep_typed(console, visit, of)
    if wants_json(visit.request):
        others = ", ".join(one.name for one in shown.others)
        return json_answer({"at": clock_face(visit.now, visit.now), "others": others})
    return console.back(page_of(of), "draft_kept", anchor=f"nhap-{of.place}")


async def keep_typed(
    console: Console,
    visit: Visit,
    of: DraftOf,
    changed: Mapping[str, list[str]] | None = None,
    *,
    repeatable: bool = True,
) -> DraftShown:
    """The words of the form, kept, some of them `changed`; 403 for what this person may not
    write."""
    visit.form.pop(DRAFT, None)  # it stays one
    typed = visit.lists | dict(changed or {})
    fields = {name: texts for name, texts in typed.items() if name not in _NO_WORDS}
    if drafts.is_too_long(fields):
        visit.errors["text"] = "too_long"
        raise HTTPException(400)

    def work(tx: Transaction) -> tuple[DraftShown, bool]:
        return drafts.keep(
            tx, visit.staff, of, fields, visit.now,
            seen=visit.form.get(seen.FIELD, ""), opened=visit.form.get(seen.OPENED, ""),
        )  # fmt: skip

    try:
        shown, _ = await console.write(
            visit,
            "draft.keep",
            _object_of(of),
            work,
            unseen=Unseen.OWN,
            repeatable=repeatable,
            is_deed=lambda kept: kept[1],
        )
    except NotTheirDraft:
        raise HTTPException(403) from None
    return shown


async def drop(console: Console, visit: Visit) -> Response:
    """The words are wanted no more: the form shows again what is stored."""
    of = named(visit)
    visit.form.pop(DRAFT, None)
    await console.write(
        visit,
        "draft.drop",
        _object_of(of),
        lambda tx: drafts.end(tx, visit.staff, of),
        unseen=Unseen.OWN,
        repeatable=True,
        is_deed=bool,
    )
    return console.back(page_of(of), "draft_dropped")


def named(visit: Visit) -> DraftOf:
    """Of which form the words are; 404 for none that is kept."""
    of = DraftOf.read(visit.form.get(DRAFT, ""))
    if of is None:
        raise HTTPException(404)
    return of


PLACES = (
    Place(PATH, Action.OWN_ACCOUNT, keep, ("POST",)),  # each asks for its own
    Place(f"{PATH}/bo", Action.OWN_ACCOUNT, drop, ("POST",)),
)
