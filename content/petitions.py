"""What the ward is asked to see to, in plain words: a petition, something wrong in the street, a
word about how one was served, praise; and what officials do to people, which has its own lane.

By what the words mean (`content/petitions.yaml`), weighed beside a few signs in them; a question
is hardly taken for either.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import exp, log
from operator import mul

from content.amounts import amounts
from content.complaints import is_complaint, tells_of_bribe
from content.encoder.intents import Intent
from content.names import CAPITAL
from content.reports import is_of_the_street, told_in
from content.vietnamese import FORMS_KEPT, bare_words, fold, fold_in_place, has_marks

HARASSED = "harassed"  # a name of the layer; the others are kinds
ON_SITE, PETITION, PRAISE, SERVICE = "on_site", "petition", "praise", "service"
LEAST_RAISED, LEAST_HARASSED, LEAST_MAY_BE = 0.4, 0.55, 0.05  # of what is weighed
LEAST_FOR_KIND = 0.1
MAY_BE_FOR_WARD = 0.7
LEAST_PRAISE = 0.5  # a complaint taken for praise hurts more than praise that is asked about
PLAINLY = 0.75  # whatever words of other things stand beside it
WORDS, FEWEST = 4, 3  # fewer tell nothing for the ward, nothing of an official
LONGEST = 150

_POLITE = r"(?: (?:a|vay|the|nhi|em|ad|ban|chau|ta|z|nha|nhe|con|day|anh|chi|bac|co|oi|cai|do))*$"
_NO = r"(?:khong|ko|k|kg|khg|hong|hem|hk|hok|khum)"
# What asks, wherever it stands; folded, `đầu` left out.
_ASKS = re.compile(
    r"\b(?:gi|j|bao nhieu|bnhieu|bn|bao lau|bao gio|khi nao|luc nao|nao|sao|the nao)\b"
    r"|(?<!\blai )\b(?:o|vao|tu|di|den|toi|cho|la|gui|nop|hoi|tim|lay|mua|tra|xem|bao|goi) dau\b"
    r"(?! (?:ra|cho|tuan|thang|nam|ngo|hem|pho|duong|ngay|gio|kia|mua|tien))"
    rf"|\bdau (?:vay|the|a|em|ad|nhi|ha)\b|\bdau{_POLITE}"
    r"|\b(?:thi|la|do|cho|gap|hoi|bao|gui|goi|tim|nho|den|tu) ai\b|^ai\b|\bai (?:la|phu trach|duoc"
    r"|phai|co the|chiu|tra|lam giay|ky|nop|khai|dung ten|cap|giai quyet)\b"
    r"|\bmay (?:gio|thang|ngay|nam|phan|dong|tien|muoi|loai|buoc|to giay|met|nguoi|cap|lan moi|nghe"
    r"|lop|suat|so)\b(?! (?:nay|roi|lien))"
    rf"|\b(?:la|so|tang|muc|thu|het|duoc|ma|bang|tra|khoang|mat) may{_POLITE}"
    rf"|\b(?:co|duoc|dc|phai|can|con|da|nen|bi|dung|phai la|het|du|kip|xong)(?: \w+){{0,12}}"
    rf" (?:{_NO}|chua|ch)(?: (?:hay|hoac|de|thi|va|ha|hay sao))?{_POLITE}"
    rf"|\b(?:duoc|dc|phai|dung|co|the) (?:{_NO}|chua|ch|ha)\b(?! (?:\w+ )?(?:thay|ai|he|cho"
    rf"|lam))"
    r"|\b(?!(?:toi|tui|em|ho|no|ong|ba|anh|chi|bac|chau|minh|cung|rat|cu|lai)\b)\w+"
    r" hay (?!(?:qua|lam|bi|that|noi|quen|chui|mang|cau|co|ho|hong|ghe|tac|de|cho|giup|xem|sua"
    r"|nhac|den|toi|sang|dua"
    r"|ban|be|sup|thay|lang)\b)"
    r"|\b(?:cho|xin|muon|de|dinh) (?:\w+ )?hoi\b(?! (?:han|thoi|ngo))|\bhoi (?:chut|xiu|ve|la"
    r"|nho)\b"
    r"|\b(?:chi|huong dan|bay|giai thich|tu van|noi|cho) (?:giup |cho |gium |voi )?(?:toi|tui|em"
    r"|minh"
    r"|bac|co|chu|chau|con|anh)\b(?: \w+){0,2} (?:cach|biet|voi|ro|hieu)\b"
    rf"|\b(?:co phai|co can|co nen|co duoc|co bi|lam the nao|ha){_POLITE}"
)
# Whatever ends so is asked: `bán trà đá phải đóng thuế hông`, `rứa à`.
_ENDS_ASKING = re.compile(
    rf"\b(?:{_NO}|chua|ch|ntn|nhi|ha|chang|nhieu|sao z|vay ta|vay ha|dung k|pk){_POLITE}"
)
_ENDS_ASKING_MARKED = re.compile(r"(?i)\b(?:à|hả|nhỉ|hở|hử|hè|hỉ|chăng|chưa|nhể|dzậy|mô|răng)\W*$")
# In other dialects, and in short.
_ASKS_ELSEWHERE = re.compile(
    r"\b(?:ntn|(?<!vat )(?<!nguyen )(?<!so )(?<!tai )(?<!bac )(?<!du )lieu"
    r"|lam rang|man rang|rang (?:ma|khong|chua|rua|hi)|cai chi|lam chi|la chi"
    r"|chi rua|o mo|di mo|khi mo|chung nao|hoi nao|bi nhieu|het nhieu|bao nhiu|nhiu tien|nhieu tien"
    r"|lam s|lsao|lm sao|xin hoi|may (?:cua|buoc|quay|chuc|tram|ty|hoa don|ho so|tuoi|mon|cong))\b"
    r"|^hoi\b|\bhoi (?:xem|cai|gium|ho|giup|ti|xiu)\b"
)
# What is asked for without a word that asks: `thủ tục sang tên sạp`, `cho xin mẫu đơn`.
_WANTS_TO_KNOW = re.compile(
    r"^(?:thu tuc|mau (?:don|to)|lich|dieu kien|le phi|muc (?:thu|phat|thue)|gia (?:thue|ve|dien)"
    r"|so dien thoai|dia chi|cach|quy dinh|han|thoi han|danh sach|huong dan)\b"
    r"|\b(?:thac mac|muon biet|tim hieu|chua ro)\b"
    r"|^(?:\w+ ){0,3}(?:nho|xin|can|muon)(?: \w+){0,3} (?:tu van|giai thich)\b"
    r"|\b(?:xin|cho|gui) (?:\w+ ){0,2}(?:so dien thoai|sdt|mau don|mau to|link|dia chi|file)\b"
    r"|\bkhong biet (?:la )?(?:co|phai|khi|bao|thu tuc|lieu|gio)\b"
)
# `không biết gì`, `lần nào cũng`, `có ai nghe đâu`: nothing is asked.
_ASKS_NOTHING = re.compile(
    rf"\b(?:{_NO}|chang|cha|chua|deo)(?: (?!(?:thi|xem|nop|hoi|gui|tim)\b)\w+){{0,5}}"
    r" (?:gi|j|dau|sao|ai|nao|bao gio|bao nhieu)\b"
    r"(?: (?:nua|het|ca|dau|cung))*"
    r"|\b(?:\w+ )(?:nao|gi) (?:cung|ca|do)\b|\b(?:gi|nao|ai) cung\b|\blam gi (?:nua|duoc|co)\b"
    r"|\b(?:co|thay) ai(?: \w+){1,4} dau\b|\bco(?: \w+){1,4} dau\b|\b(?:gi|ai) (?:ca|het|dau)\b"
    r"|\bngoi sao\b|\bnhu the nay\b"
)
_QUOTED = re.compile(r"[\"“][^\"“”]{3,}[\"”]")
_TAIL = 6  # words: who asks, asks at the end
_HEAD = re.compile(r"(?i)\b(?:đầu|đậu|dầu|đau)\b")  # folded it is `đâu`
_MACHINE = re.compile(r"(?i)\bmáy\b")  # ... and `mấy`
# What is said of what is wrong, wished for, or well done: then less is asked of the meaning.
_SAID = re.compile(
    r"\b(?:de nghi|kien nghi|de xuat|gop y|phan anh|kinh mong|mong|uoc gi|gia ma|phuong oi"
    r"|xin (?:phuong"
    r"|giam|cho|cap tren|nha nuoc|duoc|dung)|phuong (?:nen|lam on|xem|cho nguoi|giup|cho)"
    r"|nen (?:mo|lap"
    r"|cho|co|bo|to chuc|lam|gui|dat)|ba con|thi (?:tot|do|hay|quy)|tieu thuong|bo (?:bot|cai"
    r"|viec|giup)"
    r"|tac|ngap|hong|vo|gay|do|dut|toi (?:om|thui)|boc mui|hoi thoi|rac|on ao|on|lan chiem|chiem"
    r"|chan"
    r"|mat dien|cup dien|mat nuoc|o ga|bui|khoi|ruoi|chuot|nguy hiem|ro ri|sut|tat|khong sang"
    r"|nuoc den"
    r"|thai do|quat|mang|cho (?:ca|tu|mai|hoai|doi)|doi (?:ca|tu|mai|hoai)|ngoi cho|hen|di lai"
    r"|chay di"
    r"|di di|len lai|khong ai|k ai|ko ai|chang ai|bat may|nghe may|loi|treo|bao thieu|thieu|day qua"
    r"|chi sang|chi qua|trong khong|coc loc|cam on|cam kich|khen|tuyen duong|biet on|nhiet tinh"
    r"|tan tinh"
    r"|hai long|quy hoa|de thuong|gioi|tu te|chu dao|nhanh (?:gon|han|that|qua|lam)|tot (?:qua"
    r"|lam|han"
    r"|bung)|nho mai|mang on|that vong|buc|kho qua|kho lam|hanh dan|lam phien)\b"
)

# What bribes and favours are called.
_STRONG = re.compile(
    r"\b(?:phong bi|phong bao|biet dieu|yen than|(?:xin|doi|voi|vay|nhan|cam|an|kep|dua|nop) tien"
    r"|tien tuoi|lot tay|lo lot|chung tien|chung chi (?:moi|tien|cho)|lam luat|tien tra|tien ca phe"
    r"|(?:phai|can|nen|khong|ko|k|chang|chua) biet on"
    r"|phai phep|qua cap|lai qua|cua sau|so soang|sam so|ga gam|quay roi|di khach san"
    r"|an quyt|khong tra dong|(?:ep|bat) mua(?! (?:may|hoa don|chu ky|phan mem|bao hiem))"
    r"|mua ung ho|khong lap bien ban|xe (?:giay|bien ban)"
    r"|giay phat xe|hieu y|chua hieu viec|anh em di duong xa"
    r"|(?:khong|k|ko|chang|hoi) (?:co |cho |viet |dua |thay )?(?:bien lai|phieu thu|giay thu)"
    r"|dua (?:truoc |tay |them |cho \w+ |anh |chi |no |ho |cau ay )?\d+ ?(?:tr|trieu|k|nghin"
    r"|tram|cu)"
    r"|(?:khong|ko|k|chang) bao gio (?:co |cho |viet )?(?:bien ban|bien lai|phieu|giay)"
    r"|giai quyet tinh cam|cho tinh cam|thu tuc dau tien|ghi so cho|mac sac phuc|ung ho quy"
    r"|uong (?:chen|ly|coc) (?:tra|nuoc|ca phe)|gap nhau ngoai|doi \d+ (?:moi|thi|phan tram)"
    r"|chia cho (?:may|cac|ong|sep)|chut nuoc noi"
    r"|(?:khong|k|ko|chang) (?:dua|chi|chung|bieu) thi|ngoai le phi|le phi dac biet|trich lai"
    r"|trich (?:\d|phan tram)|giai quyet tai cho|nop thang cho|do xang|lam tang vat|hanh toi"
    r"|tra dua|(?:em|chau|vo|con|nguoi) (?:gai|trai|nha|quen|ho|ruot)? ?(?:cua )?(?:ho|anh ay|a ay"
    r"|ong ay|ong ta|anh ta|sep)|cty nguoi quen|cong ty nguoi (?:quen|nha)"
    r"|thieu gi cung|cu (?:ram|tet|thang) .{0,20}(?:ghe|xuong|toi))\b"
)
# What goes with it, though it is said of other things, too.
_SIGNS = re.compile(
    r"\b(?:tru dap|tra thu|boi duong|tien (?:ca phe|cafe)|chung chi|co chuc|bien lai"
    r"|goi y|so tay|giau ten|dung ghi ten|so ho biet"
    r"|lo ten|thoang|mung (?:cai|it|chut|gi)|nhan tien|an chan|(?:di|an|moi|bua|keu|tien) nhau"
    r"|qua tet|ra gieng|niem phong"
    r"|rieng|ngoai quan|nho nho|noi nho|hanh lang|ve anh|ve chi|khac het)\b"
)
# Of private people, of swindlers, of bandits.
_OTHERS = re.compile(
    r"\b(?:tu xung|nhan (?:la|minh la) (?:can bo|cong an|nhan vien)|gia (?:lam )?(?:can bo|cong an)"
    r"|bi lua|co (?:nguoi|ai|so|dua) (?:\w+ )?(?:goi|nhan tin|alo)|dinh danh lai|mao danh"
    r"|gia danh|gia mao|(?<!ho )so la|otp|link|app|giang ho|con do|xa hoi den"
    r"|doc bao|tren (?:ti ?vi|bao|mang)|tinh (?:khac|no|ben)|lap nhom|anh the"
    r"|trung (?:suat|thuong|giai)|ky nhan|vo chong|ong xa|nhan vien \d|bi ky luat"
    r"|(?:bi|toi|may|ten|bon|doi) chu no|chu no (?:doi|den|siet|keo|goi)"
    r"|vay nang lai|hui|chu nha|con dau|con re|bo me chong|chong cu|nhan vien cua (?:toi|em|minh)"
    r"|giao hang|fanpage"
    r"|nv cua (?:toi|em)|tho cua|shipper|dai ly|nha phan phoi|san shopee|khach (?:an|say|hang)"
    r"|chong toi|vo toi danh|khong phai can bo|tai (?:minh|toi|em))\b"
)
_THANKED = re.compile(r"\b(?:cam on|biet on|doi on|khen|bieu duong|tuyen duong)\b")
# What was done as it should be.
_AS_IT_SHOULD = re.compile(
    rf"\b{_NO} (?:chiu )?(?:nhan|lay|phat|uong)\b"
    r"|\b(?:bao|bat|keu) (?:\w+ )?(?:mang|xach|cam) ve\b"
    r"|\b(?:tra lai (?:toi|em|tui|chau|cho toi|du|day du)|nhac (?:nho|toi|em)|day du bien lai"
    r"|bien lai (?:do|day du|dang hoang)|(?<!khong )(?<!k )(?<!ko )co phieu|phieu ghi|dang hoang"
    r"|hai tram dua thua)\b"
)
# What is asked of it, heard of it elsewhere, or meant well: nobody did it here.
_ONLY_ASKED = re.compile(
    r"^(?:cho|xin) (?:\w+ )?hoi\b.*\b(?:luat|tu|phat)\b|^dua thoi|\b(?:hehe|haha|hihi)\b"
    r"|\b(?:nghe|xem|doc) (?:tren )?(?:ti ?vi|bao|dai|mang)\b|\b(?:muon|dinh) bieu\b"
    r"|\bneu (?:minh|toi|em|chi|anh) (?:chi|dua|bieu|tang)\b"
)
# A rate of tax, which nobody takes for himself.
_RATE = re.compile(
    r"(?i)(?:đóng|dong|nộp|nop|chịu|chiu|thuế|thue)\s(?:\w+\s){0,2}\d+(?:[.,]\d+)?\s?"
    r"(?:%|phần trăm|phan tram)"
)
# Somebody who does something to people, whoever it is.
_SOMEBODY = re.compile(
    r"\b(?:can bo|cong chuc|doan|kiem tra|ktra|quan ly|trat tu|cong an|thanh tra|qltt|dong phuc"
    r"|chi tiep|(?:anh|chi|ong|ba|cau|co|a|c|thang) (?:ay|ta|y|kia|no|thue|o|ben|ben thue)|ong do"
    r"|may ong|nguoi ta|ho (?:bao|noi|doi|bat|lay|giu|thu))\b"
)
_URGENT = re.compile(
    r"\b(?:gap|khan|ngay (?:di|voi|lap tuc|bay gio|cho)|ra ngay|xuong ngay|nguy hiem|sap (?:do|sap)"
    r"|dien (?:dut|giat|ho)|day dien|dut day|chay no|no lep bep|ro gas|mui gas|chay|mat nap|vo nap"
    r"|tre con|tai nan|nga xe|te xe|dap pha|cam dao|danh nhau|dang bi|dang o quan|cuu hoa"
    r"|ngap (?:toi|den|vao|vo)|mat dien|cup dien|mat nuoc)\b"
)
_ABOUT: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "manner",
        re.compile(
            r"\b(?:thai do|quat|mang|noi (?:trong|nang|tho|giong)|coc loc|cuoi cot|khinh|hach sach"
            r"|tu te|nhiet tinh|tan tinh|de thuong|nhe nhang|lich su|gat gong|mat nang|chui"
            r"|nghe may"
            r"|bat may|cam on|khen|biet on)\b"
        ),
    ),
    (
        "time",
        re.compile(
            r"\b(?:cham|lau qua|tre hen|qua han|cho ca|doi ca|hen|mat buoi|ca buoi|ca tuan|di lai"
            r"|chay di chay lai|may lan|\d lan|gio lam|nhanh|som hon)\b"
        ),
    ),
    (
        "cost",
        re.compile(
            r"\b(?:giam (?:thue|phi|tien)|phi|le phi|tien (?:thue|sap|cho)|gia (?:thue|dien|nuoc)"
            r"|lai suat|vay|mien|ton kem|dat qua|chi phi)\b"
        ),
    ),
    (
        "rules",
        re.compile(
            r"\b(?:quy dinh|luat|nghi dinh|thong tu|thu tuc|giay to|ke khai|to khai|nguong|ti le"
            r"|ty le|ban goc|photo|cong chung|mau don|hoa don|ma so)\b"
        ),
    ),
    (
        "works",
        re.compile(
            r"\b(?:duong|cong|den|via he|cau|cho|mai che|dien|nuoc|rac|ranh|muong|cay|bai do|nha ve"
            r" sinh|ngo|hem|ngap|cot)\b"
        ),
    ),
)
_PLACE = re.compile(
    r"\b(?:(?:truoc|doi dien|gan|canh|sau|dau|cuoi|goc|doan|khu|o|tai|ngay|phia|ben|cua|nha|quan"
    r"|tiem|quay|day|duong|khuc|hang|ki ot) ){0,5}"
    r"(?P<kind>so(?: nha)?(?= \d)|(?:ngo|hem|ngach|kiet)(?= (?:so )?\d)|to(?= \d)|tdp|to dan pho"
    r"|duong|pho|cho|cau|doc|truong|nga (?:ba|tu|nam)|cong truong|khu|doan|khuc(?: cua)?)"
    r" (?P<name>[\w/]+(?: [\w/]+){0,4})"
)
_PLACES = ("duong", "pho", "cho", "cau", "doc", "truong", "khu")  # also something else, folded
_MARKED = ("đường", "phố", "chợ", "cầu", "dốc", "trường", "khu")
# What follows a place and is none of it.
_AFTER = re.compile(
    r"(?:tac|hong|ngap|vo|tat|mat|do|bi|la|co|dang|khong|chua|ca|may|tu|rat|qua|da|cu|va|ma|nen|thi"
    r"|hoi|ban|de|lam|chan|khach|nuoc|nhieu|toan|moi|hay|nguy|sap|sut|troi|tran|cho|xe|con|noi|ho"
    r"|nguoi|gay|nghieng|keu|on|chay|dong|suot|het|phuong|mua|nang|voi|gium|giup|luc|sang|toi|dem"
    r"|chieu|mot|hai|ba|bon|nam|moc|den|no|ai|cua|roi|di|hom|ngay|tuan|thang|em|e)"
)
_GREETED = re.compile(r"(?:(?:da|em|a|xin|kinh|toi|alo|con|chau) )*chao\b")
_ADDRESSED = re.compile(r"(?:(?:da|em|con|chau) )*(?:kinh (?:gui|thua)|thua|gui|than gui)\b")
# What needs no name of its own: there is one near by.
_LANDMARK = re.compile(
    r"\b(?:(?:truoc|doi dien|gan|canh|sau|dau|cuoi|goc|doan|khuc|duong|o|ngay|ben) ){0,3}(?:cong )?"
    r"(?P<what>benh vien|nha van hoa|chua|dinh(?! (?:cong|chi|tre|chien|ninh))|uy ban|cong vien"
    r"|ben xe|chung cu|khu tap the|tram y te|truong (?:mam non|tieu hoc|trung hoc))\b"
)
_ITS_NAME = re.compile(rf"(?:\s+{CAPITAL}\w*){{1,3}}")
_MARKED_LANDMARKS = {"chua": "chùa", "dinh": "đình"}  # folded they are something else
_WORD = re.compile(r"[\w/]+")


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each sign counts, one beside the other, as `encoder/fit_weighing.py` found it."""

    alone: float
    signs: tuple[float, ...]

    def of(self, signs: Sequence[float]) -> float:
        """How surely it is so, 0..1."""
        total = self.alone + sum(map(mul, self.signs, signs))
        return 1 / (1 + exp(-total))


