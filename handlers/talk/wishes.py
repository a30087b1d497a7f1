"""Plain wishes in a sentence: to register, to give a seat back, to ask the ward, to get its news.
Whoever asks how something is done gets the answer of the FAQ instead, which offers to do it."""

import re
import unicodedata
from functools import lru_cache

from content.absences import Who, absence_in
from content.call_me import asks_if_called, wants_call
from content.calls_off import gives_up, seat_given_back
from content.dialect import plainly
from content.families import lost_ticket, registers_another
from content.meetings import Coming, asks_about_meeting, wants_to_come
from content.people import read_phone
from content.reports import wants_action
from content.sendings import sendings_in
from content.spoken import into, is_busy, told_not
from content.switched_on import wants_news, wants_reminders
from content.vietnamese import bare_words, fold, fold_in_place
from content.wants_person import wanted_in

# Folded. A question word makes it a question, not a wish.
_ASKS = re.compile(
    r"\b(the nao|nhu nao|ra sao|lam sao|mang gi|can gi|o dau|khi nao|bao gio|may gio|hay khong"
    r"|mat phi|la gi|vi sao|tai sao|ai duoc|co duoc|duoc khong|co phai|bao lau|co bi|han chot"
    r"|co mat (?:khong|ko|k|gi)|mat cai gi|(?:bao|hoi|gui) cho ai)\b"
)
_ADDRESS = "(?:toi|tui|em|minh|chau|chi|anh|bac|co|chu|ong|ba)"
_FAMILY = "chong|vo|con gai|con trai|con toi|me|bo|nguoi nha|nguoi khac|thang con|con chau"
_RELATIVE = (
    "(?:bo|me|ba|ma|cha|vo|chong|ong|cu|anh|chi|bac|co|chu|cau|di|con|chau|nguoi nha|ong cu|ba cu"
    "|ong xa|ba xa|chu ho)"
)
_DIED = "(?:mat roi|mat hom|mat thang|mat nam|mat tuan|qua doi|tu tran|mat som|khuat|chet roi)"
_HERE = (
    r"(?:xoa(?! (?:ma so|no|thue|ho kinh|giay))|huy dang ky(?! (?:ho|kinh|thue|ma))|rut ten|bo ten"
    r"|(?:huy|bo|tra|con|cai|tam) (?:\w+ )?ve|ve (?:cua|dung ten|hoi nghi)|hoi nghi|di hop"
    "|dang ky du|nhan tin|nhac|gach ten)"
)
_REGISTER = "(?:dang ky|dang ki|dk|ghi danh|ghi ten)"
# `đăng ký hội nghị giúp sếp, em là lái xe`: a word of other papers does not matter then.
_TO_THE_MEETING = re.compile(
    rf"\b{_REGISTER}(?: (?:di|du|tham du|giup|ho|cho))* (?:hop|hoi nghi|doi thoai)\b"
    r"|\bdi (?:hop|du|hoi nghi)(?: (?:hop|hoi nghi))* (?:hoi nghi|doi thoai)\b"
)
# All of a registration in one message, however long it is: `đăng ký cho sếp em, ..., 2 người`.
_TELLS_ALL = re.compile(
    rf"\b{_REGISTER}\b(?: \w+){{0,3}} (?:hop|hoi nghi|di|du|sep|{_FAMILY})\b"
    rf"|\b{_REGISTER}\b.*\b\d nguoi\b"
)
_WISHES: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        # Somebody who is registered here, or gets our messages, has died.
        "bereaved",
        re.compile(
            rf"\b{_RELATIVE}( (toi|em|minh|chau|nha toi))?( \w+)?( da| moi| vua| cung)* {_DIED}\b"
            rf".*\b{_HERE}\b"
            rf"|\b{_HERE}\b.*\b{_RELATIVE}( (toi|em|minh|chau))?( \w+)?( da| moi| vua)* {_DIED}\b"
        ),
    ),
    (
        "news",
        re.compile(
            r"\b(?:nhan|gui|bat|mo|cho|dang ky)"
            rf"(?: (?:lai|cho|giup|gium|nhan|gui|{_ADDRESS})){{0,3}} (?:tin|ban tin|thong bao)"
            r"(?: nhan)?(?: (?:cua )?phuong)? (?:lai|tro lai)(?! (?:khong|ko|k)\b)"
            r"|\b(?:nhan|bat|mo) lai (?:cai )?(?:tin|ban tin|thong bao)\b"
        ),
    ),
    (
        "stop_news",
        re.compile(
            r"\b(?:tat|ngung|ngat|khoa)(?: (?:het|may|cai|giup|gium|cho|dum|luon|di|ba|may cai"
            rf"|{_ADDRESS})){{0,3}} (?:tin|tin nhan|ban tin|thong bao)\b"
            r"(?! (?:dien thoai|zalo|facebook|thue|tieng|hieu))"
            r"|\b(dung|ngung|thoi|khoi|khong|ko|k|huy|tat|bo)( \w+){0,3}"
            r" (nhan|gui|nhan tin|dang ky) (\w+ ){0,2}(tin|ban tin|thong bao)\b"
            r"|^(?:thoi|dung|ngung) nhan (?:het|tat ca|luon|tin)\b"
            r"|\b(dung|ngung|thoi) (gui|nhan) (tin|ban tin|thong bao)?\b.*\b(toi|em|nua|minh)\b"
            r"|\b(dung|khong|ko) (nhan|nhac|lam phien) (\w+ )?(toi|em|minh)? ?nua\b"
            r"|\b(tat|ngung|thoi|dung|bo|huy|(?:khong|ko|k|kg) can|khoi can|khoi)"
            rf"( (cai|che do|viec|di|giup|gium|cho|{_ADDRESS})){{0,3}} nhac( {_ADDRESS})?"
            r" (han|thue|nop|nua|viec)\b"
            r"|^(?:bo|tat|ngung|dung|huy|thoi)(?: (?:cai|che do|viec))* nhac"
            r"(?: (?:di|nhe|a|luon))*$"
        ),
    ),
    (
        "news",
        re.compile(
            r"\b(dang ky|dang ki|dk|muon|xin|cho (toi|em|minh)|can) (\w+ )?nhan (\w+ ){0,2}"
            r"(tin|ban tin|thong bao)\b|\bgui (cho )?(toi|em|minh) (tin|ban tin)\b"
            r"|\b(?:thang nao|moi thang|hang thang)(?: cung)? gui (?:ban )?tin cho\b"
        ),
    ),
    (
        "how_often",
        re.compile(
            r"\btan suat\b(?!.*\b(?:khai|nop|kiem tra|hoa don|thue)\b)"
            r"|^(?:\w+ ){0,3}(?:bao lau|may (?:ngay|tuan|thang)|mot thang may)"
            r"(?: (?:phuong|thi|lai|duoc|se|co))* (?:gui|nhan|co)? ?(?:(?:mot|1|may) )?"
            r"(?:(?:ban )?tin|thong bao)(?: (?:mot|1|may) lan)?(?: (?:a|vay|the|nhi|moi|toi))*$"
        ),
    ),
    (
        "this_month",
        re.compile(
            r"\b(xem|doc|mo|co) (\w+ )?(tin|ban tin) (\w+ ){0,2}(thang nay|moi|moi nhat)\b"
            r"|^(?:ban )?tin (?:phuong )?thang nay(?: (?:cua )?phuong)? co (?:nhung )?gi\b"
            r"|^thang nay (?:phuong )?co (?:nhung )?tin (?:gi|nao)\b"
        ),
    ),
    (
        "deadlines",
        re.compile(
            r"\b(toi|em|ho toi|minh) (can|phai) (lam|nop) (nhung )?gi( va)? (khi nao|bao gio)\b"
            r"|\bnhac (toi|em|minh) (\w+ ){0,3}(han|nop thue|ke khai|khai thue)\b"
            rf"|\b(?:han|ky)(?: (?:nop|khai|thue))*"
            r" (?:gan nhat|sap toi|ke tiep|tiep theo|toi day|toi)"
            rf"(?: (?:cua )?{_ADDRESS})?"
            r"(?: (?:la|bao gio|khi nao|hom nao|bua nao|ngay nao|a|nhi|vay))*$"
            r"|^(?:(?:the|vay|la|a|thi) )*(?:da|co|duoc)(?: (?:bat|mo|dat))* nhac"
            r"(?: (?:han|thue|cho))*"
            rf"(?: {_ADDRESS})? (?:chua|roi chua)(?: (?:a|em|vay|nhi))*$"
            rf"|^(?:xem|coi|cho xem|mo)(?: (?:lai|cai))* han(?: thue)?(?: cua)? {_ADDRESS}$"
            r"|\b(lich|han) (nop thue|khai thue|thue) (cua )?(toi|em|minh|ho toi)\b"
        ),
    ),
    (
        "fewer",
        re.compile(
            rf"\b(chi|moi|con)( con| co)? (minh|mot minh|mk)( {_ADDRESS})?\b"
            r"|\b(huy|bo|bot)( di)? (\d|mot|hai) (nguoi|ve|cho|suat)\b"
            rf"|\b({_FAMILY}|ba xa|ong xa)( {_ADDRESS})?( \w+){{0,2}} (khong|ko|k) (di|du)\b"
        ),
    ),
    (
        # Somebody to turn to, and how he is reached.
        "staff",
        re.compile(
            r"\b(?:nho )?ai (?:co the |se )?(?:giup|lam giup|chi|huong dan)"
            rf"(?: (?:cho|giup|{_ADDRESS}))*(?: (?:duoc|voi|khong|day|bay gio|a|nhi))*$"
            r"|\b(?:gap|noi chuyen(?: voi)?|can|hoi)(?: duoc)? (?:nguoi|can bo) that\b"
            rf"|^(?:(?:thoi|u|da|vay|the) )*(?:de|cho) {_ADDRESS} (?:hoi|gap|noi chuyen voi) "
            r"(?:can bo|lanh dao|phuong)(?: (?:vay|di|a|nhe|phuong))*$"
            r"|^(?:(?:cho|xin|muon|doi) )*gap (?:lanh dao|chu tich|sep)(?: (?:di|cua may|phuong))*$"
            rf"|^(?:(?:a|da|the|vay|cho|xin|hoi|{_ADDRESS}) )*"
            r"(?:so dien thoai|sdt|so dt|hotline|duong day nong)"
            r"(?: (?:cua )?(?:phuong|can bo|uy ban|ubnd|lien he|ben do))*"
            r"(?: (?:la|bao nhieu|so may|so nao|gi|nao|the|vay|a|nhi))+$"
        ),
    ),
    (
        # When the tax falls due, of whoever may have told their kind of business before.
        "my_dates",
        re.compile(
            rf"^(?:(?:the|vay|a|da|thi|chau oi|em oi|{_ADDRESS}) )*"
            r"(?:bao gio|khi nao|chung nao|hom nao|ngay nao|luc nao)"
            rf" (?:(?:thi|la|moi|den|toi han|{_ADDRESS}|phai|can) )*(?:nop|dong|khai|ke khai)"
            r"(?: (?:(?:tien|to khai) )*thue| to (?:khai|do|ay|giay(?: do)?)| giay (?:do|ay))"
            rf"(?: (?:a|the|vay|nhi|em|ha|la dung|{_ADDRESS}))*$"
            rf"|^(?:(?:the|vay|a|da|thi|{_ADDRESS}) )*(?:sap toi|toi day|thang nay|thang toi)"
            rf" (?:(?:thi|{_ADDRESS}|co|con|phai|can) )+(?:(?:viec|nhung|cai) )?(?:lam |nop )?gi"
            rf"(?: (?:phai|can|de))*(?: (?:lam|nop|khai|khong|ko|nua|a|the|vay|nhi|{_ADDRESS}))*$"
        ),
    ),
    (
        # Other figures than those told before.
        "other_revenue",
        re.compile(
            rf"^(?:(?:a|da|cho|em|oi|muon|xin|{_ADDRESS}) )*(?:doi|sua|thay|nhap|ghi|khai)"
            r"(?: lai)?(?: (?:cai|muc|so))* (?:doanh thu|so doanh thu)"
            rf"(?: (?:cua|di|nhe|a|voi|lai|giup|ho|gium|{_ADDRESS}))*$"
        ),
    ),
    (
        # Am I on the list? Where is my code?
        "my_ticket",
        re.compile(
            rf"\b(danh sach|ds)( du| di| hop)? (da )?co (ten )?{_ADDRESS}\b"
            rf"|\b{_ADDRESS} (da |duoc )?co (ten|cho)( trong| o)?( danh sach)? (chua|khong|ko)\b"
            rf"|^(the |vay |da )*({_ADDRESS} )?(da )?(dang ky|dang ki|dk|giu cho)( hoi nghi| hop)?"
            r"( duoc| xong| thanh cong| roi)* (chua|phai khong|dung khong)( a| em| vay| nhi)*$"
            rf"|\bma (ve|dang ky|qr)( cua)?( {_ADDRESS})? (la gi|la bao nhieu|o dau|dau)\b"
            rf"|\b(gui|cho|xin) (lai )?(cho )?({_ADDRESS} )?(xin )?(lai )?(cai )?(ma ve|ma qr|ve)"
            rf" lai\b|\bgui lai (cho )?({_ADDRESS} )?(cai )?(ma|ma ve|ma qr|ve)( a| em| voi| nhe)*$"
            rf"|\b(quen|mat|xoa nham) (mat )?(ma ve|ma dang ky|ma qr)\b"
            rf"|\bve (cua )?(?:{_FAMILY}|{_ADDRESS})( {_ADDRESS})?"
            r" (dau|con khong|con ko|con k|con chu)\b"
            rf"|\bve (cua )?{_ADDRESS} (ghi|dung|mang) ten (ai|gi)\b"
            rf"|\b(xem|coi|cho xem) (lai |het |tat ca )?(cac|may|nhung|het) (cai )?ve"
            rf"( cua)?( {_ADDRESS})?\b"
        ),
    ),
    (
        "cancel_ticket",
        re.compile(
            rf"\b(?:muon|can|xin|nho) (?:huy|rut)(?: (?:no|di|ve|a|nhe|giup|cho {_ADDRESS}))*$"
            r"|\b(?:huy|bo|rut) (?:cai |buoi |ve )?(?:lop|hoi nghi|doi thoai|tap huan|buoi hop)\b"
            r"(?! (?:nao|gi)\b)|"
            r"\b(huy|bo|rut) (?:(?:giup|gium|ho|cho|dum|em|toi|tui|minh|cai) ){0,3}"
            r"(?:(?:cai )?ve|dang ky)(?: (?:di|nhe|nha|a|voi))*$"
            rf"|\b(?:bo|gach|xoa) ten {_ADDRESS}(?: ra)?(?: (?:khoi|trong))? (?:danh sach|ds)\b"
            rf"|^(?:\w+ ){{0,2}}gach ten {_ADDRESS}(?: (?:di|nhe|a))*$"
            rf"|\bdung giu (?:cho|ve)(?: cho)? {_ADDRESS}\b|\bkhoi giu (?:cho|ve)\b"
            r"|\bnhuong (?:cho|ve)(?: \w+)? cho (?:nguoi|ai|ba con|ho)\b"
            r"|\b(huy|bo|rut) (\w+ )?(dang ky|dang ki|ve|tham du|du hop|di hop"
            r"|cho(?! (toi|em|minh|chau|chi|bac|ba|ong)\b))\b"
            r"(?! (ho |kinh|hoa don|thue|doanh|nhan|tin|dich vu|so\b|ngan|xe|ban|chuyen|bay|tau))"
            r"|\b(khong|ko|k|thoi) (di|du|tham du|tham gia|toi|den)( duoc| dc)?"
            r" (nua|hoi nghi|hop)\b"
            rf"|\b{_ADDRESS} (ban )?(khong|ko|k) (di|du)( hop)?( duoc| dc)?( nua| roi| dau| a)*$"
            r"|\b(khong|ko|k) (doi|cho) nua\b"
            r"|\b(roi|rut|rut khoi|ra khoi|bo|thoi) (danh sach|hang) cho\b"
        ),
    ),
    (
        "register_party",
        re.compile(
            rf"\b{_REGISTER}\b(.* )?(\d|mot|hai|ba|bon|nam) (nguoi|cho|suat|ve)\b"
            rf"|\b{_REGISTER}( \w+){{0,3}} ({_FAMILY})\b|\b{_REGISTER} (di )?(du|hop|hn)\b"
            r"|^(da )?(cho|xin)( \w+)? (\d|mot|hai|ba) (cho|suat|ve)\b"
            rf"|\bthem( \w+)? ({_FAMILY}|(\d|mot|hai|ba) nguoi)\b(?! (app|etax|vneid)\b)"
            r"|\b(bot|doi thanh|doi lai|doi lai con|toi di|minh di) (\d|mot|hai|ba) nguoi\b"
            rf"|^(\w+ )?({_FAMILY})( \w+)? (cung di|di cung|cung du)\b"
        ),
    ),
    (
        "register_which",
        re.compile(
            r"^(da |a |e |oi |alo |thoi |cho |xin |muon |can |giup |duoc |ok |vay |the "
            rf"|{_ADDRESS} )*"
            rf"{_REGISTER}( a| lai| nhe| nha| di| voi| giup| gium| cho| nua| luon| {_ADDRESS})*$"
        ),
    ),
    (
        "tickets",
        re.compile(
            r"\b(doi|sua) (dang ky|ve|cho|so nguoi)\b"
            r"|\b(xem|gui) (lai )?(?:(?:ca )?(?:hai|2|may|cac) )?"
            r"(ve(?! (?:\d|tram|muoi|hai|ba|bon|nam|moi|khoang|tam|tien|cho))|ma ve|ma qr"
            r"|phieu dang ky)\b|\bmat ve\b"
        ),
    ),
    (
        "register",
        re.compile(
            r"\b(dang ky|dang ki|dk|ghi danh|ghi ten)\b.*\b(hoi nghi|doi thoai|tham du|du hop"
            r"|giao ban|tap huan|buoi hop)\b"
            r"|\b(muon|xin|cho toi|can) (\w+ )?(du|di|tham du|tham gia) (\w+ )?(hoi nghi|doi thoai"
            r"|buoi doi thoai|tap huan)\b"
        ),
    ),
    (
        "speak_no",
        re.compile(r"\b(khong|ko|k|thoi|bo|huy)( muon| can| dang ky)? phat bieu\b"),
    ),
    (
        "speak",
        re.compile(
            r"(?<!khong )(?<!ko )\b(muon|xin|can|cho|dang ky|dang ki|dk|se|dinh)( \w+){0,3}"
            r" phat bieu\b(?!.* (khong|ko|gi|ai|sao)\b)"
        ),
    ),
    (
        "my_questions",
        re.compile(
            r"\b(rut|sua|huy|xoa|bo sung) (lai )?(cai )?(cau hoi|kien nghi)\b"
            r"|\bgui (them|bo sung) (anh|hinh)\b"
            rf"|\b(cau hoi|kien nghi) (cua )?{_ADDRESS}\b.*\b(den dau|toi dau|di dau|ket qua"
            r"|sao roi|the nao roi|xong chua|tra loi chua|co chua)\b"
            rf"|^(?:(?:the|vay|con|cho|xem|coi|cai|{_ADDRESS}) )*(?:cau hoi|kien nghi)"
            rf" (?:cua )?{_ADDRESS}(?: (?:dau|sao|roi|the|nao|day|a|nhi|vay|thi|gui))*$"
        ),
    ),
    (
        "question",
        re.compile(
            r"\b(gui|dat|viet) (\w+ )?cau hoi\b|\bgui (kien nghi|y kien|phan anh)\b"
            r"|\b(gui|goi)( \w+){0,3} (hinh|anh)( \w+){0,6} (cho|len|toi|den) (phuong|can bo)\b"
            rf"|^(da |a |em |cho )*({_ADDRESS} )?(muon |xin |can |cho {_ADDRESS} )+hoi"
            r" (phuong|can bo)( (mot|1|may|vai) (cau|viec|dieu|chuyen))?"
            r"( nay| a| voi| nhe)*( (ve|viec|chuyen) .*)?$"
            # Of what was said just now.
            rf"|^(da |u |uh |vay |the |thoi |ok |vang )*(gui|goi|chuyen)( di| luon| ngay| giup"
            rf"| gium| ho| dum| cho| len| toi| den| sang| {_ADDRESS}| phuong| can bo| cb"
            r"|( hoi)?( can bo| co quan| ben| chi cuc)? thue| hoi| cau (do|day|ay|kia|vua roi"
            r"|nay|tren"
            r"|cua (?:toi|tui|em|minh|anh|chi|bac|co|chu|ong|ba)))*( nhe| nha| a| di| voi)*$"
            rf"|\b(?:muon|xin|can|nho)(?: {_ADDRESS})? hoi (?:thay |giup |ho )*(?:can bo|phuong|cb)"
            r"(?: thue| phuong)? (?:(?:mot|1|vai|may) )?(?:cau|viec|dieu|chuyen)$"
            rf"|\b(?:nho|thay mat)(?: {_ADDRESS}| ba con| ho)* hoi (?:thay|ho|giup)\b"
            rf"|^(?:\w+ )?(?:muon|xin|can)(?: {_ADDRESS})? hoi (?:lanh dao|chu tich|uy ban|ubnd)"
            r"(?: phuong)?(?: (?:mot|1|vai|may) (?:cau|viec|dieu|chuyen))?$"
            rf"|^(?:thoi |vay |the |u |ok )*(?:{_ADDRESS} )?gui (?:cau )?hoi (?:cho )?"
            r"(?:phuong|can bo|cb)(?: cho (?:chac|roi|xong|yen tam))*$"
            r"|\b(muon|xin) (kien nghi|phan anh|gop y|de xuat)\b"
            r"|^(?:\w+ ){0,2}(gui|goi|chuyen) (giup |ho |dum )?cau (nay|do|vua roi|tren)"
            r" (cho|len|toi|den)\b"
        ),
    ),
    (
        "invitation",
        re.compile(
            r"\bgiay moi\b.*\b(that|gia|lua dao|kiem tra|xac minh)\b|\bkiem tra (\w+ )?giay moi\b"
            r"|\bgiay moi\b(?: \w+){0,4} (?:thu|doi|bat|keu|yeu cau|phai)(?: \w+){0,3}"
            r" (?:tien|phi|nghin|ngan|trieu|tr|\d+k)\b"
        ),
    ),
    (
        # A paper or a photo that only its owner sees.
        "unseen",
        re.compile(
            r"\b(cai |to |tam |buc )?(giay|anh|hinh|van ban|thong bao|cong van|to giay) (nay|do|day"
            r"|kia|vua gui|toi gui|em gui|toi vua gui)\b.*\b(la gi|cai gi|la sao|nghia la|noi gi"
            r"|gi vay|gi the|gi day|the nao|dung khong|that khong|nhan duoc chua|xem chua)\b"
            r"|\b(xem|doc) (giup|ho|gium|cho) (\w+ )?(\w+ )?(cai |to |tam )?(giay|anh|hinh|van ban"
            r"|thong bao) (nay|do|day|vua gui|toi gui)?\b"
        ),
    ),
    (
        "erase",
        re.compile(
            r"\b(xoa|huy) ((di|giup|gium|dum|ho|cho|luon) ){0,2}"
            r"((het|toan bo|tat ca|sach|moi|nhung|cac) ){0,3}(du lieu|thong tin)"
            r"( ca nhan)?( phuong)?( da| dang)?( luu| giu)?( ve| cua)? (toi|em|minh|chau)\b"
            # Nobody is named; everything is asked for, and nothing else follows.
            r"|\b(xoa|huy) (di )?((het|toan bo|tat ca|sach) )(moi |ca )?(du lieu|thong tin)"
            r"( ca nhan)?( di| a| nhe| nha)*$"
            r"|^(da )?(toi|em|minh|chau) (muon|can|xin|yeu cau) (duoc )?xoa (du lieu|thong tin)"
            r"( ca nhan)?( di| a| nhe| nha)*$"
            # The name, the number: `xóa tên tôi đi`; everything, and nothing else said.
            r"|\bxoa (di |luon |giup |het )*(ten|so|so dien thoai|ten tuoi"
            rf"|ten (?:va|voi) (?:so|sdt|so dien thoai)) (cua )?(?:e|{_ADDRESS})\b"
            r"(?! (khoi|trong|tren) (ho|giay|hoa don|so ho khau|hop dong|danh sach no))"
            rf"|^(thoi |u |vay |ok |da |em |the |ua |doi y |hay |{_ADDRESS} )*xoa"
            rf"( di| giup| gium| dum| ho| cho| {_ADDRESS}| ma){{0,3}}"
            r" (het|sach|tat ca|toan bo)( di| a| nhe"
            rf"| nha| cho| giup| roi| luon| {_ADDRESS})*$"
            rf"|\b(khong muon|dung) (phuong|may|em|ai) (luu|giu) (ten|so|gi) (cua )?{_ADDRESS}\b"
            rf"|^(?:\w+ ){{0,2}}quen {_ADDRESS} di$|\bdung luu (?:gi|lai gi)\b"
            rf"|\bxoa(?: (?:het|sach|ca|tat ca|toan bo|di|luon|giup))+"
            rf" (?:(?:moi|nhung|cac|cai|thu|gi|dieu|loi|chuyen|tin) )*{_ADDRESS}"
            r" (?:(?:da|vua|moi|co|tung|lo) )*(?:noi|ke|nhan|gui|viet|go|khai|cho)\b"
            rf"|\bkhong muon (?:de|luu) lai gi\b|\bxoa (?:di )?(?:sdt|so dt) (?:cua )?{_ADDRESS}\b"
        ),
    ),
    (
        "withdraw",
        re.compile(
            rf"^(?:(?:thoi|da|u) )*(?:{_ADDRESS} )?khong dong y nua(?: (?:dau|a|nhe))*$"
            rf"|^(?:(?:va|thoi|da|u|cho|xin) )*{_ADDRESS}(?: (?:muon|xin|can|se|lai))* rut"
            r"(?: (?:luon|lai|het|ca))* (?:su |loi |viec )?dong y\b"
        ),
    ),
    (
        # A name or a number on what was registered or asked here.
        "mend",
        re.compile(
            r"\b(?:doi|sua|chua|thay)(?: (?:lai|giup|gium|ho|cho|cai)){0,3}"
            rf" (?:ho ten|ten|sdt|so dt|so dien thoai|so may)(?: (?:cua )?{_ADDRESS})?"
            r"(?: (?:thanh|sang|la|lai|di|voi|nhe|a)\b|$)"
            r"|\b(?:doi|sua) (?:sang|lai|thanh) to \d+"
            rf"|\b(?:so dien thoai|sdt|so dt|ten)(?: (?:cua )?{_ADDRESS})?(?: (?:ghi|viet|bi))+"
            r" (?:sai|nham)\b"
        ),
    ),
    (
        "privacy",
        re.compile(
            r"\b(phuong|may|tro ly|em|bot|o day)( \w+)? (luu|giu|ghi)( lai)?( \w+){0,4} "
            r"(hoi nay|luc nay|vua roi|vua ke|da ke|toi ke|tui ke|vua noi|da noi)"
            r"( \w+){0,4} (khong|ko|k|hong|chua|a|ha)$|"
            rf"\b(phuong|may|tro ly|em|ban|bot|ben minh|ben em) (dang |co |da )*(luu|giu) "
            rf"(nhung |cai )*(gi|chi) (ve |cua )?{_ADDRESS}\b"
            rf"|^(?:(?:bay )?gio|hien(?: gio| tai)?)"
            rf" (?:con |dang )?luu (?:nhung )?gi(?: (?:cua )?{_ADDRESS})?$"
            rf"|\b(du lieu|thong tin) (cua )?(?:e|{_ADDRESS}) (con|co|gom)"
            r" (luu |giu )?(nhung )?gi\b"
            rf"|\b(phuong|em|may) (dang )?(luu|giu) (ten|so|thong tin|du lieu) (cua )?"
            rf"{_ADDRESS} (khong|ko)\b"
        ),
    ),
)
# All of a registration, behind the question if there is a meeting.
_COMES_WITH_ALL = re.compile(
    r"\b(?:hop|hoi nghi|doi thoai|tap huan)\b.*\b(?:toi|em|chi|minh|co|bac|cho|xin)\b(?: \w+)?"
    r" (?:di|du|dang ky|tham gia)\b.*\bten\b.*\b\d nguoi\b"
)
_BEREAVED = _WISHES[0][1]
# Somebody who stops trading sends notices, too.
_BUSINESS = re.compile(
    r"\b(kinh doanh|doanh thu|hoa don|ke khai|to khai|phat|bao hiem|co quan thue)\b"
)
# ... and whoever registers anything else than to come.
_OTHER_PAPERS = re.compile(
    r"\b(kinh doanh|doanh nghiep|cong ty|thue|hoa don|ma so|tai khoan|etax|xe|bao hiem|sim|nha dat"
    r"|von|dung ten|ho khau|ket hon|khai sinh|nhan tin|tin|ban|ban hang|lam cong|lao dong"
    r"|nhan vien|tuyen|vao ho|giam tru|phu thuoc|nganh|nganh nghe)\b"
)
_ERASED_IT = re.compile(r"\b(?:xoa|mat)(?: (?:mat|nham|het))* tin\b")
_OF_PAPERS = re.compile(
    r"\b(?:kinh doanh|doanh thu|hoa don|ke khai|to khai|giay phep|ma so thue|mst|thue|etax"
    r"|tai khoan|can cuoc|cccd|ho khau)\b"
)
_OF_TICKETS = ("my_ticket", "tickets", "cancel_ticket", "fewer")
_OF_THE_EVENT = ("register_party", "register_which", "my_ticket")
# These are asked for with a question, too: is it real, what must I do and when?
EVEN_ASKED = (
    *("invitation", "privacy", "deadlines", "unseen", "bereaved", "my_ticket"),
    *("staff", "my_dates", "how_often", "withdraw"),
)
LONGEST = 16  # words: a longer message tells a story


