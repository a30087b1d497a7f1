"""The data of one ward: copied, put back, moved in and out, while the other wards are served."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from bot.commands import city as commands
from tests.bot.test_kill import bot_api, call, wait_until_quiet
from tests.city.test_processes import lines_of
from tests.support.city import CityOfTests, status_of
from tests.support.city_people import OnTelegram, until_answered, what_became, writing
from tests.support.patience import PATIENCE_S
from tests.support.postgres import Cluster
from tests.support.program import donghanh, program

BACK_S = 60.0


def test_one_ward_is_copied_and_put_back_while_another_is_served(
    cluster: Cluster, tmp_path: Path
) -> None:
    with ExitStack() as till:
        base, settings = till.enter_context(bot_api())
        city = CityOfTests(cluster, tmp_path, {"mot": lines_of(settings), "hai": ""})
        till.enter_context(city.program("work"))
        _, front = till.enter_context(city.program("serve"))
        city.until_served({"mot", "hai"})
        till.enter_context(always_answers(f"{front}/w/hai/"))
        before = OnTelegram(base, 0.05)
        with writing(before):
            time.sleep(1.0)
            made = commanded(city, "backup", "mot", str(tmp_path / "copies"))
        until_answered(city.url_of("mot"), before)
        [copy] = (tmp_path / "copies").glob("donghanh-*")
        assert str(copy) in made
        assert "vẫn đang được chạy" in commanded(city, "restore", "mot", str(copy), code=2)
        commands.pause(city.settings, "mot", goes_on=False)
        until(lambda: "mot" not in city.holders())
        assert "mot_" in commanded(city, "restore", "mot", str(copy))
        commands.pause(city.settings, "mot", goes_on=True)
        began = time.monotonic()
        until(lambda: status_of(f"{front}/w/mot/") == 200)
        print(f"served again {time.monotonic() - began:.1f} s after it was put back")
        call(base, "/__control/updates", [{"chat": 5, "text": "menu"}])
        until(lambda: "5" in call(base, "/__control/state")["sent"])
        sent = call(base, "/__control/state")["sent"]
    assert max(sent.values()) == 1, "what waited in the copy went out a second time"


def test_a_ward_moves_in_and_out_and_sends_nothing_twice(cluster: Cluster, tmp_path: Path) -> None:
    (tmp_path / "alone").mkdir()
    (tmp_path / "after").mkdir()
    with ExitStack() as till:
        base, settings = till.enter_context(bot_api())
        city = CityOfTests(cluster, tmp_path, {"hai": ""})
        till.enter_context(city.program("work"))
        _, front = till.enter_context(city.program("serve"))
        city.until_served({"hai"})
        (tmp_path / "mot.env").write_text(lines_of(settings))
        commanded(
            city, "add", "mot", "--name", "phường một", "--settings", str(tmp_path / "mot.env"),
            "--paused",
        )  # fmt: skip
        till.enter_context(always_answers(f"{front}/w/hai/"))
        people = OnTelegram(base, 0.05)
        with writing(people):
            with program(tmp_path / "alone", **settings) as (alone, _):
                until(lambda: people.wrote > 30)
                alone.terminate()
                alone.wait()
            stopped = time.monotonic()
            said = commanded(city, "move", "mot", f"sqlite:///{tmp_path}/alone/p.db")
            commands.pause(city.settings, "mot", goes_on=True)
            until(lambda: status_of(f"{front}/w/mot/") == 200)
            into_s = time.monotonic() - stopped
            time.sleep(2.0)
            commands.pause(city.settings, "mot", goes_on=False)
            stopped = time.monotonic()
            until(lambda: "mot" not in city.holders())
            out = f"sqlite:///{tmp_path}/after/p.db"
            commanded(city, "move", "mot", out, "--out")
            assert "chuyển ra" in commanded(city, "resume", "mot", code=2)
            with program(tmp_path / "after", **settings) as (after, address):
                until(lambda: status_of(address) == 200)
                out_s = time.monotonic() - stopped
                time.sleep(2.0)
                after.terminate()
                after.wait()
            commanded(city, "move", "mot", out)
            commands.pause(city.settings, "mot", goes_on=True)
            until(lambda: status_of(f"{front}/w/mot/") == 200)
        until_answered(city.url_of("mot"), people)
        wait_until_quiet(base)
        found = what_became(city.url_of("mot"), people, None)
    print(f"in after {into_s:.1f} s, out after {out_s:.1f} s, {found}; {said}")
    assert max(into_s, out_s) < BACK_S


def commanded(city: CityOfTests, *arguments: str, code: int = 0) -> str:
    """What `donghanh city ...` says."""
    done = donghanh("city", *arguments, folder=city.folder, **city.given)
    assert done.returncode == code, done.stderr
    return done.stdout + done.stderr


def until(look: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE_S
    while not look():
        assert time.monotonic() < end
        time.sleep(0.1)


@contextmanager
def always_answers(page: str) -> Iterator[None]:
    """Whatever is done meanwhile, this page is there."""
    until(lambda: status_of(page) == 200)
    over, seen = threading.Event(), list[int]()

    def look() -> None:
        while not over.wait(0.2):
            seen.append(status_of(page))

    thread = threading.Thread(target=look, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
    assert set(seen) == {200}