# Whoever says by what number they are called tells of nobody, if nothing else says so.
_NUMBER = re.compile(r"(?<!\d)0\d(?:[ .-]?\d){8}(?!\d)")
PRESSED = Weights(0.1, (1.0, 1.29, 0.84, 0.57, -1.43, -0.84, -1.39, -0.49))
RAISED = Weights(-3.54, (1.24, 0.16, -0.48, -1.47, -0.82, 0.7, 0.88, -0.98, 1.6))
_NEAR_NOTHING = 1e-3  # a share is never none of it, nor all


def signs_of_harassment(text: str, heard: Sequence[Intent]) -> tuple[float, ...]:
    """What is weighed of a message: what it means, a word of bribes, what goes with them,
    somebody who does something to people, private people, thanks, something done as it
    should be, and whether it asks."""
    plain = bare_words(text)
    return (
        _odds(_share(heard)),
        bool(_STRONG.search(plain)) or tells_of_bribe(text),
        bool(_SIGNS.search(plain)),
        bool(_SOMEBODY.search(plain)),
        bool(_OTHERS.search(plain)),
        bool(_THANKED.search(plain)),
        bool(_AS_IT_SHOULD.search(plain)),
        is_question(text),
    )


def signs_of_raised(text: str, heard: Sequence[Intent]) -> tuple[float, ...]:
    """What is weighed of a message: what it means, for the ward and of officials; whether it asks,
    with a mark, at its end; whether it says what is wrong, wished for or well done, asks the ward
    to act, or tells a sum; and its length."""
    plain, asks = bare_words(text), is_question(text)
    return (
        _odds(sum(one.sure for one in heard if one.name != HARASSED)),
        _odds(_share(heard)),
        asks,
        "?" in text,
        asks and is_question(" ".join(text.split()[-_TAIL:])),
        bool(_SAID.search(plain)),
        bool(told_in(text)),
        bool(amounts(text)),
        log(len(plain.split()) + 1),
    )