def is_of_papers(text: str) -> bool:
    """Whether it speaks of a business's own papers, which are none of a ticket's."""
    return bool(_OF_PAPERS.search(bare_words(text)))


# What may stand before the colon of `gửi câu hỏi: ...`; folded.
_FOR_THE_WARD = re.compile(
    r"(?:thoi |the |vay |thi )*hoi (?:phuong|can bo)(?: (?:vay|di|nhe|luon|giup|gium|ho|cho))*"
    rf"|(da |a |{_ADDRESS} )*(muon |xin |can |cho )?"
    rf"(?:{_ADDRESS} )?(gui |goi |viet )?(?:truoc )?(cau hoi"
    r"|hoi phuong|kien nghi"
    r"|phan anh|gop y|y kien|don|hoi(?= (?:lanh dao|chu tich|can bo|phong )))"
    r"( (?:(?:cho|gui|toi|den|len|voi) )?(phuong|can bo|cb|ubnd|uy ban|lanh dao|chu tich"
    r"|phong (?!chay|kham)\w+(?: \w+){0,4}|(?:buoi )?hoi nghi|doi thoai)( phuong)?)?"
    rf"|(?:{_ADDRESS} )?(?:gui|goi|chuyen)(?: (?:cau|cau hoi))?(?: (?:nay|sau))?"
    r" (?:cho|len|toi|den) (?:phuong|can bo|cb)(?: (?:cau|cau hoi)(?: (?:nay|sau))?)?"
    rf"(?: (?:giup|gium|ho|dum|voi|{_ADDRESS}))*"
)
_POLITE = rf"(?:(?:a|da|e|u|ua|oi|em oi|cho|xin|nho|lam on|muon|can|quen|{_ADDRESS}) )*"
_QUESTION = r"(?:cai )?(?:cau hoi|cau|cau kia|kien nghi|phan anh|noi dung|don)"
_BEFORE = (
    r"(?:(?:toi|tui|em|minh) )?(?:moi |vua )?(?:gui |hoi |viet |goi )?"
    r"(?:hoi nay|luc nay|khi nay|hoi nay gio|vua roi|ban nay|luc sang|hoi sang|hom qua|hom truoc"
    r"|o tren|truoc|do|vua gui|moi gui|da gui|cua (?:toi|tui|em|minh))"
)
_ADDS = re.compile(
    rf"^{_POLITE}(?:(?:(?:ghi|noi|viet|hoi|gui|bo sung|bo xung|bs) )?(?:them|bo sung|bo xung)"
    rf"(?: (?:cho|giup|gium|{_ADDRESS}))*(?: (?:vo|vao|cho|o|ve|y|cua|luon|la))*"
    rf"(?: {_QUESTION}(?: {_BEFORE})+| {_QUESTION}(?= *[:,])))"
    r"(?: (?:do|nua|nha|nhe|a|di|em|la|voi))*"
    rf"|^{_POLITE}{_QUESTION}(?: {_BEFORE})+(?: (?:do|nay))*(?: (?:cho|{_ADDRESS}))*"
    r" (?:ghi |noi |viet )?(?:them|bo sung|bo xung|thieu|con thieu)(?: (?:la|cai|cho|vao|vo|y))*"
)


