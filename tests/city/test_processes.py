"""Several processes with the wards of a city: one that is killed or stands still costs no message,
doubles none, and its wards are back within seconds."""

import asyncio
import signal
import time
from collections import Counter
from contextlib import ExitStack
from pathlib import Path

from bot.core.delivery import FEWEST_CALLS
from tests.bot.test_kill import WAITING, call, kept, until_sent, wait_until_quiet, waiting_updates
from tests.support.city import CityOfTests, status_of
from tests.support.patience import PATIENCE_S
from tests.support.postgres import Cluster

BACK_S = 15.0
STILL_S = 20.0


def lines_of(settings: dict[str, str]) -> str:
    polled = settings | {"TELEGRAM_MODE": "polling"}
    return "\n".join(f"{name}={value}" for name, value in polled.items())


def test_the_wards_of_a_process_that_is_killed_are_anothers_soon(
    cluster: Cluster, tmp_path: Path
) -> None:
    with ExitStack() as till:
        bots = {key: till.enter_context(waiting_updates()) for key in ("mot", "hai")}
        own = {key: lines_of(settings) for key, (_, settings) in bots.items()}
        city = CityOfTests(cluster, tmp_path, own | {"ba": ""})
        processes = [till.enter_context(city.program("work")) for _ in range(2)]
        _, front = till.enter_context(city.program("serve"))
        city.until_served(set(own), by=2)
        address_of = dict(worker_addresses(city))
        until_sent(bots["mot"][0], 20)
        victim = city.holders()["mot"]
        killed = next(one for one, at in processes if at == address_of[victim])
        killed.kill()
        began = time.monotonic()
        city.until_served({"mot", "hai", "ba"}, not_by=victim)
        while status_of(f"{front}/w/mot/") != 200:
            time.sleep(0.1)
        assert time.monotonic() - began < BACK_S
        assert [status_of(f"{front}/w/{key}/") for key in ("hai", "ba", "khong")] == [200, 200, 404]
        for key, (base, _) in bots.items():
            until_done(city.url_of(key))
            state = wait_until_quiet(base)
            handled, states = asyncio.run(kept(city.url_of(key)))
            assert handled == (WAITING, WAITING)
            assert states["sent"] + states["unconfirmed"] == WAITING
            assert max(Counter({int(chat): n for chat, n in state["sent"].items()}).values()) == 1


def test_a_process_that_stood_still_sends_nothing_more_for_a_ward_that_is_anothers(
    cluster: Cluster, tmp_path: Path
) -> None:
    with ExitStack() as till:
        base, settings = till.enter_context(waiting_updates())
        city = CityOfTests(cluster, tmp_path, {"mot": lines_of(settings)})
        first, _ = till.enter_context(city.program("work"))
        city.until_served({"mot"})
        until_sent(base, 20)
        first.send_signal(signal.SIGSTOP)
        stopped, frozen = time.monotonic(), city.holders()["mot"]
        till.enter_context(city.program("work"))
        assert city.until_served({"mot"}, not_by=frozen) < BACK_S + 5  # and its own start
        until_done(city.url_of("mot"))
        time.sleep(max(0.0, STILL_S - (time.monotonic() - stopped)))
        before = call(base, "/__control/state")["sent"]
        first.send_signal(signal.SIGCONT)
        time.sleep(5.0)
        after = call(base, "/__control/state")["sent"]
        assert [chat for chat, n in after.items() if n > 1] == []
        assert first.poll() is None, "it goes on, for other wards"
        assert city.holders()["mot"] != frozen
        handled, states = asyncio.run(kept(city.url_of("mot")))
        assert handled == (WAITING, WAITING)
        assert states["sent"] + states["unconfirmed"] == WAITING
        # Of a call that had begun before it stood still the last bytes may go: it is in doubt.
        late = set(after) - set(before)
        assert len(late) <= min(states["unconfirmed"], FEWEST_CALLS)


def worker_addresses(city: CityOfTests) -> list[tuple[str, str]]:
    from bot.commands.city import city_of

    with city_of(city.settings) as opened:
        seen = opened.run(lambda tx: tx.leases.workers())
    return [(one.id, one.address) for one in seen]


def until_done(url: str) -> None:
    """Until every message has its answer on the way, by whoever has the ward now."""
    end = time.monotonic() + PATIENCE_S
    while True:
        handled, states = asyncio.run(kept(url))
        if handled[0] == WAITING == states["sent"] + states["unconfirmed"]:
            return
        assert time.monotonic() < end, (handled, states)
        time.sleep(0.2)
