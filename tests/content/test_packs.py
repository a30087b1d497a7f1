"""A pack is read only as it was signed, and refused in one word otherwise."""

from dataclasses import replace
from datetime import date

import orjson
import pytest

from content import packs
from content.overlay import Published, ward_entry
from content.packs import Pack, PackRefused, packed, public_of, read_key, read_pack

KEY = read_key(packs.new_key())
PUBLIC = public_of(KEY)
PACK = Pack(
    3, date(2026, 11, 30), "Sở Tài chính", (Published("mon-bai", "thue", "---\nx\n---\nMột.\n"),),
    ("ten-cong-ty",), correction=True,
)  # fmt: skip


def why(data: bytes, key: str = PUBLIC) -> str:
    with pytest.raises(PackRefused) as refused:
        read_pack(data, key)
    return str(refused.value)


def changed(**given: object) -> bytes:
    opened = orjson.loads(packed(PACK, KEY))
    return orjson.dumps(opened | {"pack": opened["pack"] | given})


def test_a_signed_pack_comes_back_as_it_was_however_its_file_is_spaced() -> None:
    data = packed(PACK, KEY)
    assert read_pack(data, PUBLIC) == PACK
    assert read_pack(orjson.dumps(orjson.loads(data)), PUBLIC) == PACK


def test_nothing_of_it_can_be_changed_after_it_was_signed() -> None:
    assert why(changed(number=4)) == why(changed(correction=False)) == "pack_signature"
    assert why(changed(signer="Sở khác")) == why(changed(withdrawn=[])) == "pack_signature"
    other = public_of(read_key(packs.new_key()))
    assert why(packed(PACK, KEY), other) == "pack_signature"
    assert why(packs.unsigned(PACK)) == "pack_signature"
    assert why(packed(PACK, KEY), "") == "pack_no_key"


@pytest.mark.parametrize(
    "data", [b"", b"[]", b"{}", b"\xff\x00", b'{"pack": 3}', b"PK\x03\x04", changed(items=[])[:-9]]
)
def test_what_is_no_pack_is_said_to_be_none(data: bytes) -> None:
    assert why(data) == "pack_unread"


def test_a_pack_for_another_edition_or_with_odd_parts_is_refused() -> None:
    assert why(changed(edition=2)) == "pack_edition"
    assert why(changed(number=True)) == "pack_unread"
    assert why(changed(items=[], withdrawn=[])) == "pack_unread"
    assert why(changed(withdrawn=["mon-bai"])) == "pack_unread"  # said twice
    of_a_ward = replace(PACK, items=(Published(ward_entry("office:x"), "", "{}"),))
    assert why(packed(of_a_ward, KEY)) == "pack_unread"
    empty = replace(PACK, items=(Published("mon-bai", "thue", ""),))
    assert why(packed(empty, KEY)) == "pack_unread"


def test_only_what_is_a_key_is_taken_for_one() -> None:
    assert packs.is_public_key(PUBLIC)
    assert not packs.is_public_key("abc") and not packs.is_public_key(PUBLIC[:-4])
    with pytest.raises(PackRefused, match="pack_key"):
        read_key(b"no key")
