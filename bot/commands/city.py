"""What `donghanh city` does."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pyotp

from bot.commands.pack import why_refused
from bot.commands.refusal import CommandRefused
from bot.settings.city import CitySettings, is_key_of_ward, sealed, settings_of
from bot.web.console.passwords import SHORTEST_PASSWORD, BadPassword, new_password
from content.operator import tell
from content.packs import PackRefused, read_pack
from handlers.people.accounts import LOGIN
from storage import database
from storage.city.leases import GONE_S
from storage.city.models import CityWard, Placed, WardState
from storage.city.people import CityPerson
from storage.engines.postgres.city import CityTables, PostgresCity
from storage.engines.postgres.schema import newest as newest_step

REST_S = 60  # a ward that is worked on; it is anybody's again after that, whatever happened
LET_GO_S = 20.0


@contextmanager
def city_of(settings: CitySettings) -> Iterator[PostgresCity]:
    """Raises StorageError."""
    city = PostgresCity(settings.database_url)
    try:
        yield city
    finally:
        city.close()


def add(
    settings: CitySettings, key: str, name: str, host: str, own: str, schema: str = "",
    *, paused: bool = False,
) -> str:  # fmt: skip
    """`own` are the ward's settings, as a .env has them; `schema` is where its tables are to stand,
    if not where they usually do; `paused`: nobody serves it yet. Raises CommandRefused, ConfigError
    and StorageError; then nothing is added."""
    if not is_key_of_ward(key):
        raise CommandRefused(tell("city.bad_key", key=key))
    folder = str((settings.folder / key).resolve())
    schema = schema or f"ward_{key.replace('-', '_')}"
    state = WardState.PAUSED if paused else WardState.ACTIVE
    ward = CityWard(key, name, schema, folder, host, sealed(settings, own), state)
    with city_of(settings) as city:
        settings_of(settings, ward, own, city.ward_url(ward.schema, ward.folder))
        if not city.run(lambda tx: tx.wards.add(ward)):
            raise CommandRefused(tell("city.there_already", key=key))
    return tell("city.added", name=name, url=settings.public_url_of(ward))


def publish(settings: CitySettings, file: Path) -> str:
    """A signed pack for every ward. Raises CommandRefused and StorageError."""
    data = file.read_bytes()
    try:
        pack = read_pack(data, settings.pack_key)
    except PackRefused as error:
        raise CommandRefused(why_refused(error)) from error
    with city_of(settings) as city:
        if not city.run(lambda tx: tx.exchange.publish(pack.number, data.decode())):
            raise CommandRefused(tell("pack.published_before", number=pack.number))
    return tell("pack.published", number=pack.number, count=len(pack.entries))


def add_person(settings: CitySettings, login: str, name: str, password: str) -> str:
    """Somebody who may look at the numbers, with a secret for the second step; returns what they
    put into their app. Raises CommandRefused and StorageError."""
    if not LOGIN.fullmatch(login):
        raise CommandRefused(tell("city.bad_login", login=login))
    try:
        kept = new_password(password, login)
    except BadPassword:
        raise CommandRefused(tell("city.bad_password", shortest=SHORTEST_PASSWORD)) from None
    secret = pyotp.random_base32()
    person = CityPerson(login, name, kept, sealed(settings, secret))

    def work(tx: CityTables) -> None:
        tx.people.put(person)
        tx.people.note(login, "added")

    with city_of(settings) as city:
        city.run(work)
    address = pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name=tell("city.issuer"))
    return tell("city.person_added", login=login, url=f"{settings.url}/thanh-pho", address=address)


def switch_off(settings: CitySettings, login: str) -> str:
    """Somebody may not look any more. Raises CommandRefused and StorageError."""
    with city_of(settings) as city:
        if not city.run(lambda tx: tx.people.switch_off(login)):
            raise CommandRefused(tell("city.no_person", login=login))
        city.run(lambda tx: tx.people.note(login, "switched_off"))
    return tell("city.person_off", login=login)


def change(settings: CitySettings, key: str, own: str) -> str:
    """Other settings for a ward. Raises as `add`."""
    with city_of(settings) as city:
        ward = ward_in(city, key)
        settings_of(settings, ward, own, city.ward_url(ward.schema, ward.folder))
        city.run(lambda tx: tx.wards.set_settings(key, sealed(settings, own)))
    return tell("city.changed", key=key)


def listed(settings: CitySettings) -> str:
    """Every ward with who has it, then every process. Raises StorageError."""
    with city_of(settings) as city:
        wards = city.run(lambda tx: tx.wards.all())
        placed = {one.key: one for one in city.run(lambda tx: tx.wards.placed(GONE_S))}
        workers = city.run(lambda tx: tx.leases.workers())
    lines = [
        tell(
            "city.line", key=ward.key, name=ward.name, state=ward.state.value,
            where=_where(placed[ward.key]), url=settings.public_url_of(ward),
        )
        for ward in wards
    ]  # fmt: skip
    lines += [
        tell(
            "city.worker", id=one.id, wards=one.wards, address=one.address, program=one.program,
            ago=f"{one.beat_age_s:.0f}",
        )
        for one in workers
    ]  # fmt: skip
    return "\n".join(lines or [tell("city.no_wards")])


def _where(ward: Placed) -> str:
    if not ward.address:
        return tell("city.nobody")
    if not ward.ready:
        return tell("city.starting", worker=ward.worker)
    return tell("city.at", worker=ward.worker, address=ward.address)


def pause(settings: CitySettings, key: str, *, goes_on: bool) -> str:
    """Raises CommandRefused and StorageError."""
    state = WardState.ACTIVE if goes_on else WardState.PAUSED
    with city_of(settings) as city:
        if ward_in(city, key).state is WardState.MOVED:
            raise CommandRefused(tell("city.moved_out_already", key=key))
        city.run(lambda tx: tx.wards.set_state(key, state))
    return tell("city.resumed", key=key) if goes_on else tell("city.paused", key=key)


def upgrade(
    settings: CitySettings, tell_line: Callable[[str], None], sleep: Callable[[float], None]
) -> None:
    """Brings the wards' schemas up to this program's step, one after another: whoever has a ward of
    an older step lets it go, and a process of this program takes it. What was done stays when this
    is stopped. Raises StorageError."""
    newest, done, left = newest_step(), 0, 0
    with city_of(settings) as city:
        for ward in city.run(lambda tx: tx.wards.all()):
            if ward.step >= newest or ward.state is WardState.MOVED:
                continue
            if _upgraded(city, ward, sleep):
                done += 1
                tell_line(tell("city.upgraded", key=ward.key, step=newest))
            else:
                left += 1
                tell_line(tell("city.upgrade_waits", key=ward.key, seconds=int(LET_GO_S)))
    tell_line(tell("city.upgrade_done", done=done, left=left))


def _upgraded(city: PostgresCity, ward: CityWard, sleep: Callable[[float], None]) -> bool:
    city.run(lambda tx: tx.wards.rest(ward.key, REST_S))
    try:
        if not let_go(city, ward.key, sleep):
            return False
        database.side(city.ward_url(ward.schema, ward.folder)).close()  # migrates what it opens
        city.run(lambda tx: tx.wards.set_step(ward.key, newest_step()))
        return True
    finally:
        city.run(lambda tx: tx.wards.rest(ward.key, 0))


def let_go(city: PostgresCity, key: str, sleep: Callable[[float], None]) -> bool:
    """Waits a little for whoever has the ward and is not to have it any more; whether nobody has it
    then. Raises StorageError."""
    end = time.monotonic() + LET_GO_S
    while city.run(lambda tx: tx.leases.holder(key)):
        if time.monotonic() > end:
            return False
        sleep(0.5)
    return True


def ward_in(city: PostgresCity, key: str) -> CityWard:
    """Raises CommandRefused and StorageError."""
    ward = city.run(lambda tx: tx.wards.get(key))
    if ward is None:
        raise CommandRefused(tell("city.none", key=key))
    return ward


def read_own(path: Path | None) -> str:
    """A ward's settings from a file. Raises OSError."""
    return path.read_text(encoding="utf-8-sig") if path else ""
