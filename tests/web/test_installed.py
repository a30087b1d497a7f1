"""What lets a phone keep our pages among its apps: the manifest, and our sign in every size."""

import io
from pathlib import Path

import orjson
import pytest
from PIL import Image

from bot.web.icons import ICONS, draw_icon
from content.library import Content
from tests.web.test_open_pages import visiting


async def test_the_manifest_names_the_ward_and_icons_that_are_there(
    tmp_path: Path, content: Content
) -> None:
    async with visiting(tmp_path, content) as visit:
        status, text, headers = await visit.get("/manifest.webmanifest")
        told = orjson.loads(text)
        assert status == 200 and headers["content-type"] == "application/manifest+json"
        assert content.ward.name in told["name"]
        assert (told["start_url"], told["scope"], told["display"]) == ("/", "/", "standalone")
        assert {(one["sizes"], one["purpose"]) for one in told["icons"]} == {
            *(("192x192", "any"), ("512x512", "any")),
            *(("192x192", "maskable"), ("512x512", "maskable")),
        }
        for icon in told["icons"]:
            async with visit.http.get(icon["src"]) as answer:
                assert answer.status == 200 and answer.content_type == icon["type"]
                with Image.open(io.BytesIO(await answer.read())) as image:
                    assert "{}x{}".format(*image.size) == icon["sizes"]
            status, _, _ = await visit.get(icon["src"], **{"If-None-Match": answer.headers["etag"]})
            assert status == 304
        for shortcut in told["shortcuts"]:
            assert (await visit.get(shortcut["url"]))[0] == 200
        assert (await visit.get("/bieu-tuong/13.png"))[0] == 404


async def test_every_page_for_owners_names_it_and_none_of_the_staff(
    tmp_path: Path, content: Content
) -> None:
    async with visiting(tmp_path, content) as visit:
        for path in ("/", "/cau", "/su-kien", "/tin-tuc", "/so-tay/khong-co", "/khong-co"):
            page = (await visit.get(path))[1]
            assert '<link rel="manifest" href="/manifest.webmanifest">' in page, path
            assert 'rel="apple-touch-icon"' in page and 'name="theme-color"' in page, path
        policy = (await visit.get("/"))[2]["content-security-policy"]
        assert "manifest-src 'self'" in policy and "unsafe" not in policy
        assert "manifest" not in (await visit.get("/can-bo/dang-nhap"))[1]


@pytest.mark.parametrize("name", list(ICONS))
def test_our_sign_is_drawn_the_same_each_time_and_survives_being_cut(name: str) -> None:
    icon = ICONS[name]
    assert draw_icon(icon) == draw_icon(icon)
    with Image.open(io.BytesIO(draw_icon(icon))) as opened:
        image = opened.convert("RGBA")
    assert (image.getpixel((0, 0))[3] == 255) is icon.full  # type: ignore[index]
    # What every phone leaves of a sign it cuts (the corners are clear of one that it does not).
    middle, reach = icon.side / 2, icon.side * (0.4 if icon.full else 0.71)
    for x in range(0, icon.side, 3):
        for y in range(0, icon.side, 3):
            if image.getpixel((x, y)) not in ((255, 255, 255, 255), (255, 255, 255, 0)):
                assert (x - middle) ** 2 + (y - middle) ** 2 <= reach**2


async def test_the_page_for_the_stall_is_an_app_of_its_own(
    tmp_path: Path, content: Content
) -> None:
    async with visiting(tmp_path, content) as visit:
        status, text, _ = await visit.get("/hoi-giup/17.webmanifest")
        told = orjson.loads(text)
        assert status == 200 and told["name"].startswith("Hỏi giúp, ")
        assert (told["start_url"], told["scope"]) == ("/can-bo/hoi-giup/17", "/can-bo/")
        assert (await visit.get("/hoi-giup/x.webmanifest"))[0] == 404
