"""The pacer alone, on a clock of numbers: never too many in a sliding second, hardly fewer."""

import random

from hypothesis import given
from hypothesis import strategies as st

from bot.core.pacing import Pacer


def worst(times: list[float]) -> int:
    first, most = 0, 0
    for last, at in enumerate(times):
        while at - times[first] >= 1.0:
            first += 1
        most = max(most, last - first + 1)
    return most


def play(pacer: Pacer, count: int, late: random.Random, lateness: float) -> list[float]:
    """Send times when every timer wakes a little late."""
    now, times = 1000.0, list[float]()
    while len(times) < count:
        wait = pacer.wait_s(now, urgent=False)
        if wait > 0:
            now += wait + late.random() * lateness
            continue
        pacer.sent(now)
        times.append(now)
    return times


@given(st.integers(0, 10_000), st.floats(0, 0.02), st.sampled_from([1, 5, 30, 200]))
def test_no_sliding_second_holds_too_many(seed: int, lateness: float, rate: int) -> None:
    times = play(Pacer(rate), rate * 4, random.Random(seed), lateness)
    assert worst(times) <= rate


def test_thirty_a_second_is_kept_up() -> None:
    times = play(Pacer(30), 1800, random.Random(1), 0.001)
    assert (len(times) - 1) / (times[-1] - times[0]) >= 29.6


def test_replies_count_but_do_not_wait() -> None:
    pacer = Pacer(30)
    for number in range(30):
        assert pacer.wait_s(10.0, urgent=True) == 0
        pacer.sent(10.0 + number / 1000, paced=False)
    assert pacer.wait_s(10.1, urgent=True) == 0
    assert pacer.wait_s(10.1, urgent=False) > 0.8


def test_after_a_start_nothing_paced_goes_for_a_second() -> None:
    pacer = Pacer(30)
    pacer.hold(10.0, 1.0)
    assert pacer.wait_s(10.0, urgent=False) == 1.0 and pacer.wait_s(10.0, urgent=True) == 0


def test_no_limit_is_no_limit() -> None:
    pacer = Pacer(0)
    for _ in range(1000):
        assert pacer.wait_s(5.0, urgent=False) == 0
        pacer.sent(5.0)


def test_replies_and_news_together_stay_within_the_limit() -> None:
    pacer, chance = Pacer(30), random.Random(4)
    now, times, next_reply = 1000.0, list[float](), 1002.0
    while now < 1030:
        if now >= next_reply:
            pacer.sent(now, paced=False)
            times.append(now)
            next_reply += 0.15 + 0.1 * chance.random()
        wait = pacer.wait_s(now, urgent=False)
        if wait <= 0:
            pacer.sent(now)
            times.append(now)
        now += max(0.001, min(wait, next_reply - now))
    settled = [at for at in times if at > 1006]
    assert worst(settled) <= 30
    assert len(settled) / 24 > 26


def test_a_limit_a_minute_counts_replies_too() -> None:
    """A plan of 95 calls a minute, with more people asking than that."""
    pacer, chance = Pacer(95, 60.0, strict=True), random.Random(5)
    now, times = 1000.0, list[float]()
    while now < 1300:
        for urgent in (True, False):
            if pacer.wait_s(now, urgent=urgent) <= 0:
                pacer.sent(now, paced=not urgent)
                times.append(now)
        now += chance.uniform(0.05, 0.5)
    assert max(sum(at <= other < at + 60 for other in times) for at in times) <= 95
    assert len(times) > 95 * 4  # and they are used


def test_room_is_what_is_left_of_the_minute() -> None:
    pacer = Pacer(10, 60.0, strict=True)
    for number in range(7):
        pacer.sent(100.0 + number, paced=False)
    assert pacer.room(110.0, 50) == 3 and pacer.room(110.0, 2) == 2
    assert pacer.room(161.5, 50) == 5  # two of them are a minute ago
    assert Pacer(30).room(110.0, 50) == 50
