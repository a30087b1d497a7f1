"""`donghanh bench kills`: SIGKILLs while Telegram and the web chat are written to; every message
acknowledged stands once, every answer went once or is accounted for, and both channels receive
again by themselves."""

import asyncio
import json
import os
import random
import re
import subprocess
import sys
import threading
import time
import urllib.request
from contextlib import closing
from http.client import HTTPException
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode

from storage import checks, database

TOKEN = "1:bench"  # noqa: S105  # of nobody
RATE = 40
SETTLE_S = 20.0
_ONCE = re.compile(r'name="once" value="([^"]+)"')


class Visitors(threading.Thread):
    """Writes on the web chat without pause, also while nobody is there to answer."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.address = ""
        self.acknowledged: list[str] = []
        self.last_at = 0.0
        self.ended = False

    def run(self) -> None:
        number = 0
        while not self.ended:
            number += 1
            text = f"xin chào lần {number}"
            try:
                if self._say(text):
                    self.acknowledged.append(text)
                    self.last_at = time.monotonic()
            except (OSError, ValueError, HTTPException):  # it was killed in the middle
                time.sleep(0.05)

    def _say(self, text: str) -> bool:
        opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        with opener.open(f"{self.address}/", timeout=5) as answer:
            once = _ONCE.search(answer.read().decode())
        if once is None:
            return False
        form = urlencode({"text": text, "once": once[1], "opened": ""}).encode()
        with opener.open(f"{self.address}/send", form, timeout=5) as answer:
            return text in answer.read().decode()


def _start(arguments: list[str], **settings: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", *arguments],
        env=os.environ | settings,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )


def _program(url: str, api: str) -> tuple[subprocess.Popen[str], str]:
    process = _start(
        ["bot", "run", "--port", "0", "--database", url],
        TELEGRAM_BOT_TOKEN=TOKEN,
        TELEGRAM_API_URL=api,
    )
    for line in process.stdout or ():
        if found := re.search(r"http://\S+/", line):
            return process, found[0].rstrip("/")
    raise RuntimeError("the program ended before it served")


def _end(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.wait()
    if process.stdout is not None:
        process.stdout.close()


def _ask(api: str, what: str) -> dict[str, float]:
    with urllib.request.urlopen(f"{api}/{what}", timeout=10) as answer:  # noqa: S310  # our own
        figures: dict[str, float] = json.loads(answer.read())
    return figures


def run(folder: Path, kills: int) -> dict[str, object]:
    """So many kills at random moments -> figures. An empty folder."""
    chance, path = random.Random(20261126), folder / "k.db"
    url = f"sqlite:///{path}"
    api = _start(["bot.bench.fake_api", "--rtt-ms", "5", "--outstanding", "0", "--rate", str(RATE)])
    base = f"http://127.0.0.1:{api.stdout.readline().strip()}" if api.stdout else ""
    visitors, back = Visitors(), []
    try:
        for kill in range(kills + 1):
            process, visitors.address = _program(url, base)
            ready = time.monotonic()
            if not visitors.ident:
                visitors.start()
            _ask(base, "stats")  # its count begins anew
            telegram = False
            while visitors.last_at < ready or not telegram:
                telegram = telegram or _ask(base, "stats")["answered"] > 0
                if time.monotonic() - ready > 30:
                    raise RuntimeError("a channel did not receive again")
                time.sleep(0.02)
            back.append(time.monotonic() - ready)
            if kill < kills:
                time.sleep(chance.uniform(0.0, 0.5))
                _end(process)
        visitors.ended = True
        time.sleep(SETTLE_S if kills > 10 else 5.0)
        _end(process)
        duplicates = _ask(base, "stats")["duplicates"]
    finally:
        _end(api)
    return _counted(path, visitors.acknowledged) | {
        "kills": kills,
        "telegram_doubled": int(duplicates),
        "slowest_back_s": round(max(back), 1),
    }


async def _tidy(path: Path) -> None:
    """Opens and closes what a kill left, so that its log is in it."""
    async with database.open(f"sqlite:///{path}"):
        pass


def _counted(path: Path, acknowledged: list[str]) -> dict[str, object]:
    asyncio.run(_tidy(path))
    with closing(checks.reader(path)) as rows:
        stored = [row[0] for row in rows.execute("SELECT text FROM inbox WHERE channel = 'web'")]
        states = dict(
            rows.execute(
                "SELECT o.state, count(*) FROM outbox AS o JOIN contact AS c ON c.id = o.contact_id"
                " WHERE c.channel = 'telegram' GROUP BY o.state"
            )
        )
        [(handled,)] = rows.execute("SELECT count(*) FROM inbox WHERE channel = 'telegram'")
    return {
        "web_acknowledged": len(acknowledged),
        "web_lost": len(set(acknowledged) - set(stored)),
        "web_doubled": len(stored) - len(set(stored)),
        "telegram_handled": handled,
        "telegram_answers": states,
    }
