"""The `donghanh` command. Each command imports what it needs, so that small ones start at once."""

import asyncio
import errno
import gc
import sys
from collections.abc import Iterator
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any

import click

from bot.city import typed as of_a_city
from bot.commands.ending import fail, run_until_stopped
from bot.settings.settings import ConfigError, Settings, read_settings
from content.operator import tell

FEW_LOOKS = (50_000, 20, 20)  # for garbage: what a command loads is none, and is walked each time


class _Commands(click.Group):
    """Every command ends in one line where the disk or the database does not do, never in a
    traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        from storage.database import StorageError

        try:
            return super().invoke(ctx)
        except StorageError as error:
            problem = str(error)
        except OSError as error:
            if error.errno == errno.EPIPE:
                raise  # whoever read our output has enough
            file = error.filename or tell("run.a_file")
            problem = tell("run.unreadable", file=file, strerror=error.strerror)
        return fail(problem)


@click.group(
    cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]}, help=tell("help.main")
)
def main() -> None:
    """The command and what is under it."""
    gc.set_threshold(*FEW_LOOKS)


def _settings(**given: object) -> Settings:
    try:
        return read_settings(**given)  # type: ignore[arg-type]  # names of settings
    except ConfigError as error:
        fail(error)


@main.command(help=tell("help.run"))
@click.option("--host", help=tell("run.host"))
@click.option("--port", type=int, help=tell("run.port"))
@click.option("--database", "database_url", help=tell("run.database"))
def run(**given: Any) -> None:
    """Serves everything until it is stopped."""
    gc.disable()  # what a start loads is no garbage: `settle_memory` lets it look again
    settings = _settings(**given)
    from bot.app import serve

    run_until_stopped(partial(serve, settings), partial(_summary, settings), settings.log_level)


def _summary(settings: Settings, address: str) -> str:
    from storage.addresses import shown

    lines = [
        tell("run.running"),
        f"  {tell('run.web_chat', address=address)}",
        f"  {tell('run.staff', address=address)}",
        f"  {tell('run.database_at', database_url=shown(settings.database_url))}",
    ]
    lines += [vendor.summary(address) for vendor in settings.vendors]
    if not settings.public_url:
        lines.append(f"  {tell('run.no_address')}")
    elif not settings.trusted_proxies:
        lines.append(f"  {tell('run.no_proxies')}")
    return "\n".join([*lines, tell("run.stop")])


@main.command(help=tell("help.chat"))
@click.option("--database", "database_url", help=tell("run.chat_database"))
def chat(database_url: str | None) -> None:
    """A conversation in this terminal, or read from standard input."""
    settings = _settings()
    from bot import logs
    from content.problems import ContentError
    from storage.database import StorageError, folder

    logs.set_up("WARNING")
    try:
        beside = folder(settings.database_url) / "chat.db"
        asyncio.run(_chat(settings, database_url or f"sqlite:///{beside}"))
    except (StorageError, ContentError) as error:
        fail(error)
    except KeyboardInterrupt:
        raise SystemExit(0) from None


async def _chat(settings: Settings, url: str) -> None:
    from bot.app import build_core
    from bot.channels.terminal import TerminalChannel
    from content.library import load_content
    from storage import database

    channel = TerminalChannel()
    content = load_content(ward_file=settings.ward_file, with_encoder=settings.encoder)
    async with database.open(url) as db:
        core = build_core(db, content, {channel.name: channel})
        for delivery in core.deliveries.values():
            await delivery.recover()
        await core.following.catch_up()
        await channel.start(core.reception.receive)
        await channel.play(sys.stdin, core.settle)
        await channel.stop()


def _as_owner(url: str, *new: Path) -> None:
    """What root does with the data is to be read by the service that comes after."""
    from bot.files.owner import NoOwner, become_owner
    from storage import database

    try:
        become_owner(database.folder(url), *new)
    except NoOwner as error:
        fail(error)


@main.command(help=tell("help.migrate"))
@click.option("--database", "database_url", help=tell("run.database"))
def migrate(database_url: str | None) -> None:
    """Makes the database, or brings it to this program's step."""
    from storage import database

    url = _settings(database_url=database_url).database_url

    async def work() -> None:
        async with database.open(url):
            pass

    try:
        _as_owner(url)
        asyncio.run(work())
    except database.StorageError as error:
        fail(error)
    print(tell("run.database_ready", url=database.shown(url)))


