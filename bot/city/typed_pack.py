"""`donghanh city pack`: answers and figures the city publishes."""

from datetime import datetime
from pathlib import Path

import click

from content.operator import tell

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_NEW = click.Path(dir_okay=False, path_type=Path)


@click.group(help=tell("help.city_pack"))
def pack() -> None:
    """Answers and figures the city publishes."""


@pack.command(name="key", help=tell("help.city_pack_key"))
@click.argument("file", type=_NEW)
def pack_key(file: Path) -> None:
    """A new private key to sign with."""
    from bot.city.typed import said
    from bot.commands.pack import make_key

    said(lambda: make_key(file))


@pack.command(name="make", help=tell("help.city_pack_make"))
@click.argument("files", nargs=-1, type=_FILE)
@click.option("--number", type=click.IntRange(1, 999_999), required=True)
@click.option("--out", type=_NEW, required=True)
@click.option("--withdraw", multiple=True, help=tell("run.pack_withdraw"))
@click.option("--correction", is_flag=True, help=tell("run.pack_correction"))
def pack_make(
    files: tuple[Path, ...], number: int, out: Path, withdraw: tuple[str, ...], correction: bool
) -> None:
    """The files of content, as one file."""
    from bot.city.typed import said
    from bot.commands.pack import make, write
    from content.library import load_content
    from content.vietnamese import VIETNAM

    def work() -> str:
        content, day = load_content(), datetime.now(VIETNAM).date()
        made = make(content, files, number, day, correction=correction, withdrawn=withdraw)
        return write(made, out)

    said(work)


@pack.command(name="sign", help=tell("help.city_pack_sign"))
@click.argument("file", type=_FILE)
@click.option("--key", type=_FILE, required=True)
@click.option("--as", "signer", required=True, help=tell("run.pack_signer"))
def pack_sign(file: Path, key: Path, signer: str) -> None:
    """In the name of whoever answers for it."""
    from bot.city.typed import said
    from bot.commands.pack import sign

    said(lambda: sign(file, key, signer))


@pack.command(name="publish", help=tell("help.city_pack_publish"))
@click.argument("file", type=_FILE)
def pack_publish(file: Path) -> None:
    """To every ward."""
    from bot.city.typed import said, settings_read
    from bot.commands.city import publish

    settings = settings_read()
    said(lambda: publish(settings, file))