def _odds(share: float) -> float:
    return log((share + _NEAR_NOTHING) / (1 - share + _NEAR_NOTHING))


@dataclass(frozen=True, slots=True)
class Raised:
    """What was heard of a message: what is likeliest to be meant."""

    kind: str  # as `QuestionKind`
    urgent: bool
    about: str  # as `QuestionAbout`; "" where no word says so
    place: str  # as typed


@lru_cache(maxsize=FORMS_KEPT)
def is_question(text: str) -> bool:
    """Whether something is asked, in any of the ways people ask; not what others are quoted as
    asking."""
    text = _QUOTED.sub(" , ", text)
    if "?" in text:
        return True
    plain = bare_words(_MACHINE.sub("mayy", _HEAD.sub("dzau", text)))
    if _ENDS_ASKING_MARKED.search(text) or _ENDS_ASKING.search(plain):
        return True
    if _ASKS_ELSEWHERE.search(plain):
        return True
    if _WANTS_TO_KNOW.search(plain) and not _SAID.search(plain):
        return True
    if not _ASKS.search(plain):
        return False
    return bool(_ASKS.search(_ASKS_NOTHING.sub(" , ", plain)))


_HANDS_ON = re.compile(
    r"(?:(?:nho|xin|mong|muon|gui|hoi|chuyen|de nghi|phuong|can bo|cb|ubnd|uy ban|tra loi|giai dap"
    r"|giai thich|giup|gium|ho|dum|cho|voi|cau|nay|do|cau hoi|toi|tui|em|minh|bac|chau|nhe|nha|a|di"
    r"|ngay|som|luon|duoc|la) ?)+"
)


