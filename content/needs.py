"""What somebody needs next, once a danger was answered: by now few words are enough (`còn bà già
trong nhà`, `xe cấp cứu tới rồi`, `em chưa chuyển`).

Every name here has a sentence in `content/messages/vi/danger/`.
"""

import re

from content.perils import GAS, LASTING, MEDICAL, TRAPPED, peril_in
from content.vietnamese import clean, fold

INSIDE, CALLED, NO_LINE, ALONE = "inside", "called", "no_line", "alone"
OUT, GUESTS, OVER, CUT = "out", "guests", "over", "cut"
RETURNS, TAKEN, SEEN, UNSENT, UNTOLD = "returns", "taken", "seen", "unsent", "untold"
EASED, UNLOST, WHOM = "eased", "unlost", "whom"
CODE, DATA, DEVICE, LINK, AGAIN, LOAN = "code", "data", "device", "link", "again", "loan"
NUMBERS, NOTHING, JOKED, SAFE, GONE = "numbers", "nothing", "joked", "safe", "gone"
DOCTOR, FIREMEN, POLICE = "doctor", "firemen", "police"  # who is there by now
MEANS, THEIRS, DEBT, OWED, REPRISAL = "means", "theirs", "debt", "owed", "reprisal"
BACK, REPORT, REPORTED, UNPAID, REAL = "back", "report", "reported", "unpaid", "real"
# Of somebody who thinks of ending it: where he stands by now, what he says of help and of us.
EDGE, BACKED, FAREWELL = "edge", "backed", "farewell"
REFUSED, CALL_ME, TALK, WORN = "refused", "call_me", "talk", "worn"
AT_DOOR, WARN = "door", "warn"
# Of a swindler: he calls again, more was sent to him, is it enough to take his app away.
CALLS_AGAIN, MORE_SENT, APP_GONE = "calls_again", "more_sent", "app_gone"
BANK = "bank"  # which number it has
HAS_DATA = "has_data"  # he knows who one is
HOLD = "hold"  # he asks for a code that was not told yet

STEPS = (
    *LASTING,
    *(INSIDE, CALLED, NO_LINE, ALONE, CODE, DATA, DEVICE, LINK, AGAIN, LOAN),
    *(OUT, GUESTS, OVER, CUT, RETURNS, TAKEN, SEEN, UNSENT, UNTOLD, EASED, UNLOST, WHOM),
    *(NUMBERS, NOTHING, JOKED, SAFE, GONE, DOCTOR, FIREMEN, POLICE),
    *(MEANS, THEIRS, DEBT, OWED, REPRISAL, BACK, REPORT, REPORTED, UNPAID, REAL),
    *(EDGE, BACKED, FAREWELL, REFUSED, CALL_ME, TALK, WORN, AT_DOOR, WARN),
    *(CALLS_AGAIN, MORE_SENT, APP_GONE, BANK, HOLD, HAS_DATA),
)
OF_ONESELF = (EDGE, BACKED, FAREWELL, REFUSED, CALL_ME, TALK, WORN)  # not of whom one fears for