def added_to_question(text: str) -> str | None:
    """`thêm vô câu hồi nãy: hẻm 9 cũng hư` -> `hẻm 9 cũng hư`: what is to be added to a question
    that was sent, "" where that is not said yet; None where nothing is to be added."""
    said = " ".join(unicodedata.normalize("NFC", text).split())
    found = _ADDS.match(fold_in_place(said))
    if found is None or asks_how(text):
        return None
    return said[found.end() :].strip(" .,:;-")


def asks_how(text: str) -> bool:
    """Whether the FAQ is asked how something is done."""
    return bool(_ASKS.search(bare_words(text)))


_HAND_ON = re.compile(
    r"(?:(?:a|da|u|nho|lam on|cu|em|phien) )*(?:gui|goi|chuyen|bao)"
    r"(?: (?:di|luon|giup|gium|ho|dum))* (?:len|toi|cho|den|qua) (?:lanh dao )?"
    r"(?:phuong|can bo|cb|ubnd|uy ban)"
    rf"(?: (?:giup|gium|ho|dum|cho|voi|nhe|nha|di|a|luon|{_ADDRESS}))*"
)
# `ghi lại chuyện này gửi phường đi nhưng đừng ghi tên tôi`.
_WRITE_IT_DOWN = re.compile(
    r"(?:(?:a|u|da|thoi|vay|the|cu|nho|xin) )*ghi(?: (?:lai|giup|ho))* (?:chuyen|viec|dieu|loi|cai)"
    r" (?:nay|do|ay|vua roi)(?: (?:roi|de|ma|va))* (?:gui|goi|chuyen|bao)(?: (?:cho|len|toi))*"
    r" (?:phuong|can bo|uy ban)\b"
)
_TAKES_BACK = re.compile(
    rf"\brut(?: lai)? (?:(?:cai|dieu|chuyen|loi|tin|nhung gi|viec) )+{_ADDRESS}"
    r" (?:(?:da|vua|moi|lo) )*(?:gui|noi|viet|nhan|ke)\b"
)
_THIS_ONE = re.compile(r"\b(cau|cau hoi|kien nghi) (nay|do|day|ay|kia|vua roi|vua hoi|tren)\b")


