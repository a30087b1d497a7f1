"""Whether somebody asks if, how much or how one's own work is taxed, and of no one matter of tax:
`quán em có phải đóng thuế không`, `thuế má giờ tính sao`. Hearing only."""

import re

from content.vietnamese import fold

_PAY = r"(?:nop|dong|chiu|tinh|thu|danh|mat|ton|khai)"
_WHO = r"(?:em|e|toi|tui|minh|chi|anh|co|chu|bac|ong|ba|nha|ho|con|chau|dc|duoc|phai|bi|can|luon)"
_NOT = r"(?:khong|ko|k|kg|kh|hk|hong|hok|hem|chua|ha|a)"
_HOW = (
    r"(?:the nao|nhu nao|nhu the nao|ra sao|sao|lam sao|kieu gi|kieu nao|cach nao|may|bao nhieu"
    r"|bn|nhieu (?:khong|ko|k)|nhiu|gi|the nao nhi|co sao)"
)
_ASKED = re.compile(
    # `phải đóng thuế không`, `có bị thu thuế gì không`
    rf"\b(?:co|phai|bi|can|da|chac)(?: {_WHO})* {_PAY} (?:tien )?thue\b(?: \w+){{0,8}} {_NOT}\b"
    rf"|\b(?:co|phai|bi|can)(?: {_WHO})* {_PAY} (?:tien )?thue(?: ma)?(?: gi)? {_NOT}\b"
    rf"|\b{_PAY} {_HOW} (?:tien )?thue\b"
    rf"|\bco (?:tien )?thue(?: \w+){{0,3}} {_NOT}\b|\bthue {_NOT}$"
    # `thuế giờ tính sao`, `đóng thuế kiểu gì`, `thuế hết bao nhiêu`
    rf"|\bthue(?: ma| me)?(?: (?:no|gio|bay gio|nay|nam nay|se|thi|cua|{_WHO}|la|{_PAY}|het))*"
    rf" {_HOW}\b"
    rf"|\b{_PAY} (?:tien )?thue (?:{_WHO} |het |mot nam |moi thang |1 nam )*{_HOW}\b"
    rf"|\b(?:hoi|muon biet|tu van|noi)(?: [a-z]+){{0,3}} (?:ve |vu |chuyen |viec )?(?:tien )?thue\b"
)
_ONE_MATTER = re.compile(
    r"\b(?:hoa don|may tinh tien|to khai|(?<!tho )han|phat|no thue|mon bai|khoan|tai khoan"
    r"|dang ky|giay phep|bao hiem|shopee|tiktok|lazada|grab|app|ung dung|ty le|phan tram|hoan|giam"
    r"|(?<!hai )(?<!dac )(?<!thuy )(?<!nong )(?<!lam )(?<!tai )(?<!khoang )san(?! xuat)"
    r"|(?<!ban )(?<!bun )mien|cong ty|doanh nghiep|dn|tndn|vay|ma so|mst|etax|bo thue|lai"
    r"|(?<!a )lo|von|chi phi|luong|nhan vien|nguoi lam|tieu thu dac biet|ttdb|nhan tien"
    r"|chuyen khoan|qua mang"
    r"|online|facebook|fb|zalo|karaoke|massage|mat xa|vang ma|hang ma|vu truong|nong nghiep"
    r"|mat bang|nghi|dong cua|ngung|cham dut|thua ke|qua tang|donate|live|livestream|dung ten"
    r"|(?:hai|2|nhieu) (?:noi|cho|lan)|nam sau|sang nam|khi nao|bao gio"
    r"|o dau(?! (?:ngo|hem|duong|pho|cho|lang|xom|cau))|cho nao|thang nao"
    r"|ngay nao|moi mo|truoc day|nam ngoai)\b"
)
_OWN_SHOP = re.compile(
    r"\b(?:quan|tiem|sap|cua hang|cua hieu|shop|ki ?ot|xuong|hang|gian hang|o to|nha hang)"
    r" (?:\w+ ){0,3}?(?:cua |nha )?"
    r"(?:toi|tui|em|e|minh|chi|anh|co|chu|bac|chau|con|me|bo|vo|chong)\b"
    r"|\b(?:toi|tui|em|e|minh|chi|anh|co|chu|bac|chau|con)(?: \w+){0,2}"
    r" (?:ban|buon|mo|lam|co|ngoi|kinh doanh)\b"
)
LONGEST = 24  # words


def asks_if_taxed(text: str) -> bool:
    """Whether the words ask in general if, how much or how tax is paid."""
    folded = fold(text)
    if len(folded.split()) > LONGEST:
        return False
    return _ASKED.search(folded) is not None and _ONE_MATTER.search(folded) is None


def names_own_shop(text: str) -> bool:
    """Whether a shop or stall of whoever writes, or of the family, is named."""
    return _OWN_SHOP.search(fold(text)) is not None