@main.command(name="backup", help=tell("help.backup"))
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--database", "database_url", help=tell("run.database"))
def back_up(folder: Path, database_url: str | None) -> None:
    """Copies database, photos and attachments, also while the assistant runs."""
    settings = _settings(database_url=database_url)
    from bot.commands import backup
    from bot.files.backup import BackupFailed

    _as_owner(settings.database_url, folder)
    try:
        print(asyncio.run(backup.back_up(settings, folder)))
    except BackupFailed as error:
        fail(error)


@main.command(help=tell("help.move"))
@click.argument("source")
@click.argument("target")
def move(source: str, target: str) -> None:
    """Moves a ward's data from one address to another; the assistant stands still meanwhile."""
    from bot.commands.move import moved
    from storage import database

    try:
        if not database.is_there(source):
            fail(tell("move.from_missing", where=database.shown(source)))
        _as_owner(source, database.folder(target))
        print(moved(source, target))
    except (database.StorageError, OSError) as error:
        fail(error)


@main.command(name="restore", help=tell("help.restore"))
@click.argument("source", type=click.Path(exists=True, path_type=Path))
@click.option("--older", is_flag=True, help=tell("run.older"))
@click.option("--database", "database_url", help=tell("run.database"))
def put_back(source: Path, older: bool, database_url: str | None) -> None:
    """Puts a backup in the place of the database, which is kept aside."""
    settings = _settings(database_url=database_url)
    from bot.commands import backup
    from bot.files.restore import RestoreRefused

    _as_owner(settings.database_url)
    try:
        print(asyncio.run(backup.restore(settings, _content(), source, older=older)))
    except RestoreRefused as error:
        fail(error)


@main.command(help=tell("help.check"))
@click.option("--date", "on", type=click.DateTime(["%Y-%m-%d"]), help=tell("run.check_on"))
@click.option("--go-live", is_flag=True, help=tell("run.go_live"))
@click.option("--database", "database_url", help=tell("run.database"))
def check(on: datetime | None, go_live: bool, database_url: str | None) -> None:
    """Everything in `content/`, and the words of pages, with file and line of each fault."""
    from bot.web.page_faults import page_faults
    from content.library import check_content, load_content
    from content.problems import ContentError
    from content.review import coming_reviews
    from content.vietnamese import day

    try:
        content = load_content(ward_file=_settings().ward_file)
        warnings = check_content(content, _day(on))
        if faults := page_faults(content):
            raise ContentError(faults)
    except ContentError as error:
        print(error, file=sys.stderr)
        fail(tell("run.content_faults", count=len(error.problems)))
    soon = len(warnings)
    for warning in warnings[:5]:
        print(tell("run.warning", warning=warning))
    more = soon - 5
    if more > 0:
        print(tell("run.more_warnings", more=more))
    for ahead, ending in coming_reviews(content.knowledge, _day(on)):
        for office, entries in ending.items():
            responsible = content.ward.office(office)
            named = ", ".join(f"{entry.id} ({day(entry.review_by)})" for entry in entries)
            print(tell("run.review_ends", ahead=ahead, name=responsible.name, named=named))
    served, laws = len(content.knowledge.entries), len(content.laws)
    print(tell("run.content_good", entries=served, laws=laws))
    if go_live:
        _ready(content.ward, _settings(database_url=database_url).database_url)


def _ready(ward: Any, url: str) -> None:
    """Fails, naming each, while what a real ward needs is empty, in its file and in the console."""
    from bot.commands.overlay import in_force
    from content.go_live import lacking
    from storage.errors import StorageError

    try:
        missing = lacking(asyncio.run(in_force(url, ward)))
    except StorageError as error:
        fail(error)
    for what in missing:
        print(tell("go_live.lacks", what=what), file=sys.stderr)
    if missing:
        fail(tell("run.not_ready", count=len(missing)))
    print(tell("go_live.ready"))


@main.group(help=tell("help.faq"))
def faq() -> None:
    """What asks the answers and keeps them."""


def _day(on: datetime | None) -> date:
    from content.vietnamese import VIETNAM

    return on.date() if on else datetime.now(VIETNAM).date()


def _content() -> Any:
    from content.library import load_content
    from content.problems import ContentError

    try:
        settings = _settings()
        return load_content(ward_file=settings.ward_file, with_encoder=settings.encoder)
    except ContentError as error:
        fail(error)


def _standard_input() -> Iterator[str]:
    """Lines of standard input; Notepad begins a file with a mark that is no part of the text."""
    for number, line in enumerate(sys.stdin):
        yield line if number else line.removeprefix("\ufeff")


