"""A number or an address that two people entered for an office is said at once to whoever asks how
to reach it, and never beside another office's name."""

import re
from pathlib import Path

import pytest

from bot.channels.plain import to_text
from content.facts import FactMissing
from content.library import Content
from content.people import is_public_phone
from content.ward_parts import office_part
from handlers.talk.markup import to_plain
from storage.staff_models import Role
from tests.console.test_contents import NEW_YEAR, TODAY, At
from tests.console.test_ward_settings import PATH, act, write
from tests.support.desk import desk
from tests.support.play import exchange, playing, said
from tests.support.site import site

ADDED = "tram_y_te_phuong"
ENTERED = {
    "cong_an": "0225 3 511 001",
    "thue": "0225 3 511 002",
    "kthtdt": "0225 3 511 003",
    "ttpvhcc": "0225 3 511 004",
    "qltt": "0225 3 511 005",
    "nhcsxh": "0225 3 511 006",
    "vanphong": "0225 3 511 007",
    ADDED: "0225 3 511 008",
}
STANDING = {"bhxh": "1900 9068", "vneid": "1900 0368", "dvcqg": "18001096"}
ASKED = {
    "cong_an": [
        "số điện thoại công an phường",
        "gọi công an phường số nào",
        "sdt cong an phuong",
        "cho em xin số của công an phường với ạ",
        "so dt ca phuong la bao nhieu",
        "cần gọi công an phường thì gọi số mấy",
        "công an phường Phù Liễn số điện thoại bao nhiêu",
        "sđt trực ban công an phường",
        "liên hệ công an phường thế nào",
        "muốn gọi cho công an phường",
        "địa chỉ công an phường ở đâu",
    ],
    "thue": [
        "xin số Thuế cơ sở",
        "số điện thoại thuế cơ sở 5",
        "sdt co quan thue",
        "gọi cho bên thuế số nào",
        "cho bác xin số máy của cán bộ thuế",
        "goi thue so may",
        "chi cục thuế điện thoại bao nhiêu",
        "xin số điện thoại bên thuế để hỏi tờ khai",
        "thuế cơ sở ở đâu",
    ],
    "kthtdt": [
        "số của Phòng Kinh tế",
        "điện thoại phòng kinh tế hạ tầng đô thị",
        "sdt phong kinh te phuong",
        "gọi phòng kinh tế số nào",
        "cho xin sđt phòng kthtđt",
        "alo phòng kinh tế hạ tầng thì số mấy",
    ],
    "ttpvhcc": [
        "số điện thoại trung tâm phục vụ hành chính công",
        "sdt mot cua phuong",
        "gọi bộ phận một cửa số nào",
        "ttpvhcc gọi số nào",
    ],
    "qltt": ["số điện thoại quản lý thị trường", "xin số đội qltt số 8"],
    "nhcsxh": ["sdt ngân hàng chính sách", "gọi ngân hàng chính sách xã hội số mấy"],
    "vanphong": ["xin số văn phòng ủy ban", "sdt văn phòng HĐND UBND phường"],
    ADDED: ["số điện thoại trạm y tế", "gọi trạm y tế phường số nào", "trạm xá sđt bao nhiêu"],
    "bhxh": ["tổng đài bảo hiểm xã hội", "gọi bhxh số nào"],
    "vneid": ["tổng đài vneid số mấy"],
    "dvcqg": ["hotline dịch vụ công"],
}
# Of another place, or no question of how to reach anybody.
OTHERS = [
    "số điện thoại công an thành phố",
    "số điện thoại công an phường Kiến An",
    "mã số thuế của tôi là số nào",
    "số thuế phải nộp",
    "bảo hiểm xã hội đóng ở đâu",
    "đăng ký kinh doanh ở đâu",
    "phòng kinh tế cấp giấy phép gì",
]


async def test_what_two_people_entered_is_said_at_once(tmp_path: Path, content: Content) -> None:
    async with (
        site(tmp_path, content, clock=At(NEW_YEAR)) as at,
        desk(at, "hoa", Role.CLERK) as author,
        desk(at, "nam", Role.APPROVER) as approver,
    ):
        await author.get(PATH)
        added = {"ward_name": "Trạm Y tế phường", "hall": "0"}
        assert (await author.post(f"{PATH}/them", added))[0] == 303
        for office, phone in ENTERED.items():
            more = {"name": "Trạm Y tế phường", "also": "trạm xá"} if office == ADDED else {}
            assert (await write(author, at, office_part(office), phone=phone, **more))[0] == 303
            assert await act(approver, office_part(office), "publish") == 303
        served = at.core.content
    numbers = ENTERED | STANDING
    (tmp_path / "chat").mkdir()
    async with playing(tmp_path / "chat", served) as (core, channel):
        people = iter(range(100, 1000))

        async def told(line: str) -> str:
            replies = await exchange(core, channel, said(line, address=str(next(people))))
            return "\n".join(map(to_text, replies))

        for office, lines in ASKED.items():
            for line in lines:
                text = await told(line)
                others = [n for name, n in numbers.items() if name != office and n in text]
                alone = not others or "Nộp hồ sơ" in text  # the answer that names two, each by name
                assert numbers[office] in text and alone, (line, text)
        for line in OTHERS:
            text = await told(line)
            assert not any(text.startswith(o.name) for o in served.ward.offices.values()), text
    for entry in served.knowledge.entries.values():
        for part in _parts(served, entry.id):
            _each_number_behind_its_own_name(served, part)


def _parts(content: Content, entry: str) -> list[str]:
    try:
        short = content.knowledge.short(entry, TODAY)
        return [short, *(text for _, text in content.knowledge.sections(entry, TODAY))]
    except FactMissing:
        return []


def _each_number_behind_its_own_name(content: Content, text: str) -> None:
    """The last office named before a number is the one it belongs to."""
    plain = to_plain(text)
    names = {office.name: office.id for office in content.ward.offices.values()}
    named = re.compile("|".join(map(re.escape, sorted(names, key=len, reverse=True))))
    for office, phone in ENTERED.items():
        for match in re.finditer(re.escape(phone), plain):
            before = named.findall(plain[: match.start()])
            assert before and names[before[-1]] == office, plain


async def test_an_office_without_a_number_says_so_and_where_to_go(
    tmp_path: Path, content: Content
) -> None:
    async with playing(tmp_path, content) as (core, channel):
        replies = await exchange(core, channel, said("gọi công an phường số nào"))
        text = "\n".join(map(to_text, replies))
        assert "Công an phường Phù Liễn" in text and "chưa ghi số điện thoại" in text
        assert "113" in text and "gửi câu hỏi" in text
        # in the middle of a form, which goes on
        asked = to_text((await exchange(core, channel, said("tính thuế", address="8")))[-1])
        replies = await exchange(core, channel, said("gọi công an phường số nào", address="8"))
        assert "chưa ghi số điện thoại" in to_text(replies[0])
        assert to_text(replies[-1]).splitlines()[-1] == asked.splitlines()[-1]


@pytest.mark.parametrize(
    ("typed", "is_one"),
    [
        ("02253", False),
        ("0225 3 123 456", True),
        ("(0225) 3.822.222", True),
        ("0912 345 678", True),
        ("0912 345 67", False),
        ("1900 9068", True),
        ("18001096", True),
        ("113", True),
        ("1022", True),
        ("098", False),
        ("12", False),
        ("gọi cô Hoa", False),
        ("0225 ABC DEFG", False),
    ],
)
def test_only_numbers_that_can_be_called_are_taken(typed: str, is_one: bool) -> None:
    assert is_public_phone(typed) is is_one