# `thêm câu hỏi cho phường là …`, `tôi có một câu hỏi gửi phường: …`.
_ASKED_OF_WARD = re.compile(
    rf"(?:(?:a|da|u|va|cho|xin|nho|muon|{_ADDRESS}) )*(?:them|co|gui|dat|hoi)"
    r"(?: (?:mot|1|them|cai))* cau hoi(?: (?:cho|gui|toi|den|ve)?) ?(?:phuong|can bo|uy ban)?"
    r"\s*(?:la|rang|:)\s+(?=\S+ \S+)"
)
# `lập cho anh câu hỏi gửi bên kinh tế phường là …`, `ghi giúp câu hỏi này lên phường: …`.
_TO_WRITE = re.compile(
    rf"(?:(?:a|da|u|oi|the|vay|thi|thoi|ma|cho|xin|nho|muon|em oi|{_ADDRESS}) )*"
    r"(?:viet|ghi|lap|lam|soan|gui|goi|chuyen|dat)"
    rf"(?: (?:giup|gium|ho|dum|cho|lai|luon|mot|1|cai|{_ADDRESS}))*"
    r" (?:cau hoi|kien nghi)(?: (?:nay|do|ay|vua roi))?"
    r"(?P<whom>(?: (?:gui|goi|chuyen|hoi|len|toi|den|cho|ben|giup|gium|ho))*"
    r" (?:phong kinh te(?: phuong)?|kinh te phuong|dia chinh phuong|phuong|can bo|cb|uy ban|ubnd))?"
    rf"(?: (?:giup|gium|ho|dum|di|nhe|nha|voi|a|luon|{_ADDRESS}))*"
    r"(?:(?P<what>\s*(?:la|rang|:|hoi(?: ve)?)\s+(?=\S+ \S+))|[\s.!]*$)"
)
_POINTS_BACK = re.compile(
    r"(?:ve )?(?:chuyen|viec|cai|vu|cau|dieu)(?: \w+){0,3} (?:nay|do|ay|kia|vua roi|hoi nay)"
    r"(?: (?:duoc|dc|khong|ko|k|a|nhe|nha|voi|di|giup|em|chau))*"
)


