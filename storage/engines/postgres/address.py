"""Where a ward stands on a PostgreSQL server:
`postgresql://name:password@host:5432/database?schema=phuong_x&folder=/var/lib/donghanh/x`.

What libpq understands may stand in it as well (`sslmode`, `host` for a folder of sockets ...).
`schema` holds the ward's tables, `folder` its photos and attachments.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit

from content.operator import tell
from storage.errors import StorageError

USUAL_SCHEMA = "donghanh"
# PostgreSQL cuts longer names off; what would have to be quoted is no name of a ward.
_NAME = re.compile(r"[a-z][a-z0-9_]{0,62}")


@dataclass(frozen=True, slots=True)
class Address:
    """`server` is what libpq connects to."""

    server: str
    schema: str
    folder: Path

    @property
    def shown(self) -> str:
        """For the operator: without name and password."""
        parts = urlsplit(self.server)
        return f"postgresql://{parts.hostname or ''}{parts.path}, schema {self.schema}"


def ward_url(city: Address, schema: str, folder: str) -> str:
    """Where a ward stands on the server of its city."""
    parts = urlsplit(city.server)
    given = {**dict(parse_qsl(parts.query)), "schema": schema, "folder": folder}
    return f"{city.server.partition('?')[0]}?{urlencode(given)}"


def is_name(schema: str) -> bool:
    """Whether a schema may be called so."""
    return _NAME.fullmatch(schema) is not None


def read(url: str) -> Address:
    """Raises StorageError."""
    try:
        parts = urlsplit(url)
        pieces = parse_qsl(parts.query, keep_blank_values=True, strict_parsing=bool(parts.query))
    except ValueError:
        raise StorageError(tell("storage.postgres_address")) from None
    given = dict(pieces)
    schema = given.pop("schema", USUAL_SCHEMA)
    if parts.scheme != "postgresql" or parts.fragment or not _NAME.fullmatch(schema):
        raise StorageError(tell("storage.postgres_address"))
    folder = Path(given.pop("folder", f"data/{schema}"))
    server = url.partition("?")[0]
    return Address(f"{server}?{urlencode(given)}" if given else server, schema, folder)
