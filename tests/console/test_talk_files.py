"""A photo or a PDF an official sends from the console's talk: checked, made harmless, read by its
owner, held back where the owner's channel has no way for it."""

import io
from dataclasses import replace
from functools import partial
from pathlib import Path

import aiohttp
import orjson
import pytest
from PIL import Image

from content.library import Content
from handlers.live import relaying
from handlers.people.refusing import NotDone
from handlers.talk.messages import Attachment, Reply
from storage.database import Transaction
from storage.handoff_models import Handoff, HandoffLine, LineSide
from storage.models import OutboxState
from storage.staff_models import Role
from tests.console.test_answer_files import PDF, fetched, word
from tests.console.test_talks import held, ward
from tests.support.desk import Desk, desk
from tests.support.live import MONDAY
from tests.support.pictures import identity_card, jpeg
from tests.support.site import Site


async def sends(
    person: Desk, page: str, data: bytes, name: str, *, text: str = "", do: str = "say"
) -> tuple[int, str]:
    """Presses "Gửi người dân" with a file chosen, as a browser without scripts does."""
    _, shown = await person.get(page)
    form = aiohttp.FormData({"csrf": person.csrf, "text": text, "do": do}, quote_fields=False)
    form.add_field("file", io.BytesIO(data), filename=name)
    url = f"{person.base}{page}/nhan"
    async with person.http.post(url, data=form, allow_redirects=False) as answer:
        return answer.status, shown if answer.status == 303 else await answer.text()


async def lines(at: Site, talk: Handoff) -> list[HandoffLine]:
    def work(tx: Transaction) -> list[HandoffLine]:
        return [one for one in tx.handoffs.lines(talk.id) if one.side is LineSide.STAFF]

    return await at.core.database.transaction(work)


async def queued(at: Site, talk: Handoff) -> list[Attachment]:
    """What goes with the messages to its owner."""

    def work(tx: Transaction) -> list[Attachment]:
        assert talk.contact_id
        kept = tx.transcripts.lines(talk.contact_id)
        replies = [Reply.from_json(line.body) for line in kept if line.body]
        return [one.attachment for one in replies if one.attachment]

    return await at.core.database.transaction(work)


async def test_a_photo_and_a_pdf_go_to_the_owner_and_stand_in_the_thread(
    tmp_path: Path, content: Content
) -> None:
    async with ward(tmp_path, content) as (at, _), desk(at, "an", Role.CLERK) as an:
        owner, talk, page = await held(at, an)
        assert (await sends(an, page, jpeg(), "IMG_0001.jpg", text="Chị xem mẫu này"))[0] == 303
        assert (await sends(an, page, PDF, "Thông báo thuế.pdf"))[0] == 303
        await at.core.settle()
        picture, paper = await lines(at, talk)
        assert picture.title == "" and picture.photo.endswith(".jpg")
        assert paper.title == "Thông báo thuế.pdf" and paper.photo.endswith(".pdf")

        def states(tx: Transaction) -> set[OutboxState]:
            return tx.outbox.states(picture.key) | tx.outbox.states(paper.key)

        assert await at.core.database.transaction(states) == {OutboxState.SENT}
        shown, attached = await queued(at, talk)
        assert (shown.name, shown.is_picture) == ("Ảnh", True)
        assert (attached.name, attached.is_picture) == ("Thông báo thuế.pdf", False)
        first, second = (await owner.reads())[-2:]
        assert "Chị xem mẫu này" in first and "(tệp)" in second
        # What the owner gets has no place and no camera in it.
        status, data, _ = await fetched(at, picture.photo)
        assert status == 200 and not Image.open(io.BytesIO(data)).getexif()
        status, data, said = await fetched(at, paper.photo)
        assert status == 200 and data == PDF and "attachment" in said
        # The thread shows both, and gives them to whoever sees the talk.
        _, thread = await an.get(page)
        assert f'src="/can-bo{page}/anh/{picture.photo}"' in thread and "Ảnh cán bộ gửi" in thread
        assert f'href="/can-bo{page}/anh/{paper.photo}">Thông báo thuế.pdf<' in thread
        assert (await an.raw(f"{page}/anh/{paper.photo}"))[1] == PDF
        # Taken back, it is nowhere.

        def take_back(tx: Transaction) -> None:
            line = tx.handoffs.line(paper.id)
            assert line is not None
            tx.handoffs.save_line(replace(line, withdrawn_at=MONDAY))

        await at.core.database.transaction(take_back)
        assert (await fetched(at, paper.photo))[0] == 404


async def test_what_cannot_go_is_said_and_what_was_typed_comes_back(
    tmp_path: Path, content: Content
) -> None:
    async with ward(tmp_path, content) as (at, _), desk(at, "an", Role.CLERK) as an:
        _, talk, page = await held(at, an)
        for data, name, do, why in (
            (b"MZ\x90\x00 a program", "mau.pdf", "say", "chỉ gửi được ảnh hoặc PDF"),
            (word(), "mau.docx", "say", "chỉ gửi được ảnh hoặc PDF"),
            (b"%PDF-" + bytes(6 * 1024 * 1024), "lon.pdf", "say", "tối đa 5 MB"),
            (identity_card(), "cccd.png", "say", "thẻ căn cước"),
            (jpeg(), "anh.jpg", "note", "ghi chú nội bộ không kèm tệp"),
        ):
            status, shown = await sends(an, page, data, name, text="Chị xem nhé", do=do)
            assert status == 409 and why in shown and "Chị xem nhé" in shown, name
        status, shown = await sends(an, page, jpeg(), "x.jpg", text="mã OTP 482913")
        assert status == 409
        assert await lines(at, talk) == [] == await queued(at, talk)
        assert not list((tmp_path / "photos").glob("*.docx"))


async def test_a_channel_that_takes_only_addresses_gets_one_that_opens_or_nothing(
    tmp_path: Path, content: Content
) -> None:
    async with ward(tmp_path, content) as (at, _), desk(at, "an", Role.CLERK) as an:
        _, talk, page = await held(at, an)
        await at.core.database.transaction(
            lambda tx: tx.calls.set_channels([("web", True, None)], by_link=["web"])
        )
        status, shown = await sends(an, page, PDF, "mau.pdf", text="Chị xem nhé")
        assert status == 409 and "không nhận tệp" in shown and "Chị xem nhé" in shown

        def work(tx: Transaction) -> str:
            held, person = tx.handoffs.get(talk.id), tx.staff.by_login("an")
            assert held and person
            send = partial(
                relaying.from_staff, tx, content, held, person, "", MONDAY,
                photo="x.pdf", title="Mẫu.pdf",
            )  # fmt: skip
            with pytest.raises(NotDone):
                send()
            line = send(site="https://phuong.test")
            assert talk.contact_id
            bodies = [line.body for line in tx.transcripts.lines(talk.contact_id) if line.body]
            assert tx.outbox.states(line.key)
            return str(orjson.loads(bodies[-1])["attachment"]["url"])

        sent = await at.core.database.transaction(work)
        assert sent == "https://phuong.test/tep/x.pdf"
