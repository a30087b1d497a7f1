"""In a group: the FAQ to whoever names us, nothing of a person's own, and the way to the private
chat."""

import re
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from bot.app import Core
from content.codes import CodeKind, new_code
from content.library import FOLDER, Content
from handlers import places
from handlers.answers import menu, start
from handlers.own_data import households
from handlers.people import staff_links
from handlers.talk import notices
from handlers.talk.messages import Group, Incoming, IncomingKind, Reply
from handlers.talk.replies import cancel
from storage import database
from storage.database import Transaction
from storage.engines.sqlite import schema
from storage.hashes import hashed
from storage.models import Kind
from tests.support.clock import START
from tests.support.conference import add_event, make_staff
from tests.support.play import RecordingChannel, exchange, playing, said

ME = "https://t.me/bot?start="
ROOM = "-100"


def asked(text: str = "", **more: object) -> Incoming:
    """Somebody in the group says something to us."""
    incoming = said(text, address=ROOM, kind=more.pop("kind", IncomingKind.TEXT))  # type: ignore[arg-type]
    return replace(incoming, group=Group(ME), place="77/5", **more)  # type: ignore[arg-type]


async def heard(core: Core, channel: RecordingChannel, text: str, **more: object) -> str:
    replies = await exchange(core, channel, asked(text, **more))
    assert len(replies) == 1
    assert replies[0].place == "77/5"
    assert all(choice.key == "" for choice in replies[0].choices)
    return replies[0].text


def without_tokens(replies: list[Reply]) -> list[str]:
    return [re.sub(r"du-lieu/[\w-]+", "", reply.text) for reply in replies]


def rows(folder: Path, query: str) -> list[tuple[object, ...]]:
    with sqlite3.connect(folder / "play.db") as connection:
        found = connection.execute(query).fetchall()
    connection.close()
    return found


async def test_the_faq_is_answered_and_its_buttons_lead_to_the_faq_only(
    tmp_path: Path, content: Content
) -> None:
    async with playing(tmp_path, content) as (core, channel):
        first = await exchange(core, channel, asked("doanh thu bao nhiêu thì phải nộp thuế"))
        assert "1 tỷ đồng" in first[0].text
        assert first[0].choices
        assert {choice.action.split(":")[0] for choice in first[0].choices} <= {"faq", "menu"}
        more = next(c.action for c in first[0].choices if c.action.endswith(":details"))
        for unfolding in (more, more.replace(":details", ":basis")):  # the button of old messages
            tapped = await heard(core, channel, "", kind=IncomingKind.TAP, action=f"0.{unfolding}")
            assert "Căn cứ" in tapped or "Luật" in tapped or "Nghị định" in tapped


@pytest.mark.parametrize(
    "text",
    [
        *("tôi 80 tuổi có phải đóng thuế", "thời tiết hôm nay", "zxcv qwer asdf hjkl"),
        *("giá vàng hôm nay bao nhiêu", "cống trước nhà tôi tắc cả tháng"),
    ],
)
async def test_what_is_not_answered_may_be_sent_in_the_private_chat(
    text: str, tmp_path: Path, content: Content
) -> None:
    async with playing(tmp_path, content) as (core, channel):
        said_back = await heard(core, channel, text)
    assert not re.search(r"chọn \d", said_back)
    assert f"{ME}cau-hoi" in said_back


def test_no_words_an_answer_may_show_in_a_group_name_a_number() -> None:
    folder = FOLDER / "messages" / "vi"
    for path in sorted(p for part in ("faq", "fixed") for p in (folder / part).rglob("*.j2")):
        words = path.read_text(encoding="utf-8")
        assert "in_group" in words or not re.search(r"(?:chọn|gõ|bấm) \*{0,2}\d", words), path


WISHES = [
    ("đăng ký hội nghị", "dang-ky-du"),
    ("tôi muốn dự hội nghị", "dang-ky-du"),
    ("vé của tôi", "ve"),
    ("hủy đăng ký", "huy-ve"),
    ("dữ liệu của tôi", "du-lieu"),
    ("xóa dữ liệu của tôi", "xoa-du-lieu"),
    ("phường đang lưu gì về tôi", "du-lieu"),
    ("xuất dữ liệu", "tai-du-lieu"),
    ("đổi số điện thoại", "sua-thong-tin"),
    ("rút đồng ý", "rut-dong-y"),
    ("gửi câu hỏi", "cau-hoi"),
    ("câu hỏi của tôi", "cau-hoi-cua-toi"),
    ("giấy mời", "giay-moi"),
    ("nhận tin", "nhan-tin"),
    ("dừng nhận tin", "thoi-nhan-tin"),
    ("liên kết", "lien-ket"),
    ("/thongbao", "thong-bao"),
    ("sổ tay của tôi", "so-tay"),
    ("hạn của tôi", "han-thue"),
    ("tính thuế", "tinh-thue"),
    ("công cụ", "cong-cu"),
    ("gặp cán bộ", "can-bo"),
    ("hội nghị", "hoi-nghi"),
]