def hands_on(text: str) -> bool:
    """Whether the words only ask that the ward answers: `nhờ phường trả lời giúp`."""
    return bool(_HANDS_ON.fullmatch(bare_words(text)))


def raised_in(text: str, heard: Sequence[Intent], *, answered: bool = False) -> Raised | None:
    """What the ward is asked to see to; None where that is not said, or where the words ask what
    has a sure answer (`answered`): a long story is told for its question. `heard` is what they may
    mean (`Understanding.petitions`); without it words alone say it."""
    plain = bare_words(text)
    if is_complaint(text) or not WORDS <= len(plain.split()) <= LONGEST:
        return None
    if answered and is_question(text):
        return None
    told = told_in(text) and not is_question(text)
    if not told and (not heard or RAISED.of(signs_of_raised(text, heard)) < LEAST_RAISED):
        return None
    if _GREETED.match(plain) and not _SAID.search(plain):
        return None  # says who greets, at length
    kinds = [one for one in heard if one.name != HARASSED]
    sure = [one for one in kinds if one.name != PRAISE or one.sure >= LEAST_PRAISE]
    by_meaning = sum(one.sure for one in kinds)
    kind = sure[0].name if sure and by_meaning >= LEAST_FOR_KIND else _by_words(text)
    if kind == PRAISE and _ADDRESSED.match(plain) and not _SAID.search(plain):
        return None  # a letter begins, and praises nobody yet
    return Raised(kind, is_urgent(text), about_of(text, kind), place_in(text))


