"""Runs the benchmarks and prints their figures as JSON lines.

Each system is a process of its own against a fake Bot API in another; CPU and memory are read from
the system's process. Set-ups are interleaved over rounds and the best round of each is printed.
"""

import asyncio
import importlib.util
import itertools
import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

from bot.bench import images, kills, pairs, register, restoring, told
from bot.bench.questions import questions
from content.library import load_content
from content.operator import tell

TOKEN = "1:bench"  # noqa: S105  # of nobody
ROUNDS = 2
WARM_UP_S = 1.5
CAUGHT_UP_MS = 500  # nothing answered has waited longer than since it was last looked
TICKS = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")
LATENCY_RATES = (50, 100)  # messages a second; the first is what must be kept up with


class UnknownBench(Exception):
    """No benchmark of that name; the message lists those there are."""


def run_benches(name: str | None, seconds: float, messages: Path | None = None) -> None:
    """Runs one benchmark or all, printing each result as it comes; `messages` is a file of strange
    messages for `pairs`. Raises UnknownBench."""
    benches: dict[str, Callable[[float], None]] = {
        "ranking": _ranking,
        "start": _start,
        "throughput": _throughput,
        "latency": _latency,
        "pacing": _pacing,
        "broadcast": _broadcast,
        "zalo": _zalo,
        "overtaking": _overtaking,
        "expand": _expand,
        "restore": _restore,
        "kills": _kills,
        "images": _images,
        "web": _web,
        "readers": _readers,
        "finding": _finding,
        "pairs": lambda _: _pairs(messages),
        "told": _told,
        "retention": _retention,
        "papers": _papers,
        "register": _register,
        "wards": _wards,
        "city": _city,
    }
    if name is not None and name not in benches:
        raise UnknownBench(tell("run.no_bench", name=name, known=", ".join(benches)))
    for key, bench in benches.items():
        if name in (None, key):
            bench(seconds)


def _print(**figures: object) -> None:
    print(json.dumps(figures), flush=True)


