"""Which page of a long list an address asks for."""

from starlette.requests import Request

from content.whole import read_whole


def page_of(request: Request) -> int:
    """From 0; the address counts from 1."""
    return max((read_whole(request.query_params.get("trang", "")) or 1) - 1, 0)
