"""What the address of a database says by itself; loads nothing."""

import re


def is_on_server(url: str) -> bool:
    """Whether a database server keeps it, and no file of ours."""
    return url.startswith("postgresql:")


def shown(url: str) -> str:
    """The address without name and password, to be printed."""
    return re.sub(r"(?<=//)[^/@]*(?=@)|(?<=password=)[^&]*", "…", url)
