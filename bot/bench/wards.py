"""What a ward costs a process that has others: memory of content shared, at the start and once its
sentences, answers and pages were said. A process of its own; prints one JSON."""

import gc
import json
import os
import sys
import time
from dataclasses import replace
from datetime import date
from pathlib import Path

from bot.web.pages import environment
from content.library import Content, load_content

PAGE = os.sysconf("SC_PAGE_SIZE")
ANSWERS = 100
DAY = date(2026, 11, 30)
NOT_SAID = ("pages/", "operator/", "documents/")


def _rss_mb() -> float:
    gc.collect()
    return int(Path("/proc/self/statm").read_text().split()[1]) * PAGE / 1e6


def _used(content: Content) -> object:
    """As after days of use: most sentences, a third of the answers, the pages of owners."""
    for entry in list(content.knowledge.entries)[:ANSWERS]:
        content.knowledge.short(entry, DAY)
    for name in content.words.names():
        if not name.startswith(NOT_SAID):
            content.words.env.get_template(f"{name}.j2")
    pages = environment(content)
    for template in pages.list_templates(filter_func=lambda name: name.startswith("visitor/")):
        pages.get_template(template)
    return pages


def measure(wards: int) -> dict[str, float]:
    """MB of the whole process, and of each further ward."""
    first = load_content(with_encoder=True)
    first.understanding.read("")
    kept: list[object] = [_used(first)]
    alone, began = _rss_mb(), time.monotonic()
    own = first.shelf.files.ward
    others = [first.in_ward(replace(own, name=f"phường {n}")) for n in range(1, wards)]
    took, made = time.monotonic() - began, _rss_mb()
    kept += [_used(one) for one in others]
    full = _rss_mb()
    each = max(1, wards - 1)
    return {
        "wards": wards,
        "first_mb": round(alone, 1),
        "all_mb": round(full, 1),
        "ward_new_mb": round((made - alone) / each, 2),
        "ward_used_mb": round((full - alone) / each, 2),
        "ward_made_ms": round(1000 * took / each, 1),
    }


if __name__ == "__main__":
    print(json.dumps(measure(int(sys.argv[1]))))
