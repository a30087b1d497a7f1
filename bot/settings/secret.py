"""A setting that prints as stars."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, repr=False)
class Secret:
    value: str = ""

    def __str__(self) -> str:
        return "***" if self.value else ""

    __repr__ = __str__

    def __bool__(self) -> bool:
        return bool(self.value)


NONE = Secret()