def _to_write(text: str) -> re.Match[str] | None:
    """The order to write a question for the ward; None for other words, and where it is asked
    how."""
    said = fold_in_place(unicodedata.normalize("NFC", text))
    found = _TO_WRITE.match(said)
    if found is None or not (found["whom"] or " giup" in found[0] or " gium" in found[0]):
        return None
    return None if not found["what"] and _ASKS.search(bare_words(text)) else found


def question_in(text: str) -> str:
    """`gửi câu hỏi: bao giờ họp chợ` -> `bao giờ họp chợ`, `đường ngập. gửi phường giùm tui` ->
    `đường ngập`; "" without a question beside it."""
    if asked := _ASKED_OF_WARD.match(fold_in_place(unicodedata.normalize("NFC", text))):
        return unicodedata.normalize("NFC", text)[asked.end() :].strip()
    if ordered := _to_write(text):
        rest = unicodedata.normalize("NFC", text)[ordered.end() :].strip()
        return "" if _POINTS_BACK.fullmatch(bare_words(rest)) else rest
    *before, last = re.split(r"[.!?\n]+\s+", text.strip(" .!\n"))
    if before and _HAND_ON.fullmatch(bare_words(last)):
        return text[: text.rindex(last)].strip()
    head, _, question = text.partition(":")
    head = re.split(r"[.!\n]", head)[-1]  # after a greeting
    plain = " ".join(fold(head).replace(",", " ").split())
    return question.strip() if _FOR_THE_WARD.fullmatch(plain) else ""


