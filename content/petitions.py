"""What the ward is asked to see to, in plain words: a petition, something wrong in the street, a
word about how one was served, praise; and what officials do to people, which has its own lane.

By patterns and by meaning (`content/petitions.yaml`); a question is never taken for either.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from content.complaints import is_complaint, tells_of_bribe
from content.encoder.intents import Intent
from content.names import CAPITAL
from content.reports import is_of_the_street, told_in
from content.spoken import is_of_rent
from content.vietnamese import FORMS_KEPT, bare_words, fold, fold_in_place, has_marks

HARASSED = "harassed"  # a name of the layer; the others are kinds
ON_SITE, PETITION, PRAISE, SERVICE = "on_site", "petition", "praise", "service"
# Of all kinds together, where the words have a sure answer, may have one, or have none; less where
# they say what is wrong, wished for or well done.
LEAST_ANSWERED, LEAST_NEAR, LEAST = 0.7, 0.65, 0.6
LEAST_ANSWERED_SAID, LEAST_NEAR_SAID, LEAST_SAID_OF_IT = 0.4, 0.4, 0.35
LEAST_NAMED = 0.3  # where it is called what it is
NEAR = 0.9  # so surely it is something we answer
LEAST_FOR_KIND = 0.1
LEAST_BESIDE_OFFICIALS = 0.2  # of one kind: then half of what is heard of officials counts, too
MAY_BE_FOR_WARD = 0.7
LEAST_PRAISE = 0.5  # a complaint taken for praise hurts more than praise that is asked about
LEAST_HARASSED, LEAST_WITH_SIGN, LEAST_SAID = 0.25, 0.25, 0.008
LEAST_OF_NOBODY = 0.6  # where no official is named and no sign of it
LEAST_MAY_BE = 0.03
SURELY_OTHER, LEAST_BESIDE = 0.7, 0.25
LEAST_ASKED = 0.2
SURELY = 0.55  # even if it is put as a question
PLAINLY = 0.75  # whatever words of other things stand beside it
SO_PLAINLY = 0.6  # even if it is put as a question, and names nobody
TOLD_UNSAID = 0.6
TOLD = 0.3  # so surely it is told what is wrong: then a question in it may ask nothing
NEARLY = 0.85  # what is as likely a complaint of how people were served
SURELY_TOLD = 0.7  # so surely that words which ask elsewhere ask nothing here
NAMELESS = 0.88  # though nobody with an office is named, and nothing wanted
BEYOND_ASKING = 0.95  # whatever mark stands behind: `Sao không nói một lượt?`
WORDS = 4  # fewer tell nothing
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
# What is put as a question by somebody who tells what is wrong, and asks nothing.
_RHETORICAL = re.compile(
    r"\b(?:lam an (?:the|kieu (?:gi|do)|vay|gi)(?: (?:nay|do|a|ha))*"
    r"|(?:the|vay|kieu do) (?:a|ah|ha)"
    r"|de (?:lam )?(?:gi|j|chi)(?: nua)?|lam (?:chi|j)(?: nua)?|(?:vay|song|chiu|ban|lam) sao"
    r" (?:duoc|noi|thau)|sao (?:ma )?(?:duoc|noi|song|chiu)|cho dep (?:a|ah|ha)?|hay sao"
    r"|(?:den )?bao gio (?:\w+ ){0,2}moi (?:\w+ )?\w+ (?:day|nua)?"
    r"|(?:bat|can|de|doi) (?:\w+ )?lam (?:gi|j)"
    r"|ai ma|chu doi (?:\w+ )*(?:a|ha)|sao di (?:duoc|dc)|la may gio vay|kieu gi|ai hoi"
    r"|(?:den )?bao gio moi|chung nao moi|biet (?:nghe|tin|hoi|keu|tim) (?:ai|dau)|ai ma|gi ma"
    r"|sao (?:cac|may|khong|k|ko|ai|cu|phuong|can bo|ben)\b|gi (?:ky|ki)|dau ra|vay troi)\b"
)
_QUOTED = re.compile(r"[\"“][^\"“”]{3,}[\"”]")
_TAIL = 6  # words: who asks, asks at the end
_LONG = 16
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


_NAMED = re.compile(r"\b(?:kien nghi|de nghi (?:phuong|cac|cap)|phan anh voi|gop y (?:voi|cho))\b")


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
    r"|nv cua (?:toi|em)|tho cua|shipper|dai ly|nha phan phoi|san shopee|khach (?:an|say|hang)"
    r"|chong toi|vo toi danh|khong phai can bo|tai (?:minh|toi|em))\b"
)
_THANKED = re.compile(r"\b(?:cam on|biet on|doi on|khen|bieu duong|tuyen duong)\b")
# What was done as it should be, whatever the layer hears.
_AS_IT_SHOULD = re.compile(
    rf"\b{_NO} (?:chiu )?(?:nhan|lay|phat|uong)\b"
    r"|\b(?:bao|bat|keu) (?:\w+ )?(?:mang|xach|cam) ve\b"
    r"|\b(?:tra lai (?:toi|em|tui|chau|cho toi|du|day du)|nhac (?:nho|toi|em)|day du bien lai"
    r"|bien lai (?:do|day du|dang hoang)|(?<!khong )(?<!k )(?<!ko )co phieu|phieu ghi|dang hoang"
    r"|hai tram dua thua)\b"
)
_OWN_FOLK = re.compile(
    r"\b(?:con|con trai|con gai|con dau|con re|vo|chong|em|anh|chi|bo|me|ba|ma|chau|tho(?: phu)?"
    r"|nhan vien"
    r"|nguoi nha|nguoi lam)(?: (?:cua )?(?:toi|tui|em|minh|nha|chau|chi|anh|bac|co|tiem|quan))*"
    r"(?: \w+){0,4} (?:thu|nhan|lay|an|huong) (?:rieng )?(?:tien|cong)\b|\btien cong\b"
)
_OFFICIAL = re.compile(
    r"\b(?:can bo|cong chuc|phuong|thue|doan|kiem tra|ktra|quan ly|trat tu|cong an|thanh tra"
    r"|mot cua|dia chinh|pccc"
    r"|nha nuoc|chu tich|to truong|qltt|ho so|giay phep|bien ban)\b"
)
# A sum beside what a trade takes in or pays: `tiền công tháng bốn chục`, `mỗi đêm bảy triệu`.
_SUM = re.compile(
    r"(?:\d|\b(?:mot|hai|ba|bon|nam|sau|bay|tam|chin|muoi|may|vai|chuc|tram|nghin|ngan|trieu|tr|ty"
    r"|cu"
    r"|ruoi)\b).{0,12}\b(?:chuc|tram|nghin|ngan|trieu|tr|ty|cu|k)\b|\d ?(?:k|tr|ty|cu|trieu)\b"
)
_TAKES_IN = re.compile(
    r"\b(?:doanh thu|ban (?:duoc|dc|hang|le|buon)|tien (?:cong|hang|ban|von|lai|nha)|phu tung"
    r"|vat tu"
    r"|lai|loi|von|nhap hang|thu (?:duoc|dc|ve|khoang|tam)|tinh (?:thue|giup|ho|lai)|dong thue"
    r"|nop thue|(?:moi|mot|1) (?:ngay|thang|dem|phien|nam|buoi|don|bua))\b"
    r"|\b(?:ngay|thang|dem|phien|nam|buoi)(?: \w+){0,3} (?:duoc|dc|khoang|tam|chung|co khi|chac)\b"
)
_TAX_ITSELF = re.compile(
    r"\b(?:tinh|dong|nop|khai|ke khai|chiu|mien|tien|ve|tra|bi|muc|kieu) (?:ca )?thue\b"
    r"|\bthue (?:ma|gtgt"
    r"|tncn|sao|the|nhu|bao|mon|het|may|khoan|khong|k|tinh)\b"
)

# What is said in passing, or to have a sum reckoned: nothing for the ward to see to.
_IN_PASSING = re.compile(
    r"\bchuc (?:moi nguoi|ca nha|phuong|cac (?:anh|ban|bac)|suc khoe|ngay|buoi|anh|chi|em|bac)\b"
    r"|\btinh (?:lai |thue |tien )*(?:giup|ho|gium|dum|cho (?:toi|em|chi|anh|bac|minh|tui))\b"
    r"|\b(?:otp|ma pin|mat khau)\b|\bkhach (?:bom|huy)\b"
    r"|\bnhac (?:toi|em|chi|anh|minh|tui) (?:truoc|han|nop|khi|di|ngay)\b"
    r"|^(?:ok|uh|u|da|vang|xin|thoi)?,? ?(?:cam on|cam un|tks|thanks)(?: (?!anh|chi|can bo|phuong"
    r"|co|chu|chau|ben|cac|bac|em)\w+){0,5}$|\bthong cam(?: nhe| nha| a)?$"
)
# What is asked of it, heard of it elsewhere, or meant well: nobody did it here.
_ONLY_ASKED = re.compile(
    r"^(?:cho|xin) (?:\w+ )?hoi\b.*\b(?:luat|tu|phat)\b|^dua thoi|\b(?:hehe|haha|hihi)\b"
    r"|\b(?:nghe|xem|doc) (?:tren )?(?:ti ?vi|bao|dai|mang)\b|\b(?:muon|dinh) bieu\b"
    r"|\bneu (?:minh|toi|em|chi|anh) (?:chi|dua|bieu|tang)\b"
)
# Somebody who does something to people, whoever it is; and what such people take.
_SOMEBODY = re.compile(
    r"\b(?:can bo|cong chuc|doan|kiem tra|ktra|quan ly|trat tu|cong an|thanh tra|qltt|dong phuc"
    r"|chi tiep|(?:anh|chi|ong|ba|cau|co|a|c|thang) (?:ay|ta|y|kia|no|thue|o|ben|ben thue)|ong do"
    r"|may ong|nguoi ta|ho (?:bao|noi|doi|bat|lay|giu|thu))\b"
)
_TAKES = re.compile(
    r"\b(?:\d+ ?(?:k|tr|trieu|nghin|ngan|tram|cu|lit)|tien|trieu|chai|cay thuoc|xach|ep|bat (?:mua"
    r"|phai|toi)|doi|xin|lay|dua|nop|bieu|giu|hanh|do[ai])\b"
)
# What such people do, and several of whom no more is said.
_WANTED = re.compile(
    r"\b(?:doi|voi|xin|ep|bat|goi y|lay|nhan|dua(?! (?:chong|vo|con|me|bo|chau)\b)|bieu"
    r"|lot|an|linh dong|ho|bon|may dua"
    r"|(?:may|cac|vai) (?:chu|anh|co|chi|ong|ba|cau|bac) (?:ay|do|kia|no))\b"
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


def _asks_nothing(text: str) -> bool:
    """Whether what is put as a question in a long complaint is no question: it is rhetoric, or
    stands before the end, where who asks would ask."""
    plain = bare_words(_MACHINE.sub("mayy", _HEAD.sub("dzau", text)))
    left = _RHETORICAL.sub(" , ", plain)
    if "?" in text or not is_question(left):
        return "?" not in text
    words = left.split()
    return len(words) >= _LONG and not is_question(" ".join(words[-_TAIL:]))


LONGEST_MEANT = 45  # words
_HANDS_ON = re.compile(
    r"(?:(?:nho|xin|mong|muon|gui|hoi|chuyen|de nghi|phuong|can bo|cb|ubnd|uy ban|tra loi|giai dap"
    r"|giai thich|giup|gium|ho|dum|cho|voi|cau|nay|do|cau hoi|toi|tui|em|minh|bac|chau|nhe|nha|a|di"
    r"|ngay|som|luon|duoc|la) ?)+"
)


def hands_on(text: str) -> bool:
    """Whether the words only ask that the ward answers: `nhờ phường trả lời giúp`."""
    return bool(_HANDS_ON.fullmatch(bare_words(text)))


def raised_in(
    text: str, heard: Sequence[Intent], *, answered: bool = False, in_scope: float = 0.0
) -> Raised | None:
    """What the ward is asked to see to; None where that is not said. `heard` is what the words may
    mean (`Understanding.petitions`), `answered`: they have a sure answer, `in_scope` how
    surely they are something we answer."""
    plain = bare_words(text)
    if is_complaint(text) or not WORDS <= len(plain.split()) <= LONGEST:
        return None
    if _IN_PASSING.search(plain):
        return None
    kinds = [one for one in heard if one.name != HARASSED]
    by_meaning = sum(one.sure for one in kinds)
    if kinds and kinds[0].sure >= LEAST_BESIDE_OFFICIALS:
        by_meaning += _share(heard) / 2
    said, near = bool(_SAID.search(plain)), in_scope >= NEAR
    told = by_meaning >= (TOLD if said else TOLD_UNSAID)
    surely = by_meaning >= (BEYOND_ASKING if "?" in text else SURELY_TOLD)
    if is_question(text) and not (surely or (told and _asks_nothing(text))):
        return None
    by_near = (LEAST_NEAR, LEAST_NEAR_SAID) if near else (LEAST, LEAST_SAID_OF_IT)
    least = ((LEAST_ANSWERED, LEAST_ANSWERED_SAID) if answered else by_near)[said]
    least = min(least, LEAST_NAMED) if _NAMED.search(plain) else least
    if not told_in(text) and by_meaning < least:
        return None
    sure = [one for one in kinds if one.name != PRAISE or one.sure >= LEAST_PRAISE]
    kind = sure[0].name if sure and by_meaning >= LEAST_FOR_KIND else _by_words(text)
    return Raised(kind, is_urgent(text), about_of(text, kind), place_in(text))


def is_for_the_ward(heard: Sequence[Intent]) -> bool:
    """Whether it may well be something the ward is to see to, by what the words mean."""
    return sum(one.sure for one in heard if one.name != HARASSED) >= MAY_BE_FOR_WARD


def tells_of_harassment(text: str, heard: Sequence[Intent]) -> bool:
    """Whether somebody tells that an official wants money, gifts or favours of people, presses or
    molests them: by what is said of it, or by what the words mean."""
    plain = bare_words(text)
    if _ONLY_ASKED.search(plain) or (_IN_PASSING.search(plain) and not _STRONG.search(plain)):
        return False
    if tells_of_bribe(text):
        return True
    if _AS_IT_SHOULD.search(plain) or _is_of_own_money(plain):
        return False
    share, is_long = _share(heard), len(plain.split()) > LONGEST_MEANT
    nobody = _of_nobody(plain)
    enough = BEYOND_ASKING if is_long and is_question(text) else PLAINLY
    if share >= (max(enough, NAMELESS) if nobody else enough):
        return True
    if len(plain.split()) < WORDS or is_of_rent(text) or _OTHERS.search(plain):
        return False
    if share >= SO_PLAINLY and not (is_long or nobody):
        return True
    if _OWN_FOLK.search(plain) and not _OFFICIAL.search(_TAX_ITSELF.sub(" ", plain)):
        return False  # `con trai tôi bắt mạch thu tiền công riêng`: what one's own people earn
    if _is_of_trade(plain):
        return False
    strong, official = bool(_STRONG.search(plain)), bool(_OFFICIAL.search(plain))
    signs = strong or bool(_SIGNS.search(plain))
    if is_question(text) and share < (LEAST_ASKED if signs and official else SURELY):
        return False
    others = sum(one.sure for one in heard if one.name in (PETITION, PRAISE))
    if others >= SURELY_OTHER and share < LEAST_BESIDE:
        return False  # praise, or a petition that names money
    served = sum(one.sure for one in heard if one.name == SERVICE)
    if not strong and others + served >= NEARLY * share:
        return False  # rather one of these
    if _THANKED.search(plain) and not strong:
        return False
    if strong and official:
        return share >= LEAST_SAID
    if is_long:
        return False  # a long story holds a word of everything
    if signs:
        return share >= LEAST_WITH_SIGN
    if not official and not (_SOMEBODY.search(plain) or _WANTED.search(plain)):
        return False  # nobody does it, and nothing is wanted: `tiền điện thì trừ đi chứ`
    return share >= (LEAST_HARASSED if official else LEAST_OF_NOBODY)


def _of_nobody(plain: str) -> bool:
    """Whether nobody who may want something, and nothing wanted or given, is named: `nước mía là
    của thằng rể, tiền nó giữ`."""
    return not any(one.search(plain) for one in (_OFFICIAL, _STRONG, _SIGNS, _SOMEBODY, _WANTED))


def plainly_of_harassment(heard: Sequence[Intent]) -> bool:
    """Whether it is meant, whatever else the words name (`tiền sạp`, `năm triệu`)."""
    return _share(heard) >= PLAINLY


def _is_of_trade(plain: str) -> bool:
    """Whether it tells the money of one's own trade, and names no official and no bribe."""
    if not (_SUM.search(plain) and _TAKES_IN.search(plain)) or _STRONG.search(plain):
        return False
    return not _OFFICIAL.search(_TAX_ITSELF.sub(" ", plain))


