"""How the console answers: pages, refusals with what was typed, where a write leads."""

import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any
from urllib.parse import quote

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from bot.running.pool import Pool
from bot.web.console import given_back, seen, sight
from bot.web.console.retold import JournalLine
from bot.web.console.typed import HOME, page_before, page_of, typed_in
from bot.web.console.visit import WRITES, Visit
from bot.web.limits import Refused
from bot.web.pages import environment, json_answer, wants_json
from bot.web.qr import qr_svg
from content.library import Content
from handlers.people import telling
from handlers.people.permissions import Action, sees_names
from storage.staff_models import Staff

AGAIN = "lai"  # in the address of a page that came back with what was typed


class LatePage(HTMLResponse):
    """A page whose text is made in a thread, where it keeps no chat from the event loop: a long
    list takes a tenth of a second, and so does any template the first time."""

    def __init__(self, make: Callable[[], str], status: int, key: str = "") -> None:
        """`key`: what it is kept under, to be shown again without a form being sent again."""
        super().__init__(status_code=status, headers={"cache-control": "no-store"})
        self.key = key
        self._make: Callable[[], str] | None = make

    async def finish(self, pool: Pool) -> None:
        """Makes the text, once. Raises Busy, and what a template raises."""
        if self._make is not None:
            self.body = self.render(await pool.run(self._make))
            self.headers["content-length"] = str(len(self.body))
            self._make = None


