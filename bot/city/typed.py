"""The commands of a city. Each imports what it needs, as in `bot/__main__.py`."""

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import click

from bot.city.typed_pack import pack
from bot.commands.ending import fail, run_until_stopped
from content.operator import tell

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


def settings_read(**given: object) -> Any:
    from bot.settings.city import read_city
    from bot.settings.settings import ConfigError

    try:
        return read_city(**given)  # type: ignore[arg-type]  # names of settings
    except ConfigError as error:
        fail(error)


def said(work: Callable[[], str]) -> None:
    """Prints what a command did, or in one line why it did nothing."""
    from bot.commands.refusal import CommandRefused
    from bot.settings.settings import ConfigError
    from storage.errors import StorageError

    try:
        print(work())
    except (CommandRefused, ConfigError, StorageError, OSError) as error:
        fail(error)


@click.group(help=tell("help.city"))
def city() -> None:
    """The wards of a city."""


city.add_command(pack)


@city.command(name="key", help=tell("help.city_key"))
def key_() -> None:
    """A new CITY_KEY."""
    from cryptography.fernet import Fernet

    print(Fernet.generate_key().decode())


@city.command(help=tell("help.city_add"))
@click.argument("key")
@click.option("--name", required=True, help=tell("help.city_name"))
@click.option("--settings", "own", type=_FILE, help=tell("help.city_settings"))
@click.option("--host", default="", help=tell("help.city_host"))
@click.option("--paused", is_flag=True, help=tell("help.city_add_paused"))
def add(key: str, name: str, own: Path | None, host: str, paused: bool) -> None:
    """One more ward."""
    from bot.commands import city as commands

    settings = settings_read()
    text = commands.read_own(own)
    said(lambda: commands.add(settings, key, name, host.lower(), text, paused=paused))


@city.command(name="set", help=tell("help.city_set"))
@click.argument("key")
@click.option("--settings", "own", type=_FILE, required=True, help=tell("help.city_settings"))
def set_(key: str, own: Path) -> None:
    """Other settings for a ward."""
    from bot.commands import city as commands

    settings = settings_read()
    said(lambda: commands.change(settings, key, commands.read_own(own)))


@city.command(name="list", help=tell("help.city_list"))
def list_() -> None:
    """Every ward and every process."""
    from bot.commands import city as commands

    settings = settings_read()
    said(lambda: commands.listed(settings))


@city.command(help=tell("help.city_pause"))
@click.argument("key")
def pause(key: str) -> None:
    """Nobody serves the ward."""
    from bot.commands import city as commands

    settings = settings_read()
    said(lambda: commands.pause(settings, key, goes_on=False))


@city.command(help=tell("help.city_resume"))
@click.argument("key")
def resume(key: str) -> None:
    """The ward is served again."""
    from bot.commands import city as commands

    settings = settings_read()
    said(lambda: commands.pause(settings, key, goes_on=True))


@city.command(name="move", help=tell("help.city_move"))
@click.argument("key")
@click.argument("url")
@click.option("--out", is_flag=True, help=tell("help.city_out"))
def move_(key: str, url: str, out: bool) -> None:
    """A ward's data, from where it was, or out of the city."""
    from bot.commands import city_data

    settings = settings_read()
    move = city_data.move_out if out else city_data.move_in
    said(lambda: move(settings, key, url))


@city.command(name="backup", help=tell("help.city_backup"))
@click.argument("key")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def backup_(key: str, folder: Path) -> None:
    """A copy of one ward."""
    from bot.commands import city_data

    settings = settings_read()
    said(lambda: city_data.back_up(settings, key, folder))


@city.command(name="restore", help=tell("help.city_restore"))
@click.argument("key")
@click.argument("source", type=click.Path(exists=True, path_type=Path))
@click.option("--older", is_flag=True, help=tell("run.older"))
def restore_(key: str, source: Path, older: bool) -> None:
    """A copy in place of what the ward has."""
    from bot.commands import city_data

    settings = settings_read()
    said(lambda: city_data.put_back(settings, key, source, older=older))


@city.group(name="staff", help=tell("help.city_staff"))
def staff_() -> None:
    """Who may look at the numbers of all wards."""


@staff_.command(name="add", help=tell("help.city_staff_add"))
@click.argument("login")
@click.option("--name", required=True, help=tell("run.staff_name"))
@click.option("--password", prompt=True, hide_input=True, confirmation_prompt=True)
def staff_add(login: str, name: str, password: str) -> None:
    """Somebody with a second step."""
    from bot.commands import city as commands

    settings = settings_read()
    said(lambda: commands.add_person(settings, login, name, password))


@staff_.command(name="off", help=tell("help.city_staff_off"))
@click.argument("login")
def staff_off(login: str) -> None:
    """They are out at once."""
    from bot.commands import city as commands

    settings = settings_read()
    said(lambda: commands.switch_off(settings, login))


@city.command(name="upgrade", help=tell("help.city_upgrade"))
def upgrade_() -> None:
    """Every ward's schema to this program's step."""
    from bot.commands import city as commands
    from storage.errors import StorageError

    try:
        commands.upgrade(settings_read(), lambda line: print(line, flush=True), time.sleep)
    except StorageError as error:
        fail(error)
    except KeyboardInterrupt:
        raise SystemExit(1) from None


@click.command(help=tell("help.work"))
@click.option("--host", help=tell("run.host"))
@click.option("--port", type=int, help=tell("run.port"))
def work(**given: Any) -> None:
    """Has wards of a city."""
    settings = settings_read(**given)
    from bot.city.work import work as at_work

    run_until_stopped(
        partial(at_work, settings),
        lambda address: tell("city.working", address=address),
        settings.log_level,
    )


@click.command(help=tell("help.serve"))
@click.option("--host", help=tell("run.host"))
@click.option("--port", type=int, help=tell("run.port"))
def serve(**given: Any) -> None:
    """Where a city's people come in."""
    settings = settings_read(**given)
    from bot.city.front import serve_city

    run_until_stopped(
        partial(serve_city, settings),
        lambda address: tell("city.serving", address=address),
        settings.log_level,
    )