# All folded.
_NOT = r"(?:khong|ko|k|chua|chang|cha|hong|hok|kg|khg)"
_THEY = (
    r"(?:no|tui no|bon no|chung no|han|ho|ong ay|ong|lao|may thang|thang \w+|bon \w+"
    r"|chong(?: \w+)?)"
)
_WHO_TO_CALL = (
    r"\b(?:goi|bao|keu)(?: cho)? (?:ai|so nao|o dau|so may)\b(?! (?:sua|thay|lam))"
    r"|\b(?:lam sao|lam gi|tinh sao) (?:bay gio|day|gio)\b"
    r"|\bgio(?: \w+)?(?: phai)? (?:lam sao|lam gi|sao)\b"
)
_ASKED_NUMBER = (
    r"\b(?:so|goi|bam|quay)\b(?: \w+){0,4} 11[345](?: \w+)? (?:phai|dung|a|ha|hay)\b"
    r"|\b(?:goi|so|bam)(?: \w+){0,4} (?:ton|mat)(?: \w+)? (?:tien|phi|cuoc)\b"
    r"|\b11[345]\b(?: \w+){0,3} (?:ton|mat) (?:tien|phi|cuoc)\b|\b11[345] la so (?:gi|nao)\b"
)
_NOT_TELL = (
    r"\b(?:dung|khoi|khong duoc) (?:\w+ )?(?:bao|noi|ke|goi|mach|gui)(?: \w+){0,2} (?:cong an"
    r"|phuong"
    r"|ai|con|chong|vo|me|bo|gia dinh|nguoi|nha|no)\b|\b(?:khong|ko|k) bao cong an\b"
)
_READ_BY = (
    r"\bxoa\b.*\b(?:doan|tin nhan|tin nay|may tin|chat|cuoc tro chuyen|lich su)\b"
    r"|\b(?:coi|xem|doc|luc|kiem tra)(?: \w+){0,2} (?:dien thoai|dt|may|tin nhan|zalo)\b"
    r"|\b(?:no|chong|ong|vo|han|ho|bon no|tui no)(?: \w+){0,2} (?:co )?(?:biet|doc duoc|coi duoc"
    r"|thay) (?:khong|ko|k|duoc)\b|\bai (?:\w+ )?(?:doc|thay|coi) (?:duoc )?(?:tin|doan|cai)"
)
# It was a joke, a slip, a thing of long ago: there is nothing to be done.
_NOT_MEANT = (
    r"^(?!.*\b(?:nhung|nhung ma|van|dang|that su)\b).*\b(?:(?:noi|toi|em|tui|minh|nhan|bao)? ?"
    r"(?:dua|gion|bon|treu)(?: \w+)? (?:thoi|ma|day|chut|ti|ty)|noi (?:choi|dua|gion|vui|qua"
    r" len)|go nham|nham tin|nhan nham|chuyen (?:cu|xua|lau roi|nam ngoai)|qua lau roi|lau(?: lam)?"
    r" roi(?: ma)?$|(?:hoi|ngay) xua|tren phim|troi nong|nong (?:qua )?thoi|khong phai (?:chay|toi"
    r" dau|vay))\b"
)
_POLICE_THERE = (
    r"^(?!.*\b(?:chua|mai|khong thay|ko thay)\b).*\b(?:cong an|113|canh sat|dan phong|an ninh)"
    r"(?: \w+){0,2} (?:toi|den|qua)(?: \w+){0,3} (?:roi|noi)\b"
)
_DOCTOR_THERE = (
    r"^(?!.*\b(?:chua|mai|khong thay|ko thay)\b).*(?:\b(?:xe (?:cap cuu|cuu thuong)|cap cuu|115"
    r"|bac si|y ta|y te)(?: \w+){0,2} (?:toi|den|qua|ra)(?: \w+){0,3} (?:roi|noi|day)\b"
    r"|\b(?:tren|len|trong|ngoi) xe (?:cap cuu|cuu thuong|115)\b"
    r"|\b(?:dang|da|vua) (?:\w+ ){0,2}(?:cho|dua|tren duong|den|toi|di|vao|vo)(?: \w+){0,3} "
    r"(?:benh vien|vien|tram y te|tram xa)\b)"
)
_FIREMEN_THERE = (
    r"^(?!.*\b(?:chua|mai|khong thay|ko thay)\b).*\b(?:cuu hoa|114|linh chua chay|xe chua chay"
    r"|pccc)"
    r"(?: \w+){0,2} (?:toi|den|qua)(?: \w+){0,3}(?: roi| noi)?\b"
)
_LEFT = (
    rf"^(?!.*\b(?:nhung|mai|quay lai)\b).*\b{_THEY}(?: da| cung| vua| moi| so)? (?:bo di|bo chay|bo"
    r" ve|rut|giai tan|chay mat|di khoi|di mat|di het|keo ve)(?: \w+){0,2} roi\b"
)
_SHELTERED = (
    rf"^(?!.*\b(?:nhung|{_NOT}|sap|muon)\b).*(?:\b(?:o|ve|sang|qua|toi)(?: \w+)? (?:nha )?(?:me"
    rf"|ngoai"
    r"|noi|ban|chi|anh|bo|ba|ma|hang xom)(?: \w+){0,2} roi\b|\b(?:an toan|on|yen|binh yen)(?: lai)?"
    r" roi\b)"
)
# Days of it: no sleep, tears, nothing eaten.
_WORN_OUT = (
    rf"\bmat ngu\b|{_NOT}(?: \w+)? (?:ngu|chop mat)(?: \w+)? (?:duoc|noi)\b|\bthuc trang\b"
    r"|\b(?:khoc|kiet suc|suy sup|guc nga|ngat lich)\b|\b(?:chiu|song|tru) (?:het|khong|ko) noi\b"
    rf"|{_NOT} (?:an|nuot)(?: \w+)? (?:noi|duoc|vo|troi)\b|\bngu (?:khong|ko|k|hong) (?:duoc|noi)\b"
)
_NOW = r"(?:roi|kia|ne|day|luon|hoai|gio|ngoai|rang|nua)"
_AT_THE_DOOR = (
    rf"^(?!.*\b(?:neu|lo|nho|lat nua|mai|hom qua|hom truoc|hoi nay)\b)(?:.*\b"
    r"(?:dung|ngoi|chan|vay|rinh|o|keo|tu tap|canh)(?: \w+){0,3} (?:truoc|ngoai|day|kin|ngay)"
    r" (?:cua|cong|nha|quan|tiem|san|ngo|duong vo)\b"
    r"|.*\b(?:dap|pha|go|dam|xo|cay|leo|treo|tong|nem|la het|chui)(?: \w+){0,2} "
    r"(?:cua|cong(?! an| viec)|hang rao|tuong)\b"
    rf"|.*\b{_THEY}(?: \w+){{0,2}} (?:toi|den|keo den|keo toi|vo|vao|xong vo)(?: \w+){{0,3}}"
    rf" {_NOW}\b)"
)
_AFTER_VIOLENCE = {
    POLICE: _POLICE_THERE,
    AT_DOOR: _AT_THE_DOOR,
    RETURNS: r"\b(?:neu|lo|nho|so|lat|toi|mai)\b.*\b(?:no|chong|ong|ong ay|han|bon|tui no|bon no|ho"
    r"|chung)\b.*\b(?:quay|ve|toi|den|qua|tro lai)\b|\b(?:no|chong(?: \w+)?|han|bon no|tui no|ho)"
    r" (?:dang |lai |sap |moi )*(?:quay lai|ve lai|tro lai|ve toi|quay ve)\b",
    REPRISAL: r"\btra (?:thu|dua)\b",
    UNTOLD: _NOT_TELL,
    UNSENT: r"\b(?:thoi|khong|ko) (?:khong|ko|k|khoi|dung)? ?(?:viet|gui|nop|ghi)(?: nua| don| gi"
    r"| dau)*$",
    SEEN: _READ_BY,
    TAKEN: r"\b(?:no|chong(?: \w+)?|han|bon|bon no|tui no|ho|ong|ong ay)(?: da| lai| cung)?"
    r" (?:lay|cuom"
    r"|giat|cuop|vet|cam)(?: \w+){0,4} (?:het|tien|trieu|tr|sach|mat|\d\w*)\b",
    GONE: _LEFT,
    OVER: _SHELTERED,
    NOTHING: _NOT_MEANT,
    OWED: r"\bno (?:that|ho|nhieu|het|chung no|tien|\d\w*)\b|\bvay(?: \w+){0,4} (?:lai|trieu|tr"
    r"|nong"
    r"|\d\w*)\b|\blai (?:ngay|thang|me de|cao|nang)\b",
    NUMBERS: _ASKED_NUMBER,
    WHOM: _WHO_TO_CALL,
}
_SOLVED = (
    r"^(?!.*\b(?:con (?:nghe|xi|mui|khoi|chay|lua|ngat|nguoi|ai)|van (?:con|nghe|xi)|chua|khong"
    r"|ko|mat"
    r" tich)\b).*(?:\b(?:sua|thay|dap|xu ly|va)(?: \w+){0,3} (?:xong|roi)\b"
    r"|\b(?:het (?:mui|khoi|chay|lua)|tat lua|dap tat|tat (?:het|duoc)|on|an toan|tinh|tinh lai)"
    r"(?: lai)? roi\b"
    r"|\bbac si (?:lo|kham|mo|dang)\b|\b(?:o|vo|vao|toi|nam|nhap|trong) (?:benh )?vien\b"
    r"|\btim (?:thay|duoc)(?: \w+){0,2} roi\b|\b(?:xe cuu thuong|cong an|cuu hoa)(?: \w+)? "
    r"(?:den|toi) roi\b)"
)
_AFTER_EMERGENCY = {
    GAS: r"\b(?:nghe|con|van|cu) (?:nghe |no )?xi\b",
    DOCTOR: _DOCTOR_THERE,
    FIREMEN: _FIREMEN_THERE,
    POLICE: _POLICE_THERE,
    OVER: _SOLVED,
    CUT: r"\b(?:khoa|tat|cup|ngat|dong|rut)(?: \w+){0,3} (?:xong|roi)\b",
    OUT: r"^(?!.*\b(?:con|ket|chua)\b).*(?:\bra (?:het|ngoai|duoc|xa)(?: \w+){0,2} roi\b"
    r"|\b(?:chay|thoat) (?:ra|het)(?: \w+)? roi\b|\b(?:da|vua|moi) (?:chay )?ra (?:het|ngoai)\b)",
    GUESTS: r"\b(?:con|dang|nhieu|may) (?:\w+ )?(?:khach|nguoi)\b(?: \w+){0,2} (?:an|ngoi|mua|uong"
    r"|choi)\b",
    NOTHING: _NOT_MEANT,
    NUMBERS: _ASKED_NUMBER,
}
_AFTER_HARM = {
    NO_LINE: rf"{_NOT} (?:ai |thay ai |co ai )?nghe\b"
    rf"|{_NOT}(?: \w+){{0,2}} (?:nghe may|bat may|goi duoc|lien lac duoc|nhac may)\b"
    rf"|\bmay ban\b|\bgoi(?: \w+){{0,3}} (?:{_NOT}|mai|hoai)\b|\bhet (?:tien|pin)\b|\bmat song\b",
    GAS: r"\b(?:gas|ga|xang|hoa chat)\b",
    INSIDE: r"\b(?:con|van|dang|me|ba|bo|ong|vo|chong|chau|em|be|cu)\b.*\b(?:trong nha|o trong"
    r"|ben trong|tren gac|tren lau|tren tang|trong do|trong phong|trong quan|duoi ham|trong bep)\b"
    r"|\b(?:trong nha|ben trong|trong do|tren gac|tren lau|tren tang) (?:van )?(?:con|co)\b"
    r"|\bcon (?:nguoi|me|ba gia|tre|chau|hai|may|nhieu nguoi)\b(?!.*\b(?:ban|lam)\b)",
    TRAPPED: rf"{_NOT}(?: \w+){{0,1}} (?:ra|xuong|thoat|chay|mo)(?: \w+){{0,3}} (?:duoc|noi)\b"
    r"|\b(?:ket|ngat|khoi (?:nhieu|vao|den|qua))\b",
    CALLED: r"\b(?:goi|bao)(?: \w+){0,3} roi\b|\b(?:dang|sap) (?:toi|den|ra|qua)\b",
    MEDICAL: rf"\b(?:chay mau|nhieu mau|mau nhieu|ngat|xiu|bat tinh|bi thuong|gay|{_NOT} tho"
    rf"|{_NOT} tinh|{_NOT} day|kho tho|co giat|tim tai|lim|la di)\b",
    WHOM: _WHO_TO_CALL,
    WORN: _WORN_OUT,
}
_HIGH = (
    r"(?:cau|lan can|thanh cau|san thuong|noc(?: nha)?|mai(?: nha)?|ban cong|mep nuoc|bo song"
    r"|bo ho|bo ke|duong ray|duong tau|tang(?: thuong| \d+)?|vuc|song|ho|bien)"
)
_CALLS = r"(?:goi|11[35]|bao|bam|keu)"
_AFTER_DISTRESS = {
    BACKED: r"^(?!.*\b(?:nhung|khong|ko|k|chua)\b).*(?:\b(?:lui|buoc|quay|di|leo|treo|vao|vo)"
    r"(?: \w+){0,2} (?:vao|vo|lai|xuong|ra)(?: \w+){0,2} (?:roi|nay|ne|day)\b"
    r"|\bngoi (?:\w+ )?(?:duoi dat|xuong|bet|via he|vao trong|trong nay|yen)\b)",
    FAREWELL: r"\b(?:thoi chao|tam biet|vinh biet|chao nhe|chao nha|chao tat ca|chao moi nguoi"
    r"|chao (?:em|ban|anh|chi|con|ba|ma|me)(?: \w+){0,2}|bye|bai|tam biet nhe|cam on va|hen kiep)\b"
    r"|\b(?:toi|tui|em|minh|anh|chi|con|tao) di (?:day|nhe|nha|truoc|luon)\b|\bdi (?:day|truoc"
    r"|luon)(?: nhe| nha| a| ne)*$|\b(?:loi cuoi|lan cuoi|tin cuoi)\b"
    r"|\b(?:xin loi|nho|nhan|noi|bao)(?: \w+){0,2} (?:me|vo|chong|con|ba|bo|ma)(?: \w+){0,4}"
    r" (?:giup|gium|nhe|nha|rang|la|ho)\b",
    EDGE: r"^(?!.*\b(?:khong|ko|k|het) (?:nhay|dung)\b).*(?:"
    rf"\b(?:dung|ngoi|treo|leo|len|o|ra)(?: \w+){{0,2}} (?:tren|ngoai|o|mep|ngay|sat|giua|len|toi"
    rf"|den)(?: \w+){{0,2}} {_HIGH}\b(?! (?:ban|mua|cho))|\b(?:dang|toi) o (?:tren )?{_HIGH}\b"
    r"|\bnhay (?:day|ne|luon|xuong|nhe|nha|thoi|gio|bay gio)\b|\bnuoc (?:lanh|sau|chay)\b"
    r"|\bbuoc (?:xuong|qua|them|ra)\b|\b(?:buong|tha) tay\b)",
    CALL_ME: r"\b(?:ai|nguoi|can bo|phuong|may|em|ban)(?: \w+){0,3} goi (?:lai |dien |dt )*(?:cho"
    r" |gium |giup )*(?:toi|tui|em|minh|chau|anh|chi|con|bac|tao)\b|^(?:\w+ ){0,2}goi (?:lai |dien"
    r" )*(?:cho|lai cho) (?:toi|tui|em|minh|chau|con|tao)(?: \w+){0,3}$"
    rf"|\b{_NOT} ai goi(?: \w+){{0,2}} (?:toi|tui|em|minh)\b",
    REFUSED: r"\b(?:goi|11[35]|bao|keu)\b.*\b(?:(?:de|thi) (?:lam )?(?:gi|chi)|lam (?:gi|chi)"
    r"(?: nua| co)?|chi (?:nua|cho|vay|dau)?|ich gi|duoc gi|giai quyet gi|cung vay|cung the|vo ich)"
    r"(?=$| (?:co|ai|dau|nua|a|vay|cho|dc|duoc|met|mat)\b)"
    rf"|\b{_NOT}(?: \w+)? {_CALLS}(?: \w+){{0,2}} (?:dau|nua)\b|\b{_NOT} (?:muon|them|dam|can)"
    rf" {_CALLS}\b|\b{_NOT} (?:can|muon) (?:ai|giup)\b",
    NO_LINE: rf"^(?=.*\b(?:goi|11[345]|bam|may|dien thoai)\b).*(?:{_AFTER_HARM[NO_LINE]})",
    TALK: r"\b(?:nguoi|ai|can|muon|duoc|ai do)(?: \w+){0,3} (?:noi chuyen|tam su|tro chuyen|nghe)\b"
    r"|\b(?:noi chuyen|tam su|tro chuyen)(?: \w+){0,2} (?:voi|cung|di|duoc|thoi)\b"
    r"|\b(?:co|con)(?: ai)? (?:do|o do|nghe|day) (?:khong|ko|k|hong|hem|hok|khum)\b"
    r"|^(?:e|a|ua|alo|alo alo|nay|oi|em oi|ban oi|co ai khong|co ai ko)$"
    r"|\bgap (?:nguoi|ai|nguoi that)\b",
    DOCTOR: _DOCTOR_THERE,
    JOKED: _NOT_MEANT,
    EASED: r"^(?!.*\b(?:nhung|thuoc|dao|se|sap|ai (?:ma )?(?:thuong|can|hieu))\b).*\b(?:noi (?:vay"
    r"|the|choi)(?: \w+){0,2} thoi"
    r"|chua lam gi|khong lam gi dau|do roi|(?:on|on dinh|binh thuong)(?: lai)? roi|binh"
    r" tinh"
    r"|nghi (?:vay|the) thoi|khong (?:sao|co gi) dau|k sao|ko sao|noi cho (?:nhe|do)"
    r"|than (?:ti|ty|tho|van|chut)(?: \w+)? ?(?:thoi|ma)?|het (?:buon|nghi) roi)\b",
    SAFE: rf"^(?!.*\b(?:nhung|{_NOT})\b).*(?:\b(?:vut|do|bo|quang|nem|dot|cat|tra)(?: \w+){{0,3}} "
    r"(?:di|het|xuong)(?: \w+)? roi\b|\b(?:vut|quang)(?: \w+){0,3} roi\b"
    r"|\b(?:xuong|ve nha|vao nha|ve (?:toi|den) nha)(?: \w+){0,2} roi\b"
    r"|\b(?:me|vo|chong|con|con gai|con trai|ban|anh|chi|ba|bo|ma|hang xom)(?: \w+)? (?:dang |vua"
    r" |da |moi )*(?:om|o day|o ben|o canh|ngoi (?:canh|ben|voi)|den roi|toi roi|vua goi|goi (?:ve"
    r"|dien|toi|em)|chay (?:sang|toi)|sang (?:roi|day))\b)",
    NUMBERS: _ASKED_NUMBER,
    MEANS: r"^(?!.*\b(?:ban|khach|gia|thue|vut|quang)\b).*\b(?:thuoc (?:chuot|sau|ngu|tru sau|diet"
    r" co|doc)|(?:mua|lo|vi|chai|nam) thuoc|day thung|soi day|dao lam|luoi lam|len cau|ra cau"
    r"|thanh cau|san thuong|lan can|ra song|bo song|duong ray)\b",
    UNTOLD: _NOT_TELL,
    ALONE: rf"\b(?:{_NOT}(?: co| con| thay)? ai|mot minh|co doc|bo (?:toi|di) het"
    r"|bo (?:toi|em|me con)(?: \w+)? (?:di|roi|het)|(?:giu|giup|ngan|cuu|hieu|thuong) (?:toi|tui|em"
    r"|minh) lai|ai (?:ma )?(?:thuong|can|hieu|quan tam|nghe)"
    r"|bo di het)\b",
    WORN: _WORN_OUT,
    DEBT: r"^(?!.*\b(?:khong|ko|k|hong|bao nhieu|the nao|sao|gi)$).*\b(?:no (?:nan|nhieu|ngap"
    r"|tien|thue"
    r"|ngan hang|het|qua|chong|\d\w*)|(?:thieu|con|mac|vo|dang) no|vay|lai (?:ngay|thang|me)"
    r"|pha san|thua lo|ban lo|lo von|e am|mat trang)\b",
}
_STRANGERS = r"(?:luat su|dich vu|hacker|tren mang|nguoi khac|nguoi la|page|hoi nhom)"
_AFTER_SWINDLE = {
    # He asks for a code or for money, and got nothing yet.
    HOLD: rf"^(?!.*\b(?:roi|xong|mat|lo|trot|vua|da)\b).*\b{_THEY}\b(?: \w+){{0,2}}"
    r" (?:bao|doi|xin|hoi|keu|bat|yeu cau|bieu|giuc|nho)(?: \w+){0,3}"
    r" (?:otp|ma|(?:chuyen|nop|dong|ck|dua)(?: \w+){0,2} (?:\d\w*|tien))\b"
    r"|^(?!.*\b(?:roi|xong|mat|lo|trot|vua|da)\b)(?:(?:dang|lai|gio|cu) )*(?:bao|doi|keu|bat|giuc)"
    r"(?: \w+){0,2} (?:doc|dua|gui|nhap)(?: \w+){0,2} (?:otp|ma)\b",
    # What an old mother is to be told who is called by them as well.
    WARN: r"\b(?:dan|noi voi|noi cho|chi|canh bao|bao|khuyen|day)(?: \w+)? (?:me|ma|ba|bo|ong|cu"
    r"|bac|vo|chong|nguoi nha|ong ba|ba gia|ngoai|noi|co|di)\b(?: \w+){0,8} (?:sao|gi|the nao|dung"
    r"|kieu gi|cach nao)\b"
    r"|\b(?:me|ma|ba|bo|ong|cu|vo|chong|nguoi nha)(?: \w+){0,3} cung (?:bi|duoc) (?:no )?goi\b",
    WORN: _WORN_OUT,
    MORE_SENT: r"\b(?:da|vua|moi|lo|trot|lai)(?: \w+)? (?:chuyen|ck|gui|nop|nap|dua)(?: \w+){0,4}"
    r" (?:\d\w*|tien)\b|\b(?:chuyen|ck|nop|nap)(?: \w+){0,3} \d\w*(?: \w+){0,2} (?:roi|vua roi|mat"
    r" roi|xong)\b",
    CALLS_AGAIN: rf"\b{_THEY} (?:cu |van |con |lai |dang |vua |moi )*(?:goi|nhan)(?: \w+){{0,2}}"
    rf" (?:lai|nua|tiep|hoai)\b|\b{_THEY}(?: (?:cu|van))? lai (?:goi|nhan)\b",
    APP_GONE: r"\b(?:app|ung dung|phan mem)\b(?: \w+){0,3} (?:xoa|go|bo)\b"
    r"|\b(?:xoa|go|bo)(?: \w+){0,3} (?:app|ung dung|phan mem)\b"
    r"|\b(?:dien thoai|dt|may)(?: \w+){0,3} (?:dung|xai|sai) (?:duoc|dc|lai)\b"
    r"|\b(?:dung|xai)(?: \w+){0,2} (?:dien thoai|dt|may)(?: \w+){0,2} (?:duoc|dc|nua)\b",
    # A bank that has locked has done what is told to whoever lost nothing yet.
    REPORTED: r"\b(?:ngan hang|tai khoan|the)(?: \w+){0,3} (?:khoa|chan)(?: \w+){0,2} (?:roi|r)\b"
    r"|\b(?:khoa|chan)(?: \w+){0,3} (?:the|tai khoan|tk)(?: \w+){0,2} (?:roi|xong|r)\b"
    r"|\b(?:bao|goi|trinh|len)(?: \w+){0,2} (?:cong an|113|ngan hang)(?: \w+){0,3} (?:roi|xong)\b"
    r"|\b(?:cong an|ngan hang)(?: cung| da| deu)* (?:bao|goi|trinh)(?: \w+){0,2} roi\b",
    UNLOST: r"\btien (?:\w+ ){0,2}(?:chua mat|con nguyen|con du|chua bi)\b|\bchua (?:bi )?mat"
    r" (?:tien"
    r"|gi|dong)",
    REAL: r"\bhoi nghi\b.*\b(?:co that|that khong|that ko|that k|that hay|co khong|co ko)\b",
    UNTOLD: _NOT_TELL,
    AGAIN: r"\b(?:lay|doi|thu hoi|rut|hoan|tim)(?: \w+){0,3} (?:lai )?(?:\w+ ){0,2}"
    rf"(?:gium|giup|dum)\b|^(?!.*\bnham\b).*\b{_STRANGERS}\b.*\b"
    r"(?:lay|doi|thu hoi) lai\b",  # not who sent money to a stranger by mistake himself
    BACK: r"\b(?:lay|doi|thu hoi|hoan|rut)(?: \w+){0,2} lai\b|\bmat (?:luon|trang|het) (?:ha|a"
    r"|sao)\b",
    LOAN: r"\bvay(?: \w+){0,4} (?:bang|ten|can cuoc|cccd)\b|\b(?:can cuoc|cccd)\b.*\bvay\b",
    BANK: r"\b(?:ngan hang|vietcombank|vcb|agribank|bidv|vietinbank|techcombank|mb|mbbank|acb"
    r"|sacombank|vpbank|tpbank|tong dai)\b(?: \w+){0,4} (?:so (?:may|nao|gi|dien thoai|bao nhieu"
    r"|bn)|sdt|hotline|goi (?:so )?(?:may|nao|dau))\b"
    r"|\b(?:so|sdt|hotline|tong dai)(?: \w+){0,3} (?:ngan hang|vietcombank|vcb|agribank|bidv"
    r"|vietinbank|techcombank|mbbank|acb|sacombank|vpbank|tpbank)\b",
    REPORT: r"\b(?:bao|goi|trinh|to cao|to giac)(?: \w+){0,2} (?:ai|o dau|cho nao|so nao"
    r"|cong an nao"
    r"|dau)\b|\b(?:co can|nen|phai) (?:bao|trinh|ra|toi|den|len)(?: \w+)? cong an\b"
    r"|\bcong an\b(?: \w+){0,4} (?:so (?:may|nao|gi|dien thoai|bn)|sdt|o (?:dau|mo|cho nao)|cho nao"
    r"|goi (?:so )?(?:may|nao))\b|\b(?:trinh bao|to giac|to cao)\b",
    UNPAID: rf"^(?!.*\b(?:lo|roi|nhung|ma|dien|bam)\b).*\b{_NOT}"
    r"(?: (?:he|dam|co|kip|biet|thay|muon|phai|them|bao gio|ai))? (?:chuyen|cai|doc|nop|dong"
    r"|lam theo|tra loi|nghe theo|gui|bam)\b(?! (?:duoc|dc|khong|ko|nua|cau|don|gop y))",
    DEVICE: r"\b(?:dien thoai|dt|may|app|ung dung|no)\b(?: \w+){0,2} (?:tu|la|lam|dieu khien|dang)"
    r"|\b(?:cai|tai(?! khoan))(?: \w+){0,3} (?:roi|xong|mat)\b"
    r"|\b(?:tat|khoi dong|ngat)(?: \w+){0,2} (?:may|mang|nguon|wifi|dien thoai)\b"
    r"|\btu (?:cai|chay|mo|bam)\b",
    CODE: r"\b(?:doc|noi|dua|gui|bao)(?: \w+){0,4} (?:roi|xong|mat)\b|\botp\b",
    DATA: r"\b(?:dien|nhap|khai|ghi|chup|gui|cho|dua)\b.*\b(?:tai khoan|stk|cccd|can cuoc|cmnd|the"
    r"|mat khau|pin|anh|thong tin)\b|\b(?:dien|nhap|khai|quet)(?: \w+){0,3} (?:roi|xong)\b",
    HAS_DATA: rf"\b{_THEY} (?:co|biet|nam|giu|doc)(?: ca| duoc| dung| het| san| ro)*"
    r" (?:so |anh )?(?:can cuoc|cccd|cmnd|tai khoan|dia chi|ten|so dien thoai|thong tin|ma so thue)"
    r"\b",
    LINK: r"\b(?:bam|an|vao(?! (?:quyen|so|danh sach)\b)|mo|nhan|click|kich)(?: \w+){0,3}"
    r" (?:roi|xong|mat|link)\b"
    r"|\blo (?:bam|an|mo|vao|nhan)\b",
}


