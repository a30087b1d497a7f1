"""The yardstick for broadcasts: python-telegram-bot with its own rate limiter, 40 senders at once
when paced, 8 without a limit (its best, docs/adr/0003)."""

import asyncio
import json
import sys
import time
from typing import Any

from telegram.ext import AIORateLimiter, Application

TOKEN = "1:bench"  # noqa: S105  # of nobody


async def main(api: str, people: int, rate: int) -> None:
    builder = Application.builder().token(TOKEN).base_url(f"{api}/bot")
    if rate:
        limiter: Any = AIORateLimiter(overall_max_rate=rate, max_retries=50)
        builder = builder.rate_limiter(limiter)
    app = builder.connection_pool_size(64).pool_timeout(60).build()
    await app.initialize()
    waiting = iter(range(people))

    async def send() -> None:
        for number in waiting:
            await app.bot.send_message(1_000_000 + number, "Hạn nộp thuế quý này. " * 8)

    began = time.perf_counter()
    await asyncio.gather(*(send() for _ in range(40 if rate else 8)))
    print(json.dumps({"took_s": round(time.perf_counter() - began, 2)}), flush=True)
    await app.shutdown()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])))