def is_for_the_ward(heard: Sequence[Intent]) -> bool:
    """Whether it may well be something the ward is to see to, by what the words mean."""
    return sum(one.sure for one in heard if one.name != HARASSED) >= MAY_BE_FOR_WARD


def tells_of_harassment(text: str, heard: Sequence[Intent]) -> bool:
    """Whether somebody tells that an official wants money, gifts or favours of people, presses or
    molests them: by what the words mean; without `heard`, by what is said of it."""
    if not heard:
        return tells_of_bribe(text)
    plain = bare_words(text)
    if len(plain.split()) < WORDS and tells_of_bribe(text):
        return True  # `bị vòi vĩnh`: too short to mean much
    if len(plain.split()) < FEWEST or _ONLY_ASKED.search(plain):
        return False
    return _pressed(text, heard) >= LEAST_HARASSED


def plainly_of_harassment(heard: Sequence[Intent]) -> bool:
    """Whether it is meant, whatever else the words name (`tiền sạp`, `năm triệu`)."""
    return _share(heard) >= PLAINLY


def may_tell_of_harassment(text: str, heard: Sequence[Intent]) -> bool:
    """Whether the words may be of it: they are kept nowhere, to be on the safe side."""
    if is_complaint(text):
        return True
    if _RATE.search(text) and not _STRONG.search(bare_words(text)):
        return False  # `trên thuế người ta bảo tôi phải đóng 5% cơ mà`
    if not heard:
        plain = bare_words(text)
        return bool(_STRONG.search(plain) or _SOMEBODY.search(plain))
    return _pressed(text, heard) >= LEAST_MAY_BE