# What one paid in and sells for, and what one owes oneself.
_OWN_MONEY = re.compile(
    r"\b(?:tien|von) (?:toi|tui|em|minh|chau|con|anh|chi|bac|co|chu|nha) (?:nhap|bo|lay hang)\b"
    r"|\bban ra(?: \w+){0,3} (?:lai|loi|gia|duoc)\b|\bgia (?:nhap|von)\b|\b(?:lai|loi) them \d"
)
_OWES = re.compile(
    r"\b(?:toi|tui|em|minh|chau|bac|nha) (?:se |phai |thi )*(?:nop|dong|khai|tinh)(?: thue)?"
    r" (?:kieu (?:nao|gi)|the nao|ra sao|bao nhieu|nhu nao|nhu the nao|cach nao|theo)\b"
)


def _is_of_own_money(plain: str) -> bool:
    """Whether it is of one's own purchases and sales, or asks how one pays oneself: with no
    official, nobody who wants it and no word of a bribe it is nobody's greed."""
    if _STRONG.search(plain) or _SIGNS.search(plain) or _SOMEBODY.search(plain):
        return False
    if _OFFICIAL.search(_TAX_ITSELF.sub(" ", plain)):
        return False
    return bool(_OWN_MONEY.search(plain) or _OWES.search(plain))


def may_tell_of_harassment(text: str, heard: Sequence[Intent]) -> bool:
    """Whether the words may be of it: they are kept nowhere, to be on the safe side."""
    plain = bare_words(text)
    if is_complaint(text) or _STRONG.search(plain) or _share(heard) >= LEAST_MAY_BE:
        return True
    return bool(_SOMEBODY.search(plain) and (_SIGNS.search(plain) or _TAKES.search(plain)))


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
