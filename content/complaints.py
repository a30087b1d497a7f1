"""Recognises a khiếu nại or tố cáo in what somebody writes: these have their own way by law and
are never kept as ordinary questions."""

import re

from content.vietnamese import fold

_ACCUSES = re.compile(
    r"\b(?:to cao|to giac|(?<!khach )(?<!khach hang )khieu nai|khieu kien|hoi lo|tham nhung|tham o"
    r"|voi tien|voi vinh|an chan|lot tay|lam dung chuc quyen|nhung nhieu|dut lot|bao ke|cuong doat"
    r"|can bo (?:\w+ ){0,5}(?:nhan|doi|an|xin|vay) tien)\b"
)
# Asking about the procedure is a question like any other.
_ASKS_ABOUT = re.compile(
    r"\b(?:thu tuc|cach|quy dinh|the nao|o dau|mau don|thoi han|bao lau) (?:\w+ ){0,3}"
    r"(?:khieu nai|to cao)\b"
    r"|\b(?:khieu nai|to cao) (?:\w+ ){0,3}(?:the nao|o dau|nhu nao|lam sao|can gi|bao lau)\b"
)


def is_complaint(text: str) -> bool:
    """Whether the text makes a complaint or a denunciation, rather than asking how to."""
    plain = " ".join(re.sub(r"[^a-z0-9 ]+", " ", fold(text)).split())
    return bool(_ACCUSES.search(plain)) and not _ASKS_ABOUT.search(plain)