def _pressed(text: str, heard: Sequence[Intent]) -> float:
    signs = signs_of_harassment(text, heard)
    if _NUMBER.search(text) and not any(signs[1:4]):
        return 0.0
    return PRESSED.of(signs)


def _share(heard: Sequence[Intent]) -> float:
    return next((one.sure for one in heard if one.name == HARASSED), 0.0)


def is_urgent(text: str) -> bool:
    return bool(_URGENT.search(bare_words(text)))


def about_of(text: str, kind: str) -> str:
    """What it is about; "" where no word says so."""
    plain = bare_words(text)
    if kind == ON_SITE:
        return "works"
    return next((about for about, pattern in _ABOUT if pattern.search(plain)), "")


def place_in(text: str) -> str:
    """Where it is, as typed, from its first place named to the last of those that stand together
    (`số 12 ngõ 85 Trần Tất Văn`, `đường khúc cua gần cầu Niệm`); "" where none is."""
    spans = sorted({*_places_in(text), *_landmarks_in(text)})
    if not spans:
        return ""
    first, end = spans[0]
    for start, last in spans[1:]:
        between = text[end:start] if start > end else ""
        if not re.fullmatch(r"[\s,]*(?:[^\W\d_]+\s+){0,2}", between) or len(between) > _NEAR:
            break
        end = max(end, last)
    return " ".join(text[first:end].split())