# `hỏi cán bộ giúp tôi`, `nhờ phường trả lời hộ`: of what was asked just now.
_ASKS_FOR_ME = re.compile(
    r"(?=.*\b(?:giup|gium|ho|dum|tra loi|giai dap)\b)"
    rf"(?:(?:a|da|the|vay|thi|thoi|u|ok|nho|xin|muon|phien|lam on|cu|{_ADDRESS}) )*"
    r"(?:hoi|nho|nhan|chuyen)(?: (?:giup|gium|ho|dum|lai|luon|di|cho|voi))*"
    r" (?:can bo|phuong|cb|uy ban|ubnd)"
    rf"(?: (?:tra loi|giai dap|xem|hoi|lai|giup|gium|ho|dum|cho|voi|nhe|nha|di|a|luon|cai|cau nay"
    rf"|cau do|phuong|{_ADDRESS}))*"
)


def means_the_last(text: str) -> bool:
    """`gửi câu hỏi này cho phường`, `hỏi cán bộ giúp tôi`: the question asked just now is meant."""
    if _WRITE_IT_DOWN.match(bare_words(text)):
        return True
    if (ordered := _to_write(text)) and ordered["what"]:
        return not question_in(text)
    return bool(_THIS_ONE.search(fold(text)) or _ASKS_FOR_ME.fullmatch(bare_words(text)))


