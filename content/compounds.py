"""Words of two syllables that share the second and mean different things: `công nghiệp` is no
`nông nghiệp`, `xuất khẩu` no `mật khẩu`. By shared syllables alone one would be taken for the
other. Looked for folded."""

import re

_SHARED = {
    "nghiep": "nong|cong|doanh|that|tot|khoi|lam|ngu|xi|su|tac",
    "khau": "mat|xuat|nhap|ho|nhan|cua",
    "chung": "cong|bang|minh",
}
_COMPOUNDS = {
    last: re.compile(rf"\b(?:{firsts}) {last}\b(?! vu\b)") for last, firsts in _SHARED.items()
}


def names_another(asked: str, named: str) -> bool:
    """Whether what is `named` speaks of one such word and what is `asked` only of others that end
    alike; both folded."""
    for pattern in _COMPOUNDS.values():
        here, there = set(pattern.findall(asked)), set(pattern.findall(named))
        if here and there and here.isdisjoint(there):
            return True
    return False