def _ranking(seconds: float) -> None:
    """How long understanding a message takes that nobody sent lately."""
    started = time.perf_counter()
    understanding = load_content(with_encoder=True).understanding
    load_s = time.perf_counter() - started
    texts = questions()
    for text in texts:
        understanding.read_anew(text)
    times: list[float] = []
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        for text in texts:
            began = time.perf_counter()
            understanding.read_anew(text)
            times.append(time.perf_counter() - began)
    times.sort()
    _print(
        bench="ranking",
        system="donghanh",
        p50_ms=round(times[len(times) // 2] * 1e3, 3),
        p99_ms=round(times[int(len(times) * 0.99)] * 1e3, 3),
        load_s=round(load_s, 2),
    )


def _start(seconds: float) -> None:
    """From the command to a ready server, the processor time of that, and its memory then: the
    first time, which makes the database, and the best of three after it."""
    times: list[tuple[float, float, float]] = []
    with _fake_api(0, outstanding=0) as api, tempfile.TemporaryDirectory() as folder:
        for _ in range(4):
            began = time.perf_counter()
            with _system("donghanh", api, folder) as process:
                took = time.perf_counter() - began
                times.append((took, process.cpu_s(), process.rss_mb()))
    ready_s, cpu_s, rss_mb = min(times[1:])
    _print(
        bench="start",
        system="donghanh",
        first_s=round(times[0][0], 2),
        ready_s=round(ready_s, 2),
        cpu_s=round(cpu_s, 2),
        rss_mb=round(rss_mb, 1),
    )


def _throughput(seconds: float) -> None:
    """Updates handled end to end per second, at 0 and 50 ms round trip to the platform."""
    for rtt_ms in (0, 50):
        best: dict[str, dict[str, float]] = {}
        for _ in range(ROUNDS):
            for system in _systems():
                result = _measure(system, rtt_ms, seconds)
                if result["updates_per_s"] > best.get(system, result)["updates_per_s"] - 1e-9:
                    best[system] = result
        for system, result in best.items():
            _print(bench="throughput", system=system, rtt_ms=rtt_ms, **result)
        _print_ratios(best, rtt_ms)


def _print_ratios(best: dict[str, dict[str, float]], rtt_ms: int) -> None:
    """How we compare, and how far the bench itself is from being the limit."""
    ours = best["donghanh"]["updates_per_s"]
    ratios = {
        f"times_{system}": round(ours / result["updates_per_s"], 2)
        for system, result in best.items()
        if system not in ("donghanh", "noop") and result["updates_per_s"]
    }
    fastest = max(result["updates_per_s"] for system, result in best.items() if system != "noop")
    _print(
        bench="throughput_ratio",
        system="donghanh",
        rtt_ms=rtt_ms,
        **ratios,
        noop_times_fastest=round(best["noop"]["updates_per_s"] / max(fastest, 1.0), 1),
    )


def _latency(seconds: float) -> None:
    """Time from an update to its answer at the platform, at so many messages a second, and what one
    takes of the processor."""
    systems = [system for system in _systems() if system != "noop"]
    for rate, system in itertools.product(LATENCY_RATES, systems):
        with _fake_api(0, rate=rate) as api, _system(system, api) as process:
            _warm_up(api)
            _catch_up(api)
            cpu = process.cpu_s()
            time.sleep(max(seconds, 5))
            stats, used = _stats(api), process.cpu_s() - cpu
            _print(
                bench="latency",
                system=system,
                rtt_ms=0,
                offered_per_s=rate,
                answered=stats["answered"],
                p50_ms=stats["p50_ms"],
                p99_ms=stats["p99_ms"],
                cpu_ms=round(used / max(1, stats["answered"]) * 1e3, 2),
                rss_mb=round(process.rss_mb(), 1),
            )


def _pacing(seconds: float) -> None:
    """A broadcast at 30 a second, 50 ms round trip, to a server that refuses more than 30 in any
    second; a minute unless told otherwise. `worst_second` counts what arrived."""
    people = int(30 * max(seconds, 60))
    for enforce in (0, 30):
        for system in ("broadcast", "ptb_broadcast"):
            with _fake_api(50, outstanding=0, enforce=enforce) as api:
                _send(system, api, people, 30)
                _print(
                    bench="pacing",
                    system="donghanh" if system == "broadcast" else "ptb_aioratelimiter",
                    enforced=bool(enforce),
                    **_ask(api, "pacing"),
                )


def _overtaking(seconds: float) -> None:
    """How long people who chat wait for an answer while a broadcast goes at 30 a second."""
    people = int(30 * max(seconds, 30))
    command = [sys.executable, "-m", "bot.bench.broadcast"]
    with (
        _fake_api(50, outstanding=0, rate=5) as api,
        _running([*command, api, str(people), "30"], {}) as process,
    ):
        _warm_up(api)  # who asked before it had started is not counted
        process.wait()
        stats, sends = _stats(api), _ask(api, "pacing")
    _print(
        bench="overtaking",
        system="donghanh",
        rtt_ms=50,
        chatting_per_s=5,
        answered=stats["answered"],
        p50_ms=stats["p50_ms"],
        p95_ms=stats["p95_ms"],
        p99_ms=stats["p99_ms"],
        worst_second=sends["worst_second"],
    )


def _broadcast(seconds: float) -> None:
    """A broadcast without a limit, ours (with outbox and ledger) and python-telegram-bot's loop."""
    rates: dict[str, float] = {}
    for system, people in (("broadcast", 10_000), ("ptb_broadcast", 3_000)):
        for _ in range(ROUNDS):
            with _fake_api(0, outstanding=0) as api:
                _send(system, api, people, 0)
                rates[system] = max(rates.get(system, 0.0), _ask(api, "pacing")["per_s"])
    ours, theirs = rates["broadcast"], rates["ptb_broadcast"]
    _print(
        bench="broadcast",
        donghanh_per_s=round(ours, 1),
        ptb_httpx_per_s=round(theirs, 1),
        times_ptb=round(ours / theirs, 2),
    )


def _zalo(seconds: float) -> None:
    """The same broadcast without a limit, by turns to Telegram and to a Zalo OA."""
    rates: dict[str, float] = {}
    for _ in range(ROUNDS):
        for platform in ("telegram", "zalo_oa"):
            with _fake_api(0, outstanding=0) as api:
                _send("broadcast", api, 10_000, 0, platform)
                rates[platform] = max(rates.get(platform, 0.0), _ask(api, "pacing")["per_s"])
    _print(
        bench="zalo",
        telegram_per_s=round(rates["telegram"], 1),
        zalo_oa_per_s=round(rates["zalo_oa"], 1),
        share_of_telegram=round(rates["zalo_oa"] / rates["telegram"], 2),
    )


def _restore(seconds: float) -> None:
    """Twenty times: a backup at 100 messages a second, erasures, kill -9, restore, a start."""
    _print(bench="restore", **restoring.run(20))


def _kills(seconds: float) -> None:
    """Fifty SIGKILLs, a full disk, a photo folder gone and a wrong clock, under a mixed load."""
    with tempfile.TemporaryDirectory() as folder:
        _print(bench="kills", **kills.run(Path(folder)))


def _images(seconds: float) -> None:
    """A hundred thousand mutated pictures through the door that real ones take."""
    with tempfile.TemporaryDirectory() as folder:
        _print(bench="images", **images.run(Path(folder)))


def _city(seconds: float) -> None:
    """A city's processes with 1 to 114 wards: a quarter of an hour (`bot/bench/city.py`)."""
    subprocess.run([sys.executable, "-m", "bot.bench.city"], check=True)


def _wards(seconds: float) -> None:
    """What one more ward costs a process, with 1, 10, 40 and 114 of them."""
    for wards in (1, 10, 40, 114):
        done = subprocess.run(
            [sys.executable, "-m", "bot.bench.wards", str(wards)],
            check=True, capture_output=True, text=True,
        )  # fmt: skip
        _print(bench="wards", **json.loads(done.stdout))


def _register(seconds: float) -> None:
    """A list of 5,000 rows into the register and out of it again, and looks at 10,000."""
    _print(bench="register", **asyncio.run(register.run(load_content())))


def _pairs(messages: Path | None) -> None:
    """What every wording means after every answer, and what follow-ups mean."""
    _print(bench="pairs", **asyncio.run(pairs.run(load_content(with_encoder=True), messages)))


def _told(seconds: float) -> None:
    """How right the year is that is held of what was told over several messages."""
    writers = sorted(told.TALKS.glob("*.txt"))
    for writer, lines in asyncio.run(told.run(load_content(with_encoder=True), writers)).items():
        _print(bench="told", writer=writer, **lines)


def _readers(seconds: float) -> None:
    """Chats while staff open every page of a full ward."""
    done = subprocess.run(
        [sys.executable, "-m", "bot.bench.readers"], capture_output=True, text=True, check=True
    )
    print(done.stdout.strip(), flush=True)


def _finding(seconds: float) -> None:
    """Searches over a full ward."""
    done = subprocess.run(
        [sys.executable, "-m", "bot.bench.finding"], capture_output=True, text=True, check=True
    )
    print(done.stdout.strip(), flush=True)


def _expand(seconds: float) -> None:
    """100,000 recipients entered in the ledger and fed to the outbox while people chat."""
    done = subprocess.run(
        [sys.executable, "-m", "bot.bench.expand", "100000"],
        capture_output=True,
        text=True,
        check=True,
    )
    print(done.stdout.strip(), flush=True)


def _retention(seconds: float) -> None:
    """400,000 rows past their time are forgotten while people chat."""
    done = subprocess.run(
        [sys.executable, "-m", "bot.bench.retention", "400000"],
        capture_output=True,
        text=True,
        check=True,
    )
    print(done.stdout.strip(), flush=True)


def _papers(seconds: float) -> None:
    """The folder of a full hall is made while people chat."""
    done = subprocess.run(
        [sys.executable, "-m", "bot.bench.papers"], capture_output=True, text=True, check=True
    )
    print(done.stdout.strip(), flush=True)


def _web(seconds: float) -> None:
    """What strangers can do to the web chat before they sign in, while people chat with it."""
    subprocess.run([sys.executable, "-m", "bot.bench.web"], check=True)


def _send(system: str, api: str, people: int, rate: int, *more: str) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, "-m", f"bot.bench.{system}", api, str(people), str(rate), *more],
        capture_output=True,
        text=True,
        check=True,
    )
    figures: dict[str, float] = json.loads(done.stdout.strip().splitlines()[-1])
    return figures