@faq.command(help=tell("help.ask"))
@click.argument("question")
@click.option("--date", "on", type=click.DateTime(["%Y-%m-%d"]), help=tell("run.ask_on"))
@click.option("--json", "as_json", is_flag=True, help="in JSON")
def ask(question: str, on: datetime | None, as_json: bool) -> None:
    """One question, answered as on a day."""
    from bot.commands.faq import ask_text

    print(ask_text(_content(), question, _day(on), as_json=as_json))


@faq.command(help=tell("help.search"))
@click.option("--jsonl", is_flag=True, required=True, help=tell("run.jsonl"))
def search(jsonl: bool) -> None:
    """Questions from standard input; what was found for each."""
    from bot.commands.faq import BadLine, search_lines

    try:
        for line in search_lines(_content(), _standard_input()):
            print(line)
    except BadLine as error:
        fail(error)


@faq.command(name="list", help=tell("help.list"))
@click.option("--json", "as_json", is_flag=True, help="in JSON")
def list_(as_json: bool) -> None:
    """Every question, by topic."""
    from bot.commands.faq import list_text

    print(list_text(_content(), as_json=as_json))


@faq.command(help=tell("help.score"))
@click.option(
    "--set",
    "path",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help=tell("run.score_set"),
)
@click.option(
    "--strangers",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help=tell("run.score_strangers"),
)
@click.option(
    "--write",
    "document",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help=tell("run.score_write"),
)
def score(path: Path | None, strangers: Path | None, document: Path | None) -> None:
    """How well questions are understood, on both sets."""
    from bot.commands import quality, scores

    content = _content()
    try:
        if path:
            print(scores.as_table(scores.score(content, path)))
            return
        text = quality.report(content, strangers)
        if document:
            scores.write(document, text)
    except (ValueError, OSError) as error:
        fail(error)
    print(text)


@faq.command(help=tell("help.inbox"))
@click.option("--database", "database_url", help=tell("run.database"))
@click.option("--json", "as_json", is_flag=True, help="in JSON")
def inbox(database_url: str | None, as_json: bool) -> None:
    """What was not answered, grouped by meaning, with the nearest answer."""
    from bot.commands.faq import kept_questions
    from bot.commands.inbox import inbox_text
    from storage.database import StorageError

    url = _settings(database_url=database_url).database_url
    try:
        kept = asyncio.run(kept_questions(url))
    except StorageError as error:
        fail(error)
    print(inbox_text(_content(), kept, as_json=as_json))


@faq.command(help=tell("help.draft"))
@click.argument("question")
@click.option("--topic", required=True, help=tell("run.topic"))
def draft(question: str, topic: str) -> None:
    """A file for a new question; nobody is answered by it before it is approved."""
    from bot.commands.inbox import draft as make
    from bot.commands.refusal import CommandRefused

    try:
        path = make(_content(), question, topic, _day(None))
        print(tell("run.drafted", path=path))
    except CommandRefused as error:
        fail(tell("run.not_drafted", error=error))


@faq.command(help=tell("help.add"))
@click.argument("entry")
@click.argument("wording")
@click.option("--sure", is_flag=True, help=tell("run.sure"))
def add(entry: str, wording: str, *, sure: bool) -> None:
    """One more way of asking an entry, taken back when it breaks another."""
    from bot.commands.inbox import add_wording
    from bot.commands.refusal import CommandRefused

    try:
        print(add_wording(entry, wording, sure=sure))
    except CommandRefused as error:
        fail(tell("run.not_added", error=error))


@faq.command(help=tell("help.unanswered"))
@click.option("--database", "database_url", help=tell("run.database"))
@click.option("--json", "as_json", is_flag=True, help="in JSON")
def unanswered(database_url: str | None, as_json: bool) -> None:
    """What was not answered or was called wrong, without who asked."""
    from bot.commands.faq import unanswered_text
    from storage.database import StorageError

    url = _settings(database_url=database_url).database_url
    try:
        print(asyncio.run(unanswered_text(url, as_json=as_json)))
    except StorageError as error:
        fail(error)


@main.group(help=tell("help.staff"))
def staff() -> None:
    """Accounts of the console."""