# What takes something away, and what stands before or after it where that is not wanted; folded.
_ACTS = ("cancel_ticket", "erase", "stop_news", "my_questions")
_ACT = r"(?:huy|xoa|rut|bo|dung|ngung|tat)"
_BETWEEN = r"(?:muon|can|he|dinh|phai|co|duoc|cho|voi|noi|bao|yeu cau|dong y|ai|tu y|tu tien)"
_NOT_WANTED = re.compile(
    rf"\b(?:dung=|khong|ko|chua|chang|cha|ai bao|ai cho|ai noi|sao lai|sao|tai sao|vi sao)"
    rf"(?: {_BETWEEN}){{0,3}}(?: {_ADDRESS})?(?: {_BETWEEN}){{0,2}} {_ACT}\b"
    rf"|\b{_ACT}\b(?!.*\bo dau\b).* dau(?: (?:nhe|nha|a|ca|day|em|chau|co|chi))*$"
)
# Among several one still comes: not everybody's seat is given up.
_STILL_COMES = re.compile(
    rf"\b(?:van|cu) (?:di|du|den|toi du)\b|\bminh {_ADDRESS} (?:di|du)\b"
    rf"|\b(?:chi|con|moi|co)(?: (?:con|moi|co))?(?: minh)?(?: {_ADDRESS}| mot minh)"
    r"(?: \w+)? (?:di|du)\b|\bmot minh\b"
    # ... or one of the tickets is named to be kept.
    r"|(?<!khong )(?<!ko )(?<!khoi )\bgiu(?! cho)\b|\b(?:khong|ko|chu khong) phai (?:ve|cua|cho) "
)
_ALL_OF_THEM = re.compile(
    r"\bvo chong\b|\b(?:me|bo|ba|ong) con\b"
    r"|\b(?:ca|hai|ba|bon) (?:nha|vo|me|bo|ong|chi|anh|nguoi)\b"
)


_LEAVES = re.compile(
    r"^(?:(?:thoi|da|u|a|oi) )*(?:huy|rut|bo)"
    r"(?: (?:lai|di|luon|het|nhe|a|ho|cau hoi|dang ky|mau))*$"
    rf"|\bcho {_ADDRESS} (?:rut|huy)\b|\b(?:rut|huy)(?: lai)? (?:cau hoi|dang ky)\b"
    r"|\bkhong (?:hoi|gui|dang ky) nua\b|\brut lai\b"
    r"|\bban (?:mat )?roi\b.*\b(?:khong|thoi|rut|huy)\b"
)


def leaves(text: str) -> bool:
    """`bận rồi không đi nữa`, `thôi hủy đi`, `rút lại câu hỏi`: somebody in the middle of a form
    does not want it any more."""
    if _is_unwanted(text):
        return False
    if is_busy(text):
        return True
    if absent := absence_in(text, registering=True):
        return absent.who is Who.SELF
    return (
        gives_up(text) or wish_in(text) == "cancel_ticket" or bool(_LEAVES.search(bare_words(text)))
    )


def _is_unwanted(text: str) -> bool:
    """`đừng hủy vé của tôi`, `ai bảo hủy`: what takes something away is named to be refused."""
    return bool(_NOT_WANTED.search(" ".join(re.sub(r"[^a-z0-9= ]+", " ", told_not(text)).split())))


@lru_cache(maxsize=512)  # many people wish the same in the same words
def wish_in(text: str) -> str:
    """The name of the place the wish leads to; "" when there is no plain wish in the text. Where
    something is not to be taken away, the wish is to keep it (`keep_erase`); where one of several
    does not come and another does, that fewer come."""
    text = plainly(after_dismissal(text))
    plain = bare_words(text)
    absent = None if _ASKS.search(plain) or _is_unwanted(text) else absence_in(text)
    if absent and absent.who is not Who.SELF:
        return "instead" if absent.who is Who.INSTEAD else "fewer"
    wish = _named(text)
    if wish == "cancel_ticket" and _STILL_COMES.search(plain) and not seat_given_back(text):
        return "fewer"
    if wish == "fewer" and _ALL_OF_THEM.search(plain) and not _STILL_COMES.search(plain):
        return "cancel_ticket"
    if wish == "cancel_ticket" and wanted_in(text):
        return "staff"
    if absent and wish in ("", "fewer") and not _STILL_COMES.search(plain):
        return "not_coming"
    return f"keep_{wish}" if wish in _ACTS and _is_unwanted(text) else wish