def _systems() -> list[str]:
    systems = ["noop", "donghanh", "ptb_echo"]
    if importlib.util.find_spec("aiogram"):
        return [*systems, "aiogram_echo"]
    print("aiogram is not installed: run `make setup-dev` to measure against it", file=sys.stderr)
    return systems


def _measure(system: str, rtt_ms: int, seconds: float) -> dict[str, float]:
    with _fake_api(rtt_ms) as api, _system(system, api) as process:
        _warm_up(api)
        cpu, began = process.cpu_s(), time.perf_counter()
        time.sleep(seconds)
        stats = _stats(api)
        took, used = time.perf_counter() - began, process.cpu_s() - cpu
        answered = stats["answered"]
        return {
            "updates_per_s": round(answered / took, 1),
            "cpu_us_per_update": round(used / answered * 1e6, 1) if answered else 0.0,
            "duplicates": stats["duplicates"],
            "rss_mb": round(process.rss_mb(), 1),
        }


def _warm_up(api: str) -> None:
    """Until the first answers come (some libraries take seconds to import), and a little longer."""
    for _ in range(60):
        time.sleep(0.5)
        if _stats(api)["answered"]:
            break
    time.sleep(WARM_UP_S)
    _stats(api)


def _catch_up(api: str) -> None:
    """Until what waited while it started is answered: that is the time of a start, not of an
    answer. One that never catches up is measured as it is, after half a minute."""
    for _ in range(60):
        time.sleep(0.5)
        if _stats(api)["p99_ms"] < CAUGHT_UP_MS:
            break