@staff.command(name="add", help=tell("help.staff_add"))
@click.argument("login")
@click.option("--name", required=True, help=tell("run.staff_name"))
@click.option(
    "--role",
    "roles",
    multiple=True,
    required=True,
    help=tell("run.staff_role"),
)
@click.option("--office", default="kthtdt", show_default=True, help=tell("run.staff_office"))
@click.option("--title", default="", help=tell("run.staff_title"))
@click.option("--database", "database_url", help=tell("run.database"))
def staff_add(
    login: str, name: str, roles: tuple[str, ...], office: str, title: str, database_url: str | None
) -> None:
    """A new account; its link for a password is printed once."""
    settings = _settings(database_url=database_url)
    from bot.commands.refusal import CommandRefused
    from bot.commands.staff import add
    from storage.database import StorageError

    try:
        print(asyncio.run(add(settings, _content(), login, name, roles, office, title)))
    except (CommandRefused, StorageError) as error:
        fail(error)


@staff.command(name="link", help=tell("help.staff_link"))
@click.argument("login")
@click.option("--database", "database_url", help=tell("run.database"))
def staff_link(login: str, database_url: str | None) -> None:
    """A new link for a password."""
    from bot.commands.refusal import CommandRefused
    from bot.commands.staff import link
    from storage.database import StorageError

    try:
        print(asyncio.run(link(_settings(database_url=database_url), login)))
    except (CommandRefused, StorageError) as error:
        fail(error)


@staff.command(name="list", help=tell("help.staff_list"))
@click.option("--database", "database_url", help=tell("run.database"))
def staff_list(database_url: str | None) -> None:
    """Who has an account."""
    from bot.commands.staff import listed
    from storage.database import StorageError

    try:
        print(asyncio.run(listed(_settings(database_url=database_url))))
    except StorageError as error:
        fail(error)


@main.command(help=tell("help.demo"))
# In a folder of its own: photos lie beside a database, and those its rows do not name are removed.
@click.option(
    "--database", "database_url", default="sqlite:///data/demo/demo.db", show_default=True
)
@click.option("--port", type=int, help=tell("run.demo_port"))
@click.option("--only-fill", is_flag=True, help=tell("run.only_fill"))
def demo(database_url: str, port: int | None, *, only_fill: bool) -> None:
    """A conference to try everything with, in a database of its own."""
    settings = _settings(database_url=database_url, port=port)
    from bot import logs
    from bot.demo.ward import AlreadyThere, demo_clock, fill, run_demo
    from content.vietnamese import when
    from storage.database import StorageError

    logs.set_up("WARNING")
    clock, content = demo_clock(), _content()
    try:
        print(asyncio.run(fill(settings, content, clock())))
    except AlreadyThere as already:
        print(already)
    except StorageError as error:
        fail(error)
    if only_fill:
        return

    def announce(address: str, telegram: str) -> None:
        lines = [
            tell("run.demo_chat", address=address),
            tell("run.demo_console", address=address),
            tell("run.demo_public", address=address),
            tell("run.demo_telegram", telegram=telegram),
            tell("run.demo_clock", now=when(clock())),
            tell("run.demo_play"),
            tell("run.stop"),
        ]
        print("\n".join(lines), flush=True)

    try:
        asyncio.run(run_demo(settings, content, announce, clock))
    except StorageError as error:
        fail(error)
    except KeyboardInterrupt:
        raise SystemExit(0) from None


@main.command(name="demo-city", help=tell("help.demo_city"))
@click.option("--once", is_flag=True, help=tell("run.demo_once"))
def demo_city(*, once: bool) -> None:
    """Three wards of a city, to try with."""
    from bot import logs
    from bot.demo.city import run_city
    from bot.demo.cluster import NoServer
    from storage.database import StorageError

    logs.set_up("ERROR")
    try:
        asyncio.run(run_city(_content(), lambda line: print(line, flush=True), once=once))
    except NoServer:
        fail(tell("demo.no_server"))
    except (StorageError, TimeoutError) as error:
        fail(error)
    except KeyboardInterrupt:
        raise SystemExit(0) from None


@main.command(name="demo-zalo", help=tell("help.demo_zalo"))
@click.option("--buttons", is_flag=True, help=tell("run.buttons"))
def demo_zalo(*, buttons: bool) -> None:
    """A conversation as on the Zalo OA, against a Zalo on this machine."""
    settings = _settings()
    from bot import logs
    from bot.demo.ward import demo_clock
    from bot.demo.zalo import run_zalo

    logs.set_up("ERROR")
    talking = run_zalo(settings, _content(), demo_clock(), sys.stdin, sys.stdout, buttons=buttons)
    try:
        asyncio.run(talking)
    except KeyboardInterrupt:
        raise SystemExit(0) from None