_NEAR = 14  # letters between two places that are one


def _places_in(text: str) -> Iterator[tuple[int, int]]:
    """Each place named, from its first letter to behind its last."""
    plain, at = fold_in_place(text).lower(), 0
    while found := _PLACE.search(plain, at):
        kind = text[found.start("kind") : found.end("kind")].lower()
        first, at = found.start("name"), found.start("name")
        if found["kind"] in _PLACES and not (kind in _MARKED or text[first].isupper()):
            continue
        end = _end_of_name(text, first, found.end("name"))
        if end > first:
            yield found.start(), end
            at = end


def _landmarks_in(text: str) -> Iterator[tuple[int, int]]:
    for found in _LANDMARK.finditer(fold_in_place(text).lower()):
        meant = _MARKED_LANDMARKS.get(found["what"])
        if meant in (None, text[found.start("what") : found.end()].lower()):
            named = _ITS_NAME.match(text, found.end())
            yield found.start(), named.end() if named else found.end()


_KINDS = re.compile(
    r"(?:so|ngo|hem|ngach|kiet|to|tdp|duong|pho|cho|cau|truong|khuc|doan|gan|sau|truoc|canh|nga"
    r"|doi|dau|cuoi)\b"
)


def _end_of_name(text: str, first: int, last: int) -> int:
    """Where the name of a place that begins at `first` ends: names are written large, or a few
    words that are nothing else."""
    end, large = first, has_marks(text)
    for count, word in enumerate(_WORD.finditer(text, first, last)):
        said = word.group()
        named = said[0].isupper() or said[0].isdecimal()
        if not named and _KINDS.fullmatch(fold(said)):
            break
        if count and not named and (large or _AFTER.fullmatch(fold(said)) or count > 2):
            break
        if not count and not named and _AFTER.fullmatch(fold(said)):
            break
        end = word.end()
    return end


def _by_words(text: str) -> str:
    return ON_SITE if is_of_the_street(text) else PETITION
