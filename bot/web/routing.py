"""Which of our addresses a request means: of three hundred those are asked that begin like it. The
code of some is loaded when one of them is asked for, or beside the traffic before."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from itertools import takewhile

from starlette.routing import BaseRoute, Match, Mount, Route
from starlette.types import Receive, Scope, Send

_MEANT = "donghanh.route"


class Addresses(BaseRoute):
    """Several routes as one, each found as if they were asked in their order."""

    def __init__(self, routes: Sequence[Route | Mount]) -> None:
        self._by_beginning: dict[str, list[tuple[int, Route | Mount]]] = defaultdict(list)
        for number, route in enumerate(routes):
            literal = takewhile(lambda part: "{" not in part, _parts(route.path))
            self._by_beginning["/".join(literal)].append((number, route))

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        otherwise: tuple[Match, Scope] = (Match.NONE, {})
        for route in self._may_be_meant(scope["path"]):
            match, found = route.matches(scope)
            if match is Match.FULL:
                return match, {**found, _MEANT: route}
            if match is Match.PARTIAL and otherwise[0] is Match.NONE:
                otherwise = match, {**found, _MEANT: route}
        return otherwise

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        scope["route"] = scope[_MEANT]
        await scope["route"].handle(scope, receive, send)

    def _may_be_meant(self, path: str) -> Iterator[Route | Mount]:
        parts = _parts(path)
        beginnings = {"/".join(parts[:length]) for length in range(len(parts) + 1)}
        found = (self._by_beginning.get(one, ()) for one in beginnings)
        return (route for _, route in sorted(pair for pairs in found for pair in pairs))


class LateRoutes(BaseRoute):
    """All that `make` gives, every path of which is `beginning` or below it. A start is on its way
    to the visitors: the console's hundred modules are not in it."""

    def __init__(self, beginning: str, make: Callable[[], Sequence[Route | Mount]]) -> None:
        self._beginning = beginning
        self._make = make

    @cached_property
    def addresses(self) -> Addresses:
        """They, loaded now if they were not."""
        return Addresses(self._make())

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        path = scope["path"]
        if path != self._beginning and not path.startswith(f"{self._beginning}/"):
            return Match.NONE, {}
        return self.addresses.matches(scope)

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.addresses.handle(scope, receive, send)


def _parts(path: str) -> list[str]:
    """The two an address is known by."""
    return path.split("/")[1:3]