@main.group(help=tell("help.zalo"))
def zalo() -> None:
    """What Zalo needs before it is used in earnest."""


@zalo.command(name="key", help=tell("help.zalo_key"))
def zalo_key() -> None:
    """A new key for ZALO_OA_TOKEN_KEY."""
    from cryptography.fernet import Fernet

    print(Fernet.generate_key().decode())


@zalo.command(name="probe", help=tell("help.zalo_probe"))
@click.option("--send-to", default="", help=tell("run.send_to"))
@click.option(
    "--webhook",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help=tell("run.webhook"),
)
@click.option("--signature", default="", help=tell("run.signature"))
@click.option("--database", "database_url", help=tell("run.database"))
def zalo_probe(
    send_to: str, webhook: Path | None, signature: str, database_url: str | None
) -> None:
    """Asks Zalo what nobody has confirmed; only reads, unless told whom to write to."""
    settings = _settings(database_url=database_url)
    from bot import logs
    from bot.commands.zalo import is_there_to_ask, probe
    from storage.database import StorageError

    logs.set_up("ERROR")
    if not is_there_to_ask(settings):
        fail(tell("run.nothing_to_probe"))
    try:
        captured = webhook.read_bytes() if webhook else None
        ended_well = asyncio.run(probe(settings, _content(), send_to, captured, signature))
    except StorageError as error:
        fail(error)
    raise SystemExit(0 if ended_well else 1)


@main.group(help=tell("help.facts"))
def facts() -> None:
    """What law can change."""


@facts.command(help=tell("help.diff"))
@click.argument("before", type=click.DateTime(["%Y-%m-%d"]))
@click.argument("after", type=click.DateTime(["%Y-%m-%d"]))
def diff(before: datetime, after: datetime) -> None:
    """Which answers differ between two days, and why."""
    from bot.commands.facts import difference

    if before >= after:
        fail(tell("run.days_reversed"))
    print(difference(_content(), before.date(), after.date()))


@facts.command(help=tell("help.impact"))
@click.argument("document")
@click.option("--date", "on", type=click.DateTime(["%Y-%m-%d"]), help=tell("run.impact_on"))
def impact(document: str, on: datetime | None) -> None:
    """Everything that rests on a document."""
    from bot.commands.facts import UnknownDocument
    from bot.commands.facts import impact as rests_on

    try:
        print(rests_on(_content(), document, _day(on)))
    except UnknownDocument as error:
        fail(error)


@main.group(name="content", help=tell("help.content"))
def desk_content() -> None:
    """What staff published in the console."""


def _published(database_url: str | None) -> Any:
    from bot.commands.overlay import published
    from storage.database import StorageError

    try:
        return asyncio.run(published(_settings(database_url=database_url).database_url))
    except StorageError as error:
        fail(error)


@desk_content.command(name="diff", help=tell("help.content_diff"))
@click.option("--database", "database_url", help=tell("run.database"))
def content_diff(database_url: str | None) -> None:
    """What differs from the files."""
    from bot.commands.overlay import Files, difference

    print(difference(_published(database_url), Files(ward_file=_settings().ward_file)))


@desk_content.command(name="export", help=tell("help.content_export"))
@click.option("--to", type=click.Path(file_okay=False, path_type=Path), help=tell("run.export_to"))
@click.option("--sure", is_flag=True, help=tell("run.export_sure"))
@click.option("--database", "database_url", help=tell("run.database"))
def content_export(to: Path | None, database_url: str | None, *, sure: bool) -> None:
    """Writes it back as files."""
    from bot.commands.overlay import Files, export
    from bot.commands.refusal import CommandRefused

    files = Files(to) if to else Files(ward_file=_settings().ward_file)
    try:
        print(export(_published(database_url), files, sure=sure))
    except CommandRefused as error:
        fail(error)


@main.command(help=tell("help.bench"))
@click.argument("name", required=False)
@click.option("--seconds", type=float, default=4.0, help=tell("run.seconds"))
@click.option(
    "--messages",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help=tell("run.messages"),
)
def bench(name: str | None, seconds: float, messages: Path | None) -> None:
    """Measures speed, one JSON a line."""
    from bot.bench.runner import UnknownBench, run_benches

    try:
        run_benches(name, seconds, messages)
    except UnknownBench as error:
        fail(error)


for command in (of_a_city.city, of_a_city.work, of_a_city.serve):
    main.add_command(command)


if __name__ == "__main__":
    main()