class _Process:
    def __init__(self, pid: int) -> None:
        self._folder = Path(f"/proc/{pid}")

    def cpu_s(self) -> float:
        fields = (self._folder / "stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def rss_mb(self) -> float:
        return int((self._folder / "statm").read_text().split()[1]) * PAGE / 1e6


@contextmanager
def _fake_api(
    rtt_ms: float, outstanding: int = 500, rate: float = 0, enforce: int = 0
) -> Iterator[str]:
    command = [sys.executable, "-m", "bot.bench.fake_api", "--rtt-ms", str(rtt_ms)]
    command += ["--outstanding", str(outstanding), "--rate", str(rate), "--enforce", str(enforce)]
    command += ["--texts", "|".join(questions())]
    with _running(command, {}) as process:
        if process.stdout is None:
            raise RuntimeError("no output from the fake Bot API")
        yield f"http://127.0.0.1:{process.stdout.readline().decode().strip()}"


@contextmanager
def _system(name: str, api: str, kept: str | None = None) -> Iterator[_Process]:
    """The program on a database of its own, or on that in the folder `kept`."""
    with nullcontext(kept) if kept else tempfile.TemporaryDirectory() as folder:
        modules = {
            "noop": ["bot.bench.noop", api],
            "ptb_echo": ["bot.bench.echo_ptb", api, TOKEN],
            "aiogram_echo": ["bot.bench.echo_aiogram", api, TOKEN],
            "donghanh": ["bot", "run", "--port", "0", "--database", f"sqlite:///{folder}/b.db"],
        }
        settings = {"TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_API_URL": api}
        with _running([sys.executable, "-m", *modules[name]], settings) as process:
            if name == "donghanh" and process.stdout is not None:
                process.stdout.readline()  # its first line says it is ready
            yield _Process(process.pid)


@contextmanager
def _running(command: list[str], settings: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(
        command,
        env=os.environ | settings,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def _stats(api: str) -> dict[str, float]:
    return _ask(api, "stats")


def _ask(api: str, what: str) -> dict[str, float]:
    with urllib.request.urlopen(f"{api}/{what}", timeout=10) as answer:  # noqa: S310  # our own
        figures: dict[str, float] = json.loads(answer.read())
    return figures