# `bác không đi hội nghị đâu nhé, đừng ghi tên bác`.
_STAYS_AWAY = re.compile(
    r"\b(?:khong|ko|k|chang|hong) (?:di|du|den|tham gia)(?: (?:du|hop))*"
    r" (?:hoi nghi|hop|doi thoai)\b"
    r".*\b(?:dung|khoi|khong can|ko can) (?:ghi|viet|de)(?: \w+)? (?:ten|so)\b"
    r"|\b(?:dung|khoi) ghi ten\b.*\b(?:khong|ko|k) (?:di|du)(?: (?:du|hop))* (?:hoi nghi|hop)\b"
)
# Told, not wished: `tuần trước ảnh có đăng ký đi họp`.
_REGISTERED_BEFORE = re.compile(
    r"\b(?:tuan truoc|hom qua|hom truoc|bua truoc|hom kia)\b(?: \w+){0,3} (?:co|da)"
    r" (?:dang ky|dang ki|dk) (?:\w+ )?(?:hop|hoi nghi|doi thoai|tap huan|lop)\b(?!.*\bhuy\b)"
)
_WHEN_ANSWERED = re.compile(
    r"^(?:(?:the|vay|ma|a|da) )*(?:bao gio|khi nao|chung nao|bao lau|bao lau nua)"
    rf" (?:(?:thi|se|moi|duoc|co|phuong|can bo|cau|{_ADDRESS}) )*tra loi"
    rf"(?: (?:cho|cau hoi|cau|cua|{_ADDRESS}))*$"
)
_ABOUT = re.compile(r"(?i)\bvề\b")  # folded it is `vé`
# What is dropped before another wish: `thôi bỏ đi, cho đăng ký hội nghị`.
_DISMISSES = re.compile(r"(?:thoi )?(?:bo|ke|mac ke) (?:di|qua|no)(?: (?:nhe|a|em|vay))*")


def _not_ve(text: str) -> str:
    """The text with no `về` in it, which folded would be a ticket."""
    return _ABOUT.sub("lai", text)


# `tính thuế hộ anh cái`: with the figures told, if there are any.
_RECKON = re.compile(
    rf"^(?:(?:the|thoi|vay|a|u|em|roi|thi|nho) )*tinh(?: (?:ho|giup|gium|dum|cho|thu|{_ADDRESS}))*"
    r" (?:tien |so )?thue"
    rf"(?: (?:ho|giup|gium|dum|cho|thu|xem|cai|voi|di|nhe|nha|a|phat|luon|nao|{_ADDRESS}))*$"
)


_REMIND_ALONE = re.compile(
    rf"(?:(?:a|da|u|oi|the|vay|thi|cu|{_ADDRESS}) )*nhac(?P<again> lai)?"
    rf"(?: (?:han|viec|nho|thue|di|nhe|nha|a|voi|giup|ho|{_ADDRESS}))*"
)
_MEETING_ALONE = re.compile(
    rf"(?:(?:a|da|cai|vu|ve|di|{_ADDRESS}) )*(?:hop phuong|cuoc hop|buoi hop)(?: phuong)?"
    rf"(?: (?:thi|{_ADDRESS}|co|ai|duoc|di|phai|vao|du|khong|ko|k|hk|hok|a|ha|dc|het|cung))*"
)
_KEEPS_IT = re.compile(
    rf"^luu(?: (?:lai|giup|gium|ho|cho|cai nay|so nay|ket qua|vao so|so tay|{_ADDRESS}))+"
    r"(?: (?:nhe|nha|di|voi|cai|a))*$"
)


def after_dismissal(text: str) -> str:
    """What is wished once something was dropped; else the text."""
    head, _, rest = text.partition(",")
    return rest.strip() if rest and _DISMISSES.fullmatch(bare_words(head)) else text


def _in_few_words(plain: str) -> str:
    """The wish that is the whole of a few words, folded; "" for others."""
    if again := _REMIND_ALONE.fullmatch(plain):
        return "remind_again" if again["again"] else "remind"
    alone = (
        ("calculate_tax", _RECKON),
        ("notebook", _KEEPS_IT),
        ("question", _ASKS_FOR_ME),
        ("event_when", _MEETING_ALONE),
    )
    anywhere = (
        ("question", _WRITE_IT_DOWN),
        ("take_back", _TAKES_BACK),
        ("not_coming", _STAYS_AWAY),
    )
    if whole := next((name for name, pattern in alone if pattern.fullmatch(plain)), ""):
        return whole
    return next((name for name, pattern in anywhere if pattern.search(plain)), "")


def _named(text: str) -> str:
    if wants_call(text):
        return "call_me"
    if asks_if_called(text) or _WHEN_ANSWERED.search(bare_words(text)):
        return "my_questions"
    if question_in(text) or _to_write(text):
        return "question"
    if added_to_question(text) is not None:
        return "add_words"
    if seat_given_back(text) and not _BEREAVED.search(bare_words(text)):
        return "cancel_ticket"
    if wish := _in_few_words(bare_words(text)):
        return wish
    wanted = sendings_in(text)
    if wanted and (wanted.ended or wanted.everything):
        return "stop_news"
    if wants_reminders(text):
        return "remind"
    if wants_news(text):
        return "news"
    text = into(text)
    if lost_ticket(text) and not _OTHER_PAPERS.search(_ERASED_IT.sub("", bare_words(text))):
        return "my_ticket"
    if _REGISTERED_BEFORE.search(bare_words(text)):
        return "my_ticket"
    plain = bare_words(text)
    of_others = not _OTHER_PAPERS.search(plain) or _TO_THE_MEETING.search(plain)
    if of_others and registers_another(text):
        return "register_another"
    if coming := wants_to_come(text):
        return "register" if coming is Coming.ALONE else "register_party"
    if wants_action(text):
        return "report"
    if asks_about_meeting(text):
        return "event_when"
    plain = bare_words(text)
    if _COMES_WITH_ALL.search(plain) and read_phone(text) and not _OTHER_PAPERS.search(plain):
        return "register_party"
    if len(plain.split()) > LONGEST:
        whole = _TELLS_ALL.search(plain) and read_phone(text) and not _ASKS.search(plain)
        return "register_party" if whole else ""
    for name, pattern in _WISHES:
        if name == "stop_news" and _BUSINESS.search(plain):
            continue
        if name in _OF_THE_EVENT and _OTHER_PAPERS.search(plain):
            continue
        said = bare_words(_not_ve(text)) if name in _OF_TICKETS else plain
        if pattern.search(said) and (name in EVEN_ASKED or not _ASKS.search(plain)):
            return name
    return ""


def wants_to_speak(text: str) -> bool | None:
    """Whether somebody says that they want to speak at the conference, or no more; None for
    neither."""
    return {"speak": True, "speak_no": False}.get(wish_in(text))
