"""What was written once and is sent again after a step back is asked about, not made twice."""

from pathlib import Path

from content.library import Content
from storage.staff_models import Role
from tests.console.test_broadcasts import DRAFT
from tests.support.desk import desk
from tests.support.site import site

ASKED = {"content": "Cống ngõ 5 tắc", "field": "khac", "source": "paper", "phone": "0912 000 111"}


async def test_the_same_words_sent_again_are_asked_about(tmp_path: Path, content: Content) -> None:
    async with (
        site(tmp_path, content) as at,
        desk(at, "a", Role.CLERK, Role.COMMUNICATOR) as person,
    ):
        for form, again, path in (
            (ASKED, {"content": "cống  ngõ 5 tắc"}, "/cau-hoi/them"),
            (DRAFT, {}, "/thong-bao/soan"),
        ):
            await person.get(path)
            assert (await person.post(path, form))[0] == 303
            await person.get(path)  # back: the page made anew, with the same words
            status, page, _ = await person.post(path, form | again)
            assert status == 409 and 'name="knows"' in page and "vẫn" in page.lower()
            knows = page.split('name="knows" value="')[1].split('"')[0]
            assert (await person.post(path, form | again, knows=knows))[0] == 303
            await person.get(path)
        await person.get("/cau-hoi/them")
        assert (await person.post("/cau-hoi/them", ASKED, phone="0912 000 222"))[0] == 303
        nobody = {"content": "Chợ ồn", "field": "khac", "source": "paper"}
        status, page, _ = await person.post("/cau-hoi/them", nobody)
        assert status == 400 and "không biết báo cho ai" in page
        assert (await person.post("/cau-hoi/them", nobody, nameless="1"))[0] == 303