class Answers:
    """Makes the console's pages."""

    def __init__(self, content: Content) -> None:
        self.content = content
        env = environment(content)
        env.globals |= {
            "fields": content.fields,
            "trades_named": {name: one.name for name, one in content.trades.items()},
            "topics_named": {name: topic.name for name, topic in content.news.topics.items()},
            "qr": qr_svg,
        }
        self._env = env

    def render(self, visit: Visit, template: str, status: int = 200, /, **values: Any) -> LatePage:
        """A page. What was typed into a form that is not taken comes back in it; a template may ask
        for it as `form`, for what is wrong with it as `errors`. Whoever is shown no names gets the
        page without any."""
        named = sees_names(visit.staff)
        values = values if named else sight.nameless(values)
        status = visit.refused_with if visit.is_refused and status < 400 else status
        was_refused = visit.request.method in WRITES and status >= 400
        key = secrets.token_urlsafe(9) if was_refused else ""
        if key:
            values["again"] = f"{page_of(visit.request)}?{AGAIN}={key}"
        make = partial(
            self._with_what_was_typed if was_refused else self._with_drafts,
            template,
            done=visit.banner.get("xong", ""),
            covered=visit.covered or "che" in visit.banner,
            told=telling.from_query(visit.banner.get("bao", "")),
            **self._handed(visit),
            **values,
        )
        return LatePage(make, status, key and visit.kept_page(key))

    def _handed(self, visit: Visit) -> dict[str, Any]:
        """What belongs to one request."""
        return {
            "visit": visit,
            "staff": visit.staff,
            "csrf": _csrf(page_token(visit)),
            "seen": visit.checked.field,
            "Action": Action,
            "today": visit.today,
            "now": visit.now,
            "names": sees_names(visit.staff),
            "form": visit.form,
            "errors": visit.errors,
        }

    def part(self, visit: Visit, template: str, /, **values: Any) -> str:
        """A piece of a page, for one that shows it as it comes; the same as long as what it shows
        is: for the token of its forms stands `TOKEN`."""
        return self._text(template, **self._handed(visit) | {"csrf": _csrf(TOKEN)}, **values)

    def _with_what_was_typed(self, template: str, /, *, visit: Visit, **values: Any) -> str:
        """The page with what was sent in its form again; where that form is not there any more, or
        has no such field, the sentences of it stand above."""
        path, words = visit.request.url.path, self.content.words.console
        typed = visit.sent_fields()
        faults = {name: words[why] for name, why in visit.mistakes.items() if why in words}

        def made(returned: Sequence[tuple[str, str]]) -> str:
            page = self._text(template, visit=visit, returned=returned, **values)
            form = given_back.find(page, path, typed)
            return given_back.refill(page, form, typed, faults) if form else page

        page = made([])
        lost = [(name, text) for name, text in visit.typed if not given_back.stands(text, page)]
        return made(lost) if lost else page

    def _with_drafts(self, template: str, /, **values: Any) -> str:
        """The page with what this person was typing in its forms (`drafts`: as their pages ask for
        them, by place), where a form stands on it."""
        page = self._text(template, **values)
        for shown in values.get("drafts", {}).values():
            form = given_back.marked(page, "draft", str(shown.of)) if shown.mine else None
            if form is None:
                continue
            faults = {}
            if shown.keeps_version:
                if (seen.FIELD, shown.mine.seen) not in form.carries:  # somebody saved it since
                    faults = {"draft": self.content.words.console["draft_older"]}
                keys = {seen.FIELD: shown.mine.seen, seen.OPENED: shown.mine.opened}
                page = given_back.made_from(page, form, keys)
                form = given_back.marked(page, "draft", str(shown.of)) or form
            page = given_back.refill(page, form, shown.mine.fields, faults)
        return page

    def _text(self, template: str, /, **values: Any) -> str:
        return self._env.get_template(f"console/{template}.html").render(**values)

    def public(self, template: str, status: int = 200, **values: Any) -> HTMLResponse:
        """A page for somebody who is not signed in."""
        blank: dict[str, Any] = {
            "errors": {},
            "form": {},
            "staff": None,
            "visit": None,
            "done": "",
            "problem": "",
            "told": None,
            "covered": False,
        }
        given = blank | values
        return HTMLResponse(
            self._text(template, **given), status, headers={"cache-control": "no-store"}
        )

    def refused(self, request: Request, refusal: Refused) -> Response:
        """A request nobody is known by yet, which was not taken: why, and what to do."""
        if wants_json(request):
            notice = self.content.words.console[refusal.why]
            return json_answer({"notice": notice}, refusal.status)
        return self.plain(refusal.why, refusal.status)

    def broken(self, request: Request) -> Response:
        """A fault of ours, on whatever page."""
        if wants_json(request):
            return json_answer({"notice": self.content.words.console["broken"]}, 500)
        return self.plain("broken", 500)

    def nothing_here(self, request: Request, status: int) -> Response:
        """An address of the console that is none."""
        if wants_json(request):
            return json_answer({"notice": self.content.words.console["not_found"]}, status)
        return self.plain("not_found", status)

    def plain(self, message: str, status: int, visit: Visit | None = None) -> HTMLResponse:
        """One sentence: why not, and where to go on."""
        if visit is not None:
            return self.render(visit, "message", status, message=message)
        return self.public("message", status, message=message)

    def back(
        self,
        to: str,
        done: str = "",
        anchor: str = "",
        told: Iterable[telling.Told] = (),
        staff: Sequence[Staff] | None = None,
        more: Mapping[str, str] | None = None,
    ) -> RedirectResponse:
        """After a write: the page again, with what was done said once, who is told of it, and which
        staff were written to in their own chats (None: nobody had to be); `more` of `BANNER`."""
        said = {"xong": done, "bao": telling.to_query(told), **(more or {})}
        if staff is not None:
            said["nhan"] = ".".join(str(person.id) for person in staff) or "0"
        mark = "&".join(f"{name}={quote(value)}" for name, value in said.items() if value)
        if mark:
            mark = f"{'&' if '?' in to else '?'}{mark}"
        return RedirectResponse(f"{HOME}{to}{mark}{'#' + anchor if anchor else ''}", 303)

    def file(self, data: bytes, name: str, kind: str) -> Response:
        return Response(
            data,
            media_type=kind,
            headers={
                "content-disposition": f'attachment; filename="{name}"',
                "cache-control": "no-store",
            },
        )

    def not_taken(self, visit: Visit, why: str, status: int) -> Response:
        """A request that led to nothing: why, and what was typed."""
        if wants_json(visit.request):
            return json_answer({"notice": self.content.words.console[why]}, status)
        typed, back = typed_in(visit.lists), page_before(visit.request)
        return self.render(visit, "not_taken", status, message=why, typed=typed, back=back)

    def gone(
        self, visit: Visit, entry: JournalLine | None = None, erased_at: datetime | None = None
    ) -> Response:
        """What a form acts on is not there any more: as the audit tells it, and what was typed."""
        if wants_json(visit.request):
            return json_answer({"notice": self.content.words.console["gone"]}, 409)
        shown = {"entry": entry, "erased_at": erased_at, "typed": typed_in(visit.lists)}
        return self.render(visit, "gone", 409, back=page_of(visit.request), **shown)

    def show_both(self, visit: Visit, changed: seen.Changed, **values: Any) -> HTMLResponse:
        """What was typed beside what somebody else saved meanwhile; either can be taken. What this
        person did not touch stays as it is stored now."""
        differing = changed.differences(visit.lists)
        visit.untouched = changed.untouched(visit.lists)
        shown = {difference.name for difference in differing if difference.is_one_field}
        ours = ("csrf", seen.FIELD, seen.OPENED)
        hidden = [
            (name, value)
            for name, typed in changed.merged(visit.lists).items()
            for value in typed
            if name not in shown and name not in ours
        ]
        made = [(seen.FIELD, changed.version), (seen.OPENED, seen.opened_of(changed.now))]
        return self.render(
            visit,
            "changed",
            409,
            differing=differing,
            theirs=changed.theirs(visit.lists),
            hidden=[*hidden, *made],
            # Of a field that was compared nothing is to be copied: it is shown above, or as stored.
            typed=[one for one in visit.typed if one[0] not in changed.now],
            back=page_of(visit.request),
            **({"would_tell": None, "labels": {}, "stands": ""} | values),
        )


TOKEN = "token-of-this-page"  # noqa: S105  # stands where a token will


def page_token(visit: Visit) -> str:
    """What the forms of one page carry: this session's token, and a key of the page's own."""
    return f"{visit.session.csrf}.{secrets.token_urlsafe(9)}"


def _csrf(token: str) -> Markup:
    # A token of ours: letters, digits, - and _
    return Markup(f'<input type="hidden" name="csrf" value="{token}">')  # noqa: S704
