"""`GET /metrics`: who may read it, what it says, and that nobody is known by it."""

import asyncio
import json
import re
from collections.abc import MutableMapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import yaml
from starlette.applications import Starlette

from bot.core.metrics import CONTENT_TYPE, Metrics
from bot.settings.settings import ConfigError, read_settings
from bot.web.figures import figures
from content.library import Content
from handlers.talk.messages import Incoming, Reply
from storage.database import Transaction
from storage.models import Kind
from tests.support.clock import START, FixedClock
from tests.support.site import Site, site

BOARD = Path(__file__).parents[2] / "deploy" / "grafana" / "donghanh.json"
WORDS = "0912 345 678 là số của Nguyễn Thị Hoa"


async def read(at: Site, **headers: str) -> tuple[int, str]:
    async with (
        aiohttp.ClientSession() as http,
        http.get(f"{at.url}/metrics", headers=headers) as answer,
    ):
        return answer.status, await answer.text()


def figure(text: str, name: str, **labels: str) -> float:
    for line in text.splitlines():
        found = re.fullmatch(rf"{name}(?:\{{(.*)\}})? (\S+)", line)
        if found and all(f'{key}="{value}"' in (found[1] or "") for key, value in labels.items()):
            return float(found[2])
    raise AssertionError(f"no {name} {labels}")


async def test_turns_sends_and_what_waits_are_counted_by_ward_and_nobody_is_named(
    tmp_path: Path, content: Content
) -> None:
    clock = FixedClock(START)
    async with site(tmp_path, content, clock=clock) as at:
        await at.core.reception.receive(Incoming("web", "1", "somebody", START, text=WORDS))
        await at.core.settle()
        later = START + timedelta(minutes=1)

        def queue(tx: Transaction) -> None:
            contact = tx.contacts.meet("telegram", "7", START)
            tx.outbox.add(contact.id, Reply(WORDS).to_json(), START, kind=Kind.NOTICE)

        await at.core.database.transaction(queue)
        clock.now = later
        ward = at.core.database.path.stem
        watching = asyncio.create_task(
            at.core.metrics.of(ward).watch(
                at.core.database, ("telegram", "web"), at.core.loops, clock
            )
        )
        status, text = await read(at)
        for _ in range(100):
            if 'channel="telegram"' in text:
                break
            await asyncio.sleep(0.02)
            status, text = await read(at)
        watching.cancel()
    assert status == 200
    assert figure(text, "donghanh_turns_total", ward=ward, channel="web") >= 1
    assert figure(text, "donghanh_turn_seconds_count", ward=ward) >= 1
    assert figure(text, "donghanh_sends_total", channel="web", state="sent") >= 1
    assert figure(text, "donghanh_outbox_waiting", ward=ward, channel="telegram") == 1
    assert figure(text, "donghanh_outbox_oldest_seconds", channel="telegram") == 60
    assert figure(text, "donghanh_outbox_waiting", ward=ward, channel="web") == 0
    assert figure(text, "donghanh_ward_held", ward=ward) == 1
    assert figure(text, "process_resident_memory_bytes") > 1e6
    assert not re.search("0912|Hoa|somebody", text)