def _needs(ways: dict[str, str]) -> dict[str, re.Pattern[str]]:
    return {name: re.compile(way) for name, way in ways.items()}


_EMERGENCY, _VIOLENCE = _needs(_AFTER_EMERGENCY), _needs(_AFTER_VIOLENCE)
_HARM, _DISTRESS, _SWINDLE = map(_needs, (_AFTER_HARM, _AFTER_DISTRESS, _AFTER_SWINDLE))
_THEN = re.compile(r"\broi (?=(?:hoan|se|moi|tra|lay|nhan|giai ngan|cap|duyet|gui lai)\b)")
_NOT_WORDS = re.compile(r"[^a-z0-9 ]+")


def need_in_emergency(text: str) -> str:
    """Of fire, gas, illness answered just before: which of `STEPS` the words ask for."""
    return _first(_EMERGENCY, text) or need_in_harm(text)


def need_in_violence(text: str) -> str:
    """The same, of somebody who is beaten or threatened."""
    return _first(_VIOLENCE, text) or need_in_harm(text)


def need_in_harm(text: str) -> str:
    """What either of both may need."""
    if said := _first(_HARM, text):
        return said
    peril = peril_in(text)
    return peril.name if peril else ""


def need_in_distress(text: str) -> str:
    """The same, of somebody who spoke of ending it."""
    return _first(_DISTRESS, text)


def need_in_swindle(text: str) -> str:
    """The same, of a swindler at work or done."""
    return _first(_SWINDLE, text)


def _first(looks: dict[str, re.Pattern[str]], text: str) -> str:
    plain = _THEN.sub("sau ", " ".join(_NOT_WORDS.sub(" ", fold(clean(text))).split()))
    return next((name for name, look in looks.items() if look.search(plain)), "")