@pytest.mark.parametrize(("text", "wish"), WISHES)
async def test_what_is_ones_own_moves_to_the_private_chat_and_opens_there(
    text: str, wish: str, tmp_path: Path, content: Content
) -> None:
    async with playing(tmp_path, content) as (core, channel):
        await add_event(core.database)
        assert f"]({ME}{wish})" in await heard(core, channel, text)
        there = await exchange(core, channel, said(wish, kind=IncomingKind.START, address="8"))
        same = await exchange(core, channel, said(text, address="9"))
        # A link never stops by itself: it asks. A page of one's own has another address each time.
        if wish != "thoi-nhan-tin":
            assert without_tokens(there) == without_tokens(same)
    assert rows(
        tmp_path,
        "SELECT flow, asked, entry, choices FROM conversation AS c"
        " JOIN contact ON id = contact_id WHERE is_group = 1",
    ) == [(None, None, None, "[]")]


def test_every_link_has_a_name_of_its_own_that_a_link_can_carry(content: Content) -> None:
    for name in places.LINKS:
        assert places.LINK_NAME.fullmatch(name)
        assert name == "hoi-nghi" or content.knowledge.topic_by_alias(name) is None
    named = {place for place in (*places.ESCAPES.values(), *places.PLACES.values())}
    public = {start.greet, start.help_, menu.show_topics}
    own = {cancel, start.ask}
    # Every place that words can open in a private chat is public, or has its link.
    assert named - public - own <= set(places._LINK_TO)


@pytest.mark.parametrize(
    "action",
    ["ticket:1", "ticket:1:cancel:sure", "question:1", "privacy:erase:last", "news:all",
     "event:1:register", "tool:tax", "tick:1", "read:1", "ask_ward", "notebook", "new_flow:1",
     "link:code", ""],
)  # fmt: skip
async def test_a_button_of_before_does_nothing_personal(
    action: str, tmp_path: Path, content: Content
) -> None:
    async with playing(tmp_path, content) as (core, channel):
        text = await heard(core, channel, "", kind=IncomingKind.TAP, action=f"0.{action}")
        assert f"]({ME}" in text
    for table in ("subscription", "consent", "notebook", "household_code", "data_request"):
        assert rows(tmp_path, f"SELECT count(*) FROM {table}") == [(0,)]  # noqa: S608  # our own


async def test_three_members_share_nothing(tmp_path: Path, content: Content) -> None:
    async with playing(tmp_path, content) as (core, channel):
        await add_event(core.database)
        await heard(core, channel, "đăng ký hội nghị")
        answer = await heard(core, channel, "Nguyễn Thị Bình 0912345678")
        assert "đừng ghi số điện thoại" in answer
        covered = await exchange(core, channel, asked("căn cước của tôi 031234567890"))
        assert "xóa tin đó khỏi nhóm" in covered[-1].text
        for text in ("vé của tôi", "dữ liệu của tôi"):
            assert "0912" not in await heard(core, channel, text)
        await heard(core, channel, "doanh thu bao nhiêu thì phải nộp thuế")
        # What one asked is not what the next goes on from.
        answer = await heard(core, channel, "còn cái kia thì sao")
        assert "chưa có câu trả lời" in answer or "Ý ông/bà là câu nào" in answer
        # A number means nothing: whose list would it be?
        assert "bằng chữ" in await heard(core, channel, "1")
    assert b"0912345678" not in (tmp_path / "play.db").read_bytes()
    assert rows(tmp_path, "SELECT count(*) FROM registration WHERE source = 'chat'") == [(0,)]


async def test_a_code_said_aloud_opens_nothing_and_links_nothing(
    tmp_path: Path, content: Content
) -> None:
    async with playing(tmp_path, content) as (core, channel):
        secret, ticket = new_code(CodeKind.LINK), new_code(CodeKind.TICKET)

        def codes(tx: Transaction) -> str:
            staff = make_staff(tx, "an")
            contact = tx.contacts.meet("test", "8", START)
            tx.households.make_code(hashed(secret), contact.id, START + households.CODE_LASTS)
            return staff_links.make_code(tx, staff, START)

        for_staff = await core.database.transaction(codes)
        assert "không dùng được nữa" not in await heard(core, channel, ticket)
        for code in (secret, for_staff):
            assert "không dùng được nữa" in await heard(core, channel, code)
            alone = await exchange(core, channel, said(code, address="9"))
            assert code in alone[0].text  # unknown now, also in private
    assert rows(tmp_path, "SELECT count(*) FROM staff_link") == [(0,)]
    assert rows(tmp_path, "SELECT count(*) FROM household_contact") == [(0,)]


