"""`donghanh city pack`: the files of a pack put together, looked through, signed."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from bot.commands.refusal import CommandRefused
from content.fact_text import fact_text
from content.facts import Fact, read_facts
from content.library import Content
from content.named_figures import NAMED
from content.operator import tell
from content.overlay import Published, fact_entry
from content.packs import (
    Pack,
    PackRefused,
    new_key,
    public_of,
    read_key,
    read_unsigned,
    signed_by,
    unsigned,
)
from handlers.desk.checking import faults


def make(
    content: Content,
    files: Sequence[Path],
    number: int,
    day: date,
    *,
    correction: bool = False,
    withdrawn: Sequence[str] = (),
) -> Pack:
    """The pack of these files of content: answers as `faq/<topic>/<id>.md`, figures as
    `facts/*.yaml`. Raises CommandRefused, which names everything that no ward could say."""
    facts = _facts(content, [path for path in files if path.suffix == ".yaml"])
    items = [Published(fact_entry(name), "", "", fact_text(one)) for name, one in facts.items()]
    new = {name: one for name, one in facts.items() if name not in content.knowledge.facts}
    for path in files:
        if path.suffix == ".yaml":
            continue
        text = _text(path)
        brought = [fact_text(one) for name, one in new.items() if name in NAMED.findall(text)]
        items.append(Published(path.stem, path.parent.name, text, "\n".join(brought)))
    gone = [name for name in withdrawn if name not in content.knowledge.entries]
    wrong = [tell("pack.no_entry", entry=name) for name in gone]
    for one in items:
        if troubles := content.shelf.read(one)[2]:
            wrong += [str(trouble) for trouble in troubles]
            continue
        found = faults(content.shelf, one, day)
        wrong += [tell("pack.fault", entry=one.entry, kind=f.name, what=f.what) for f in found]
    if wrong:
        raise CommandRefused("\n".join(wrong))
    pack = Pack(number, day, "", tuple(items), tuple(withdrawn), correction)
    try:
        return read_unsigned(unsigned(pack))
    except PackRefused as error:
        raise CommandRefused(why_refused(error)) from error


def write(pack: Pack, to: Path) -> str:
    """Keeps it as a file nobody has signed; returns what to say of it."""
    to.write_bytes(unsigned(pack))
    return tell("pack.made", path=to, count=len(pack.entries))


def sign(path: Path, key: Path, signer: str) -> str:
    """Signs the file of a pack in its place; returns what to say of it. Raises CommandRefused."""
    try:
        private = read_key(key.read_bytes())
        path.write_bytes(signed_by(path.read_bytes(), private, signer))
    except PackRefused as error:
        raise CommandRefused(why_refused(error)) from error
    return tell("pack.signed", path=path, key=public_of(private))


def make_key(path: Path) -> str:
    """A new private key, readable by its owner alone; returns what wards are told of it. Raises
    CommandRefused where there is a file already."""
    if path.exists():
        raise CommandRefused(tell("pack.key_there", path=path))
    path.touch(mode=0o600)
    path.write_bytes(new_key())
    return tell("pack.key_made", path=path, key=public_of(read_key(path.read_bytes())))


def why_refused(error: PackRefused) -> str:
    """In the operator's words."""
    told = {
        "pack_edition": tell("pack.edition"),
        "pack_key": tell("pack.key"),
        "pack_no_key": tell("pack.no_key"),
        "pack_signature": tell("pack.signature"),
    }
    return told.get(str(error), tell("pack.unread"))


def _facts(content: Content, files: Sequence[Path]) -> dict[str, Fact]:
    facts: dict[str, Fact] = {}
    troubles = [one for path in files for one in read_facts(path, _text(path), content.laws, facts)]
    if troubles:
        raise CommandRefused("\n".join(str(one) for one in troubles))
    return facts


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise CommandRefused(tell("pack.not_utf8", path=path)) from error
