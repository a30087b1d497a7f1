"""One round of the bench of a city: what its processes do, and what that takes."""

import json
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.bench.figures import Family

WARM_S = 2.0
FEW = 12  # turns, after which what a ward says often is planned
CATCH_UP_S = 10.0
TENFOLD = 10
TURNS = 3
NEWS_EACH = 25  # a second: a broadcast that goes at its pace


@dataclass(frozen=True, slots=True)
class Options:
    wards: list[int]
    workers: list[int]
    people: int
    tokens: int  # wards with a broadcast
    rate: float  # messages a second
    outstanding: int
    seconds: float


class Api:
    """The platform, in a process of its own."""

    def __init__(self, address: str, family: Family) -> None:
        self.address, self.family = address, family

    def ask(self, what: str) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(ask(f"{self.address}/{what}"))
        return found

    def until_answered(self) -> None:
        """Nobody writes any more; until those who did have their answers."""
        self.ask("set")
        end = time.monotonic() + CATCH_UP_S
        while self.ask("take")["open"] and time.monotonic() < end:
            time.sleep(0.2)


class Measuring:
    """Families of processes by name, and what they used between two looks."""

    def __init__(self, families: Mapping[str, list[Family]]) -> None:
        self._families = families
        self.begin()

    def _cpu(self) -> dict[str, float]:
        return {
            name: sum(one.cpu_s() for one in members) for name, members in self._families.items()
        }

    def begin(self) -> None:
        self._before, self._at = self._cpu(), time.monotonic()

    def end(self) -> tuple[float, dict[str, float]]:
        """Seconds, and processors busy."""
        took, after = time.monotonic() - self._at, self._cpu()
        return took, {name: (after[name] - self._before[name]) / took for name in after}

    def memory(self) -> dict[str, object]:
        """MB by name, and of all; the platform is none of ours."""
        found = {
            name: round(sum(one.pss_mb() for one in members))
            for name, members in self._families.items()
            if name != "api"
        }
        return {"pss_mb": found, "pss_all_mb": sum(found.values())}


def told(busy: Mapping[str, float]) -> dict[str, float]:
    """Processors, as they are printed."""
    return {name: round(used, 2) for name, used in busy.items()}


class CityRound:
    """One number of wards with one number of workers."""

    def __init__(self, api: Api, measuring: Measuring, options: Options) -> None:
        self._api, self._measuring, self._options = api, measuring, options

    def idle(self) -> dict[str, object]:
        _, busy = self._measured()
        return {"idle": told(busy)}

    def turns(self, wards: int = 1) -> dict[str, object]:
        """At the rate that must be held, once each ward had a few."""
        self._api.ask(f"set?rate={self._options.rate}")
        self._api.ask("take")
        time.sleep(wards * FEW / self._options.rate)
        first = self._api.ask("take")
        found, busy = self._warmed()
        self._api.until_answered()
        return {
            "offered_per_s": round(self._options.rate, 1),
            "turns_per_s": found["per_s"],
            "p50_ms": found["p50_ms"],
            "p95_ms": found["p95_ms"],
            "p99_ms": found["p99_ms"],
            "first_p95_ms": first["p95_ms"],
            "turns_busy": told(busy),
        }

    def half(self) -> dict[str, object]:
        """At half of that rate, which is less than most machines can: how long each waits."""
        rate = self._options.rate / 2
        self._api.ask(f"set?rate={rate}")
        found, _ = self._warmed()
        self._api.until_answered()
        told = {name: found[name] for name in ("p50_ms", "p95_ms")}
        return {"half": {"offered_per_s": rate, "turns_per_s": found["per_s"], **told}}

    def most(self) -> dict[str, object]:
        """As many as there can be, and what one costs."""
        self._api.ask(f"set?outstanding={self._options.outstanding}")
        found, busy = self._warmed()
        self._api.until_answered()
        ours = sum(used for name, used in busy.items() if name != "api")
        return {
            "most_turns_per_s": found["per_s"],
            "most_busy": told(busy),
            "cpu_ms_per_turn": round(1000 * ours / max(1.0, found["per_s"]), 2),
        }

    def broadcast(self, tokens: int) -> dict[str, object]:
        """One that has begun, by so many bots."""
        end = time.monotonic() + CATCH_UP_S
        while time.monotonic() < end:  # until it goes at its pace everywhere
            self._api.ask("take")
            time.sleep(1.0)
            if self._api.ask("take").get("news", 0) >= NEWS_EACH * tokens:
                break
        found, busy = self._measured()
        ours = sum(used for name, used in busy.items() if name != "api")
        per_s = found["news"] / found["took_s"]
        return {
            "tokens": tokens,
            "news_per_s": round(per_s, 1),
            "news_each_per_s": round(per_s / tokens, 2),
            "worst_second": found["worst_second"],
            "news_busy": told(busy),
            "cpu_ms_per_news": round(1000 * ours / max(1.0, per_s), 2),
        }

    def tenfold(self, heavy: str, wards: int) -> dict[str, object]:
        """The others' wait beside one ward with ten times the load of each, and without: by turns,
        so that neither has the better minutes. Half the rate, so that the machine is not full."""
        rate = self._options.rate / 2
        seen: dict[str, list[float]] = {"alone": [], "beside": []}
        for _ in range(TURNS):
            for name, more in (("alone", 0.0), ("beside", (TENFOLD - 1) * rate / wards)):
                self._api.ask(f"set?rate={rate}&heavy={heavy}&heavy_rate={more}")
                found, _ = self._warmed()
                seen[name].append(found["p95_ms"])
                self._api.until_answered()
        alone, beside = (min(seen[name]) for name in ("alone", "beside"))
        worse = round(100 * (beside / alone - 1), 1) if alone else None
        return {"each_per_s": round(rate / wards, 2), **seen, "worse_percent": worse}

    def _warmed(self) -> tuple[dict[str, Any], dict[str, float]]:
        time.sleep(WARM_S)
        return self._measured()

    def _measured(self) -> tuple[dict[str, Any], dict[str, float]]:
        self._api.ask("take")
        self._measuring.begin()
        time.sleep(self._options.seconds)
        took, busy = self._measuring.end()
        found = {"news": 0, **self._api.ask("take")}
        return {**found, "took_s": took, "per_s": round(found.get("answered", 0) / took, 1)}, busy


def ask(url: str) -> bytes:
    """What an address of the bench's own says."""
    with urllib.request.urlopen(url, timeout=30) as answer:  # noqa: S310  # our own
        body: bytes = answer.read()
    return body


@contextmanager
def program(command: list[str], given: Mapping[str, str], log: Path) -> Iterator[tuple[str, int]]:
    """What its first line says, and its number; killed at the end."""
    environment = {**os.environ, **given}
    with log.open("ab") as errors:
        process = subprocess.Popen(
            [sys.executable, "-m", *command], env=environment, stdout=subprocess.PIPE,
            stderr=errors,
        )  # fmt: skip
    try:
        assert process.stdout is not None  # noqa: S101  # tells the type checker
        yield process.stdout.readline().decode().strip(), process.pid
    finally:
        process.kill()
        process.wait()