async def test_nothing_unasked_goes_to_a_group(tmp_path: Path, content: Content) -> None:
    async with playing(tmp_path, content) as (core, channel):
        await heard(core, channel, "xin chào")

        def unasked(tx: Transaction) -> list[object]:
            contact = tx.contacts.find("test", ROOM)
            assert contact
            body = Reply("tin").to_json()
            return [
                notices.notify(tx, content, contact.id, "system/failed", START, key="k"),
                tx.outbox.add(contact.id, body, START, kind=Kind.NOTICE),
                tx.outbox.add(contact.id, body, START, kind=Kind.BROADCAST),
            ]

        assert await core.database.transaction(unasked) == [False, None, None]


async def test_an_album_is_answered_once(tmp_path: Path, content: Content) -> None:
    async with playing(tmp_path, content) as (core, channel):
        for kind in (IncomingKind.PHOTO, IncomingKind.UNREADABLE):
            together = [replace(said("", kind=kind), album=f"a{kind}") for _ in range(4)]
            answers = [await exchange(core, channel, one) for one in together]
            assert [len(replies) for replies in answers] == [1, 0, 0, 0]
        in_group = [asked("", kind=IncomingKind.PHOTO, album="g") for _ in range(3)]
        assert [len(await exchange(core, channel, one)) for one in in_group] == [1, 0, 0]


@pytest.mark.parametrize("typed", ["/start {}", "/start@bot {}", "/start\n{}", "/START\t{}"])
async def test_a_start_typed_on_any_channel_opens_what_it_names(
    typed: str, tmp_path: Path, content: Content
) -> None:
    async with playing(tmp_path, content) as (core, channel):
        await add_event(core.database)
        code = rows(tmp_path, "SELECT code FROM event WHERE state = 'open'")[0][0]
        opened = await exchange(core, channel, said(typed.format(f"sk-{code}")))
        tapped = await exchange(
            core, channel, said(f"sk-{code}", kind=IncomingKind.START, address="8")
        )
        assert [reply.text for reply in opened] == [reply.text for reply in tapped]
        assert "Hội nghị" in opened[0].text


async def test_an_upgraded_database_forgets_what_a_group_was_told(tmp_path: Path) -> None:
    path, before = tmp_path / "play.db", next(f for f in schema.migrations() if "groups" in f.stem)
    connection = sqlite3.connect(path)
    schema.applied(connection)
    for file in schema.migrations()[: schema.migrations().index(before)]:
        connection.executescript(file.read_text(encoding="utf-8"))
        number = int(file.name[:4])
        connection.execute("INSERT INTO migration VALUES (?, ?)", (number, file.stem))
    connection.executescript("""
        INSERT INTO contact (id, channel, address, created_at, last_inbound_at) VALUES
            (1, 'telegram', '-100', 'x', 'x'), (2, 'telegram', '100', 'x', 'x');
        INSERT INTO profile (contact_id, name, phone, updated_at) SELECT id, 'An', '09', 'x'
            FROM contact;
        INSERT INTO subscription (contact_id, topic, since) SELECT id, 'tax', 'x' FROM contact;
        INSERT INTO conversation VALUES (1, 3, '[["1","Xem","ticket:1"]]', 'e', 'a', '{}', 'x', 'x',
            1), (2, 3, '[]', 'e', 'a', NULL, 'x', 'x', 1);
        INSERT INTO outbox (id, contact_id, kind, priority, body, state, created_at, due_at) VALUES
            (1, 1, 'notice', 1, 'An', 'pending', 'x', 'x'),
            (2, 2, 'notice', 1, 'An', 'pending', 'x', 'x');
    """)
    connection.commit()
    connection.close()
    async with database.open(f"sqlite:///{path}"):
        pass
    assert rows(tmp_path, "SELECT id FROM contact WHERE is_group = 1") == [(1,)]
    for table in ("profile", "subscription", "outbox"):
        assert rows(tmp_path, f"SELECT contact_id FROM {table}") == [(2,)]  # noqa: S608  # our own
    kept = rows(tmp_path, "SELECT choices, entry, asked, flow FROM conversation ORDER BY 1")
    assert kept == [("[]", None, None, None), ("[]", "e", "a", None)]