async def test_what_comes_through_a_web_server_is_refused_whatever_it_says(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at:
        for name in ("X-Forwarded-For", "X-Real-IP", "Forwarded", "Via", "X-Forwarded-Proto"):
            status, text = await read(at, **{name: "127.0.0.1"})
            assert (status, "donghanh_" in text) == (404, False), name
    async with site(tmp_path / "proxied", content, trusted=("127.0.0.1",)) as at:
        assert (await read(at, **{"X-Forwarded-For": "127.0.0.1"}))[0] == 404
        assert (await read(at))[0] == 200


@pytest.mark.parametrize(
    ("host", "status"),
    [("127.0.0.1", 404), ("10.1.2.3", 200), ("10.2.0.1", 404), ("2001:db8::1", 200)],
)
async def test_only_the_addresses_that_were_set_may_read(host: str, status: int) -> None:
    readers = ("10.1.0.0/16", "2001:db8::1")
    app = Starlette(routes=[figures(Metrics().text, CONTENT_TYPE, readers)])
    scope = {
        "type": "http",
        "method": "GET",
        "path": "/metrics",
        "headers": [],
        "client": (host, 5),
    }
    sent: list[MutableMapping[str, Any]] = []

    async def receive() -> MutableMapping[str, Any]:
        return {"type": "http.request"}

    async def send(message: MutableMapping[str, Any]) -> None:
        sent.append(message)

    await app(scope, receive, send)
    assert sent[0]["status"] == status


def test_readers_are_this_machine_alone_unless_set_and_must_be_addresses() -> None:
    assert read_settings({}, dotenv=None).metrics_from == ("127.0.0.0/8", "::1")
    given = read_settings({"METRICS_FROM": "10.0.0.1, 10.1.0.0/16"}, dotenv=None)
    assert given.metrics_from == ("10.0.0.1", "10.1.0.0/16")
    with pytest.raises(ConfigError, match="METRICS_FROM=everybody"):
        read_settings({"METRICS_FROM": "everybody"}, dotenv=None)


def test_a_ward_that_went_elsewhere_leaves_no_figure_behind() -> None:
    metrics = Metrics()
    metrics.of("here").turn("web", "handled", 0.1)
    gone = metrics.of("gone")
    gone.turn("web", "handled", 0.1)
    gone.send("web", "sent")
    metrics.held.labels("gone").set(1)
    metrics.forget("gone")
    text = metrics.text().decode()
    assert 'ward="gone"' not in text
    assert figure(text, "donghanh_turns_total", ward="here") == 1


async def test_a_turn_that_fails_is_counted_as_such(tmp_path: Path, content: Content) -> None:
    async with site(tmp_path, content) as at:
        broken = Incoming("web", "1", "nobody", START, text="xin chào")
        at.core.reception._read_ahead = _raise  # type: ignore[method-assign]
        await at.core.reception.receive(broken)
        _, text = await read(at)
    assert figure(text, "donghanh_turns_total", channel="web", result="failed") == 1


async def _raise(incoming: Incoming) -> None:
    raise ValueError(incoming.channel)


def test_every_figure_of_the_board_is_one_of_ours() -> None:
    metrics = Metrics()
    ward = metrics.of("w")
    ward.turn("web", "handled", 0.1)
    ward.send("web", "sent")
    for gauge in (metrics.waiting, metrics.oldest):
        gauge.labels("w", "web").set(0)
    for one in (metrics.retries, metrics.restarts, metrics.held):
        one.labels("w")
    ours = set(re.findall(r"^(\w+)(?:\{| )", metrics.text().decode(), re.M))
    board = json.loads(BOARD.read_text(encoding="utf-8"))
    asked = [target["expr"] for panel in board["panels"] for target in panel["targets"]]
    asked += [board["templating"]["list"][0]["definition"]]
    named = set(re.findall(r"\b(?:donghanh|process)_\w+", " ".join(asked)))
    assert len(named) >= 10
    assert named <= ours
    assert len({panel["id"] for panel in board["panels"]}) == len(board["panels"])
    assert board["__inputs"][0]["type"] == "datasource"


def test_the_compose_file_of_a_city_names_what_there_is() -> None:
    deploy = BOARD.parents[1]
    compose = yaml.safe_load((deploy / "compose.city.yml").read_text(encoding="utf-8"))
    services = compose["services"]
    assert {"postgres", "work-1", "work-2", "serve", "prometheus", "grafana"} == set(services)
    example = (deploy.parent / ".env.example").read_text(encoding="utf-8")
    known = {*re.findall(r"^#?([A-Z_]+)=", example, re.M), "PYTHONUNBUFFERED"}
    of_the_city = {"CITY_DATABASE", "CITY_KEY", "CITY_URL", "CITY_FOLDER", "WORK_ADDRESS"}
    ours = known | of_the_city | {"WORK_FRONTS", "PYTHONDONTWRITEBYTECODE", "XDG_CACHE_HOME"}
    for name in ("work-1", "work-2", "serve"):
        assert set(services[name]["environment"]) <= ours, name
    read = yaml.safe_load((deploy / "prometheus.city.yml").read_text(encoding="utf-8"))
    targets = read["scrape_configs"][0]["static_configs"][0]["targets"]
    assert {target.partition(":")[0] for target in targets} == {"work-1", "work-2", "serve"}
    for target in targets:
        name, _, port = target.partition(":")
        assert services[name]["environment"]["PORT"] == port
