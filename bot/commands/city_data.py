"""What `donghanh city` does with the data of one ward, while the others go on: copies it, puts a
copy back, moves it in and out."""

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from bot.commands import backup
from bot.commands.city import city_of, let_go, ward_in
from bot.commands.move import moved
from bot.commands.refusal import CommandRefused
from bot.files.backup import BackupFailed
from bot.files.restore import RestoreRefused
from bot.running.clock import utc_now
from bot.settings.city import CitySettings
from bot.settings.settings import Settings
from content.library import load_content
from content.operator import tell
from storage import database
from storage.city.models import CityWard, WardState
from storage.engines.postgres.city import PostgresCity
from storage.engines.postgres.schema import newest


def back_up(settings: CitySettings, key: str, folder: Path) -> str:
    """A copy of the ward as it is, whether it is served or not. Raises CommandRefused and
    StorageError."""
    with city_of(settings) as city:
        own = _alone(city, ward_in(city, key))
    try:
        return asyncio.run(backup.back_up(own, folder))
    except BackupFailed as error:
        raise CommandRefused(str(error)) from error


def put_back(settings: CitySettings, key: str, source: Path, *, older: bool) -> str:
    """A copy in place of what the ward has, which is kept aside; the ward is paused. Raises
    CommandRefused and StorageError."""
    with _resting(settings, key) as (city, ward):
        own, content = _alone(city, ward), load_content(with_encoder=False)
        try:
            done = asyncio.run(backup.restore(own, content, source, older=older))
        except RestoreRefused as error:
            raise CommandRefused(str(error)) from error
        city.run(lambda tx: tx.wards.set_step(key, newest()))
    return done


def move_in(settings: CitySettings, key: str, source: str) -> str:
    """A ward's data from where it was into the city; the ward is paused, or it had moved out and
    comes back. Raises CommandRefused, StorageError and OSError."""
    with _resting(settings, key) as (city, ward):
        if not database.is_there(source):
            raise CommandRefused(tell("move.from_missing", where=database.shown(source)))
        if ward.state is WardState.MOVED:
            city.put_aside(ward.schema, utc_now())
        rows = moved(source, city.ward_url(ward.schema, ward.folder))
        city.run(lambda tx: tx.wards.set_step(key, newest()))
        city.run(lambda tx: tx.wards.set_state(key, WardState.PAUSED))
    return tell("city.moved", key=key, rows=rows.splitlines()[-1])


def move_out(settings: CitySettings, key: str, target: str) -> str:
    """A paused ward's data out of the city, where it is served no more. Raises CommandRefused,
    StorageError and OSError."""
    with _resting(settings, key) as (city, ward):
        if ward.state is WardState.MOVED:
            raise CommandRefused(tell("city.moved_out_already", key=key))
        rows = moved(city.ward_url(ward.schema, ward.folder), target)
        city.run(lambda tx: tx.wards.set_state(key, WardState.MOVED))
    return tell("city.moved_out", key=key, rows=rows.splitlines()[-1])


@contextmanager
def _resting(settings: CitySettings, key: str) -> Iterator[tuple[PostgresCity, CityWard]]:
    """A ward nobody serves, nor will before somebody says so; whoever still had it when it was
    paused is waited for."""
    with city_of(settings) as city:
        ward = ward_in(city, key)
        if ward.state is WardState.ACTIVE or not let_go(city, key, time.sleep):
            raise CommandRefused(tell("city.held", key=key))
        yield city, ward


def _alone(city: PostgresCity, ward: CityWard) -> Settings:
    """What is needed of a ward's settings for its data alone."""
    return replace(Settings(), database_url=city.ward_url(ward.schema, ward.folder))
