"""Routes of which the code is loaded when one of them is asked for, or beside the traffic before.

A start is on its way to the visitors: the console's hundred modules are not in it.
"""

from collections.abc import Callable, Sequence
from functools import cached_property

from starlette.routing import BaseRoute, Match
from starlette.types import Receive, Scope, Send

_CHOSEN = "donghanh.route"


class LateRoutes(BaseRoute):
    """All that `make` gives, every path of which is `beginning` or below it."""

    def __init__(self, beginning: str, make: Callable[[], Sequence[BaseRoute]]) -> None:
        self._beginning = beginning
        self._make = make

    @cached_property
    def routes(self) -> Sequence[BaseRoute]:
        """They, loaded now if they were not."""
        return self._make()

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """The first that is meant as a whole, else the first at that address."""
        path = scope.get("path", "")
        if path != self._beginning and not path.startswith(f"{self._beginning}/"):
            return Match.NONE, {}
        near: tuple[Match, Scope] = Match.NONE, {}
        for route in self.routes:
            match, child = route.matches(scope)
            if match is Match.FULL:
                return match, {**child, _CHOSEN: route}
            if match is Match.PARTIAL and near[0] is Match.NONE:
                near = match, {**child, _CHOSEN: route}
        return near

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Gives it to the route that was chosen."""
        route: BaseRoute = scope.pop(_CHOSEN)
        await route.handle(scope, receive, send)
