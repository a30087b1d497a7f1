"""Forms of other sites: refused everywhere that acts, before a cookie is touched; ours pass, also
behind a web server that names its own host."""

from pathlib import Path

import aiohttp
import pytest
from starlette.datastructures import Headers

from bot.web.console.routes import PLACES
from bot.web.origins import Origins
from content.library import Content
from storage.staff_models import Role
from tests.support.desk import PASSWORD, desk, employ, visitor
from tests.support.site import site
from tests.web.test_chat import fields, session

PUBLIC = "https://phuong.example"
FOREIGN = (
    {"Origin": "https://xau.example"},
    {"Origin": "null"},
    {"Origin": ""},
    {"Origin": "https://phuong.example.xau.example"},
    {"Origin": "http://phuong.example"},  # the same name without encryption
    {"Origin": "https://phuong.example:8443"},
    {"Origin": "https://phuong.example@xau.example"},
    {"Origin": "file://"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
)
ACTING = ("/send", "/can-bo/dang-nhap", "/can-bo/kich-hoat/x", "/dang-ky/x", "/can-bo/dang-xuat",
          "/can-bo", "/", "/khong-co")  # fmt: skip


@pytest.mark.parametrize(
    ("public", "origin", "host", "ours"),
    [
        (PUBLIC, PUBLIC, "127.0.0.1:8080", True),  # nginx passes its own Host
        (PUBLIC, PUBLIC, "phuong.example", True),
        (PUBLIC, "http://127.0.0.1:8080", "127.0.0.1:8080", True),
        (PUBLIC, "https://xau.example", "127.0.0.1:8080", False),
        (f"{PUBLIC}/", PUBLIC, "x", True),
        ("https://tên-miền.vn", "https://xn--tn-min-iva0322d.vn", "x", True),
        ("https://TÊN-MIỀN.vn:443", "https://xn--tn-min-iva0322d.vn", "x", True),
        ("", "http://192.168.1.9:8080", "192.168.1.9:8080", True),
        ("", "http://192.168.1.9", "192.168.1.9:8080", False),
        ("", "https://phuong.example", "phuong.example", True),
        ("", "http://[::1]:8080", "[::1]:8080", True),
        ("", "http://x", "", False),
        ("", "null", "null", False),
    ],
)
def test_which_origins_are_ours(public: str, origin: str, host: str, ours: bool) -> None:
    headers = Headers({"origin": origin, "host": host})
    assert Origins(public).accepts(headers) is ours


@pytest.mark.parametrize("headers", FOREIGN)
async def test_a_form_of_another_site_changes_nothing_and_no_cookie(
    tmp_path: Path, content: Content, headers: dict[str, str]
) -> None:
    async with site(tmp_path, content, public_url=PUBLIC) as at, aiohttp.ClientSession() as raw:
        await employ(at, "a", Role.CLERK)
        form = {"text": "menu", "login": "a", "password": PASSWORD}
        for path in ACTING:
            for accept in ("text/html", "application/json"):
                told = headers | {"Accept": accept}
                async with raw.post(
                    at.url + path, data=form, headers=told, allow_redirects=False
                ) as answer:
                    said = await answer.text()
                    assert answer.status == 403, path
                    assert "set-cookie" not in answer.headers, path
                    assert "không có gì được ghi" in said or "Trang đã cũ" in said
                    assert ('"notice"' in said) is (accept == "application/json")


async def test_the_visitor_keeps_the_conversation_after_a_refused_form(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content, public_url=PUBLIC) as at, session() as browser:
        form = fields(await (await browser.get(at.url)).text()) | {"text": "thuế khoán còn không"}
        ours = {"Origin": PUBLIC}
        assert (await browser.post(at.url + "/send", data=form, headers=ours)).status == 200
        # SameSite keeps our cookie from what another site sends: it comes without one.
        async with aiohttp.ClientSession() as other:
            evil = {"Origin": "https://xau.example"}
            async with other.post(at.url + "/send", data=form, headers=evil) as answer:
                assert answer.status == 403 and "set-cookie" not in answer.headers
        assert "thuế khoán còn không" in await (await browser.get(at.url)).text()


async def test_every_address_of_the_console_refuses_another_site(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at, desk(at, "a", *Role) as person:
        for place in PLACES:
            if "POST" not in place.methods:
                continue
            path = at.url + "/can-bo" + place.path
            data = {"csrf": person.csrf}
            for origin in ("null", "https://xau.example"):
                async with person.http.post(
                    path, data=data, headers={"Origin": origin}, allow_redirects=False
                ) as answer:
                    assert answer.status == 403 and "set-cookie" not in answer.headers, path


async def test_no_address_leads_to_the_host_a_request_names(
    tmp_path: Path, content: Content
) -> None:
    async with site(tmp_path, content) as at, visitor(at) as person:
        odd = {"Host": "xau.example"}
        for path in ("/can-bo/", "/can-bo//", "/tin-tuc/", "//xau.example/", "/%5Cxau.example/",
                     "/%2F%2Fxau.example/", "/static", "/can-bo/kenh/"):  # fmt: skip
            async with person.http.get(at.url + path, headers=odd, allow_redirects=False) as answer:
                to = answer.headers.get("location", "")
                assert not to or (to.startswith("/") and to[1:2] not in ("/", "\\")), (path, to)
        async with person.http.get(f"{at.url}/can-bo/") as answer:
            assert answer.status == 200 and "Đăng nhập" in await answer.text()
