"""Recognises that somebody is being robbed by a swindler: `swindled` (money, a code or the phone is
already in strange hands) and `scam` (somebody is trying it: a call, a message with a link, an app).

Both are answered before anything else (`content/danger.py`), with what to do at once. Who asks what
the tax office may ask for, or tells of the real app, is not meant: the FAQ answers that. By
patterns, and by meaning (`content/swindles.yaml`) for what none of them knows.
"""

import re
from collections.abc import Iterator, Sequence

from content.encoder.intents import Intent
from content.vietnamese import clean, fold

SWINDLED, SCAM = "swindled", "scam"
_STRETCH = 60  # words that are looked at together
LEAST_MEANT, LEAST_MAYBE = 0.85, 0.7  # of both together
SURELY_SWINDLED = 0.95  # of both together: then no official is meant
WORDS = 4  # fewer tell of nobody
# Answers that are of swindlers themselves.
OF_SWINDLES = frozenset(
    {"etax-lua-dao", "canh-giac-gia-mao-phuong", "vay-lua-dao", "khong-gui-can-cuoc"}
)

# All folded. Whoever did it: `nó`, never a customer or an office.
_THEM = (
    r"(?:no|chung no|bon no|tui no|bon|bon chung|chung|ke gian|ke lua(?: dao)?|ke xau|thang(?: do"
    r"| kia| lua dao| gia \w+)?|con do|con kia|lua dao|so la|nguoi la|(?:tai khoan|stk|tk) la"
    r"|ban tren mang|nguoi (?:do|kia|goi)|nguoi ta|ho"
    r"|(?:cong an|thue|can bo(?: \w+)?|ngan hang) (?:gia|dom))"
)
_DONE = r"(?:lo|trot|da|vua|moi|da lo|vua lo|lo tay)"
_AWAY = r"(?:roi|mat roi|xong|het roi|mat|luon)"
_MONEY = r"(?:tien|khoan|\d[\d., ]*(?:tr|trieu|k|nghin|ngan|ty|cu|d|dong)?\w*)"
_LOST = rf"(?:mat|bay|boc hoi|rut mat|tru mat|lay mat|het) (?:\w+ ){{0,2}}{_MONEY}"
# Their own doing, of a swindler's kind of app, link and page; never eTax, VNeID or the ward's.
_APP = r"(?:app|apk|ung dung|phan mem|file|cai)"
_TRADE = r"(?!.*\b(?:hoa don|hop dong|thue nha|thue mat bang|tien (?:nha|luong|cong))\b)"
_OPENS = r"(?:(?:ma )?otp|ma xac (?:nhan|thuc)|mat khau|so the|cvv|ma pin)"
_TAKEN = (
    # I sent it, I told them.
    rf"^{_TRADE}.*\b(?<!co phai )(?:chuyen|gui|ck|nap|dua(?! mat vao)|bank|nop)"
    rf" (?:\w+ ){{0,5}}(?:cho|sang|vao) {_THEM}\b"
    rf"(?! (?:thue|phuong|khach|hang|chu|nha|vay|muon))(?=.*\b{_AWAY}\b|.*\bmat\b)",
    rf"^{_TRADE}.*\b{_DONE} (?:chuyen|ck|nap|gui) (?:\w+ ){{0,5}}(?:cho|vao) {_THEM}\b"
    r"(?! (?:vay|muon))",
    r"\b(?:doc|noi|dua(?! em\b)|gui|cho|bao|nhap|cung cap) (?:\w+ ){0,3}(?:otp|ma xac (?:nhan|thuc)"
    rf"|mat khau|mk|so the)\b(?: \w+){{0,3}} (?:cho|vao) (?:{_THEM}|link|trang|web)",
    rf"\b(?:otp|ma xac (?:nhan|thuc))\b.*\b(?:doc|dua|gui|noi|bao)(?: \w+){{0,2}} {_AWAY}\b",
    rf"\b{_DONE} (?:doc|noi|dua|gui|cho) (?:\w+ ){{0,3}}(?:otp|ma xac (?:nhan|thuc)|mat khau)\b",
    r"\b(?:doc|dua|gui|noi) (?:ma |so )?otp (?:cho \w+ )?roi\b",
    r"\b(?:chuyen|ck|nap|dua|gui) (?:\w+ ){0,5}(?:cho|vao) (?:(?:bon|ke|thang|tui) )?"
    r"(?:lua dao|ke gian|so la|stk la|tai khoan la)\b",
    r"\b(?:no|chung no|bon no|ke gian|bon lua dao) (?:da |moi |vua )?(?:lay|rut|vet|cuom|hot|nuot)"
    r" (?:mat |het |sach |cua |toi |em |me ){0,4}(?:tien|\d)",
    r"\bmat (?:\w+ ){0,2}tien (?:vi|do|boi|tai) (?:\w+ )?lua\b|\bmat tien oan vi lua\b",
    r"\b(?:mat (?:het|sach)(?: ca)? tien|(?<!thu )(?<!nhap )(?<!bang )(?<!toan )tien (?:cua \w+ )?"
    r"(?:mat|bay|bi rut) (?:het|sach))\b"
    r"(?!.*\b(?:von|hang|thue|phi|kinh doanh|lam an)\b)",
    r"\bquet (?:ma )?qr\b.*\b(?:mat|tru|bay) (?:\w+ )?(?:tien|\d)",
    # I pressed, I installed.
    rf"\b(?<!bo )(?:lo|trot|lo tay|da lo|vua lo) (?:bam|an|nhan|nhap|click|kich|vao|mo|tai|cai)"
    rf"(?: \w+){{0,3}} (?:link|duong dan|duong link|{_APP})\b(?!.*\b(?:etax|vneid|hoi nghi)\b)",
    r"\b(?:bam|an|nhan|click|kich) (?:vao )?(?:cai |duong )?(?:link|duong dan)"
    r"(?: (?:no|la|do|ay|lua dao|cua no|no gui|nguoi ta gui))* (?:mat )?(?:roi|mat roi)\b",
    rf"\b(?:cai|tai) (?:\w+ ){{0,2}}(?:apk|{_APP} (?:cua )?(?:no|la|do|ay|gia|no gui"
    rf"|{_THEM} gui))\b(?: \w+){{0,3}} (?:roi|mat roi)\b",
    rf"\b(?:quet|soi) (?:khuon )?mat (?:\w+ ){{0,3}}(?:cho|theo) {_THEM}\b",
    # I typed a code: where, need not be said.
    rf"\b(?:lo|trot|lo tay|lo dai|da lo|vua lo)(?: \w+){{0,2}} (?:nhap|dien|go|khai|cung cap|bam)"
    rf"(?: \w+){{0,3}} {_OPENS}\b(?!.*\bsai\b)",
    rf"\bloi nhap (?:\w+ ){{0,2}}{_OPENS}\b(?: \w+){{0,4}} (?:roi|mat)\b"
    r"(?!.*\b(?:sai|khong|ko|etax|vneid|chua)\b)",
    # The phone, the account.
    r"\b(?:dien thoai|dt|may|may tinh)\b (?:\w+ ){0,3}bi (?:\w+ ){0,3}"
    r"(?:dieu khien|chiem quyen|kiem soat|hack|cai ma doc|xam nhap)\b",
    r"\b(?:no|chung no|bon no) (?:dang )?(?:dieu khien|chiem|kiem soat|vao duoc|hack) (?:\w+ ){0,3}"
    r"(?:dien thoai|dt|may|tai khoan|tk|zalo)\b",
    r"\b(?:dien thoai|dt|(?<!xe )may(?! tinh tien| in| lanh| giat| may| xay))"
    r"(?: (?:tinh|cua|toi|em|no|den xi))* tu (?:dong )?"
    r"(?:chuyen tien|bam|chay|thao tac|dieu khien|nhay lung tung)",
    r"\b(?:tai khoan|tk)(?: ngan hang| vietcombank| agribank| bidv| toi| cua toi| em| cua em)* bi"
    r" (?:no )?(?:hack|chiem|danh cap|rut|mat cap)",
    r"\b(?:zalo|facebook|fb|vneid) (?:\w+ ){0,2}bi (?:hack|chiem|danh cap)\b",
    r"(?<!san )\b(?:ngan hang|tai khoan|tk|the|thẻ|vi)\b(?: \w+){0,4} (?:bi )?(?:tru|rut|mat|bay)"
    rf" (?:mat |sach |het )(?:\w+ )?{_MONEY}\b(?!.*\b(?:thue|phi|san|shopee|tiktok|lai|duy tri"
    r"|giay|so|mat khau|ma)\b)",
    rf"\b(?:tu dung|tu nhien|bong dung|bong nhien|khong dung) (?:\w+ ){{0,3}}(?:mat|bi tru|bi rut)"
    rf" (?:\w+ ){{0,2}}{_MONEY}\b(?!.*\b(?:thue|phi|san|shopee|tiktok|khach|doanh thu)\b)",
    r"\b(?:mat|bay|boc hoi)(?: sach| het| sanh)? (?:ca )?tien (?:trong|o) (?:\w+ )?"
    r"(?:tai khoan|tk|the|ngan hang|vi)\b",
    r"\btien (?:trong|o) (?:\w+ )?(?:tai khoan|tk|the|ngan hang|vi)(?: toi| em)? (?:bi )?"
    r"(?:bay|mat|boc hoi|rut|bien mat)",
    # Said outright; not by whoever asks how not to be.
    r"(?<!khong )(?<!tranh )(?<!khoi )(?<!de )(?<!co )(?<!so )\bbi (?:no |chung no |bon no |ho |"
    r"nguoi ta |cong an gia |thue gia )?lua(?: dao)?"
    r"(?: (?:mat|het|sach|roi|tien|chuyen|qua mang|tren mang"
    r"|\d[\w.,]*)\b|$)"
    r"(?! (?:khong|ko|k)\b)(?!.*\b(?:thi lam gi|thi bao ai)\b)",
    rf"\b{_THEM} lua(?: dao)? (?:toi|tui|em|minh|me|bo|vo|chong|con|ca nha)\b",
    r"\b(?:chan|khoa) (?:so|zalo|lien lac|may) (?:\w+ )?(?:roi|mat roi)\b.*\bmat tien\b"
    r"|\bmat tien\b.*\b(?:chan|khoa) (?:so|zalo)\b",
    # Where it cannot be called back by oneself, or where somebody offers to.
    r"\bchuyen(?: \w+){0,2} nham(?: \w+){0,4} (?:cho|sang|vao) (?:nguoi la|so la|stk la|tk la"
    r"|tai khoan la)\b",
    r"\b(?:luat su|tren mang|dich vu|hacker|co nguoi|no|ho|bon no|page|hoi nhom)\b.*\b(?:lay|doi"
    r"|thu hoi) lai\b(?: \w+){0,3} (?:duoc|tien|gium|giup|ho)\b.*"
    r"\b(?:lua|no|mang|phi|tien|coc|chuyen truoc|dong truoc|nop truoc)\b",
    r"\b(?:lay lai|thu hoi|doi lai)(?: \w+){0,3} tien (?:\w+ )?(?:bi lua|lua dao)\b",
    # My papers, my account: to him, on his page.
    rf"\b(?:gui|dua|cho|chup|khai|doc|noi)(?: \w+){{0,4}} (?:can cuoc|cccd|cmnd|so tai khoan|so the"
    rf"|anh mat|ma pin)\b(?: \w+){{0,4}} (?:cho|sang|qua) {_THEM}\b"
    r"(?! (?:thue|phuong|khach|hang|chu|nha))",
    r"\b(?:nhap|dien|khai|dang nhap)(?: \w+){0,8} (?:vao|tren|o) (?:cai )?(?:trang|web|link)"
    r"(?: web)? (?:la|do|gia|no|lua)\b",
    r"\bquet(?: \w+){0,3} (?:xong|roi)\b.*\bmat (?:\w+ )?(?:tien|\d)",
    rf"\bquet (?:cai )?ma (?:qr )?(?:\w+ )?{_THEM} (?:gui|dua|nhan)\b.*\bmat\b",
    rf"\b(?:gia danh|mao danh|gia giong|gia lam)\b.*\b(?:chuyen|ck|dua|nap)"
    rf"(?: \w+){{0,4}} {_AWAY}\b",
    r"\bchuyen (?:tien )?coc\b.*\b(?:chan|mat hut|bien mat|bat tang)\b",
    # Paid once, and asked to pay more.
    r"^(?!.*\b(?:thue|khach|luong|hang|tien nha|hop dong|ban quan ly|phuong|vien phi|bao hiem"
    r"|cham nop)\b)"
    r".*\b(?:dong|nop|chuyen|ck|coc|gui) (?:\w+ ){0,2}\d[\w.,]*(?: \w+){0,2} (?:roi|xong)\b.*\b"
    r"(?:no|ho|ben do|chung no|tui no|bon no|dua do|nguoi ta|ben kia) (?:\w+ ){0,2}"
    r"(?:keu|bao|doi|bat|bieu|yeu cau|hoi) (?:\w+ ){0,2}(?:dong|nop|chuyen|ck|coc|gui) (?:\w+ )?"
    r"(?:them|tiep|nua)\b",
)
_OFFICE = (
    r"(?:thue|cong an|phuong|can bo|ngan hang|toa an|vien kiem sat|buu dien|dien luc|chi cuc"
    r"|quan ly thi truong|qltt|canh sat)"
)
_STRANGER = (
    r"(?:no|chung no|bon no|ho|nguoi ta|co nguoi|co ai|ai do|so la|nguoi la|so dien thoai la|mot"
    r" nguoi|co thang|co dua|co so la|so may la"
    r"|(?:co )?(?:anh|chi|ong|ba|co|chu|o) (?:nao|nao do|mo)"
    r"|(?:co|mot) (?:ong|ba|anh|chi)(?= (?:tu )?xung| tu nhan))"
)
_THREAT = (
    r"(?:khoa (?:ma so|mst|tai khoan)|phong toa|bat (?:toi|em|giam)|khoi to|truy na|rua tien"
    r"|cuong che|di tu|ngoi tu|cat (?:dien|mang|sim)|khoa sim)"
)
_HE = r"(?:no|tui no|bon no|chung no|ong|ong do|ong kia|ba do|ben do|thang cha|thang do|con do)"
_PAY = (
    r"(?:chuyen khoan|ck|chuyen tien|chuyen coc|dong tien|nop tien|mat tien|dat coc|tra tien"
    r"|dong phi|nop phi|dong le phi|nop le phi"
    r"|(?:dong|nop|chuyen|ck|coc|tra|mat) \d\w*(?: (?:k|nghin|ngan|tram|trieu|tr|dong))?)"
)
_OUR_MEETING = r"(?:hoi nghi|doi thoai|giay moi|ve moi|du hop|di hop|buoi hop|cuoc hop|ve hoi nghi)"
_NEAR_ONE = (
    r"(?:zalo|facebook|fb|telegram|tren mang|app|tin nhan|so la|nguoi la|co nguoi|co ban|co dua"
    r"|co thang|co con|ai do|ben no|tu van|nguoi quen tren mang)"
)
_TRIED = (
    # One who says he is of an office is on the line; what he threatens with, for today.
    rf"^(?!.*\b(?:hay|co phai|co that|that khong|kieu gi|the nao"
    rf"|lam sao)\b)(?:\w+ ){{0,4}}?{_OFFICE}"
    r"(?: \w+){0,2} (?:dang|vua|moi) (?:goi|alo|dien|nhan tin)(?: dien)?(?: thoai)?"
    r"(?: (?:cho|toi|vao may))? (?:toi|tui|em|co|chu|bac|chi|anh|ong|ba|me|chau|minh|nha)\b",
    r"\b(?:bao|keu|doi|noi|bat|yeu cau)\b(?: \w+){0,2} phai (?:cap nhat|bo sung|xac nhan|xac minh"
    r"|kich hoat|chuan hoa)\b.*\b(?:khong|ko|k|neu khong) (?:la|thi|se) (?:bi )?(?:phat|khoa|cat)\b"
    r".*\b(?:hom nay|ngay bay gio|trong ngay|\d+ (?:phut|tieng|gio|h)|24h)\b",
    # A loan that costs something before it is paid out.
    rf"\b{_NEAR_ONE}\b.*\bvay\b(?!.*\bngan hang chinh sach\b).*\b(?:phi truoc|coc truoc|truoc \d"
    r"|phi (?:ho so|bao hiem|giai ngan|dam bao) truoc"
    r"|(?:dong|nop|chuyen|ck|coc|mat|tra|thu)(?: \w+){0,3} truoc)\b",
    # He wants a code read, an app, money within minutes, a fee before a gift.
    rf"\b(?:nhan vien|ngan hang|no|ho|co (?:nguoi|dua|thang|ai|ong|ba|so la)|dua|thang|shopee"
    rf"|dien luc|shipper|{_OFFICE})\b(?: \w+){{0,9}} (?:nho|keu|bao|doi|xin|bat|yeu cau|bieu|kieu)"
    r"(?: \w+){0,2} (?:doc|dua|cung cap) (?:\w+ )?(?:otp|ma)\b"
    r"(?! (?:so|hang|ve|vach|don|khach|buu|nganh|san pham|ho so|giam gia|hoa don|tra cuu))",
    r"\b(?:co (?:ong|ba|nguoi|ai|dua|thang|anh|chi|co|so la)|nguoi la|so la|nguoi ta)\b"
    r".*\b(?:bat|bao|keu|doi|yeu cau)\b(?: \w+){0,2} (?:cai|tai)(?: \w+){0,2}"
    r" (?:app|ung dung|phan mem|apk|file)"
    r"\b(?! (?:etax|vneid|ke toan|ban hang|hoa don))",
    r"\bso (?:0\d\w*|dien thoai \w+|la)\b(?: \w+){0,6} (?:bao|goi|nhan|noi|doa|keu)\b.*\b(?:chuyen"
    r"|nop|dong|ck)\b",
    r"\b(?:chuyen|nop|dong|ck) (?:\w+ ){0,4}(?:trong|truoc) (?:vong )?\w+ (?:phut|tieng nua)\b",
    r"\btrung (?:thuong|giai|xe|iphone|vang)\b.*\b(?:dong|nop|chuyen|phi|ck|coc|le phi)\b",
    r"\b(?:bao|keu|noi|nhan|goi|nguoi ta|no|ho)\b(?: \w+){0,2} (?:nop|dong|chuyen|ck|coc)"
    r"(?: truoc)? (?:\d|tien|phi|le phi|it|may)(?: ?\w+){0,4} (?:de|moi|se|thi)(?: duoc| nhan| lay"
    r"| huong| co)+ (?:\w+ ){0,2}(?:ho tro|tro cap|ho ngheo|thuong|qua|giai|hoan|giai ngan)\b",
    r"\b(?:no|bon no|ho|co nguoi|nguoi ta|co ai)\b.*\b(?:bat|doi|keu|yeu cau|bao|bieu)\b"
    r"(?: \w+){0,4} (?:dong|nop|chuyen|ck)(?: tien)? (?:phat|phi)\b.*\b(?:tai khoan|stk|tk"
    r"|chuyen khoan|ck)\b",
    r"\b(?:bao|keu|nhan|goi|doi|noi|gui|tin nhan|bieu)\b(?: \w+){0,3} (?:hoan tien|hoan thue"
    r"|nhan qua|nhan thuong|trung thuong)(?: \w+){0,4} (?:quet|bam|nhap|click|truy cap|an vao)\b",
    r"\b(?:bam|vao|truy cap)(?: \w+){0,2} (?:link|trang|web)\b(?: \w+){0,3} (?:hoan (?:tien|thue)"
    r"|nhan (?:tien|qua))\b",
    # A call, a message from somebody who says he is an office.
    rf"\b{_STRANGER}\b (?:\w+ ){{0,2}}(?:goi|nhan tin|alo)\b(?: \w+){{0,4}} {_OFFICE}\b"
    rf"(?: \w+){{0,5}} (?:doi|bat|bao|keu|yeu cau|ep)(?: \w+){{0,3}} {_PAY}\b",
    r"\b(?:chuyen|nop|gui|dua)(?: \w+){0,5} tai khoan (?:an toan|tam giu|kiem tra|bao mat)\b",
    rf"\b(?:{_STRANGER}|{_OFFICE}|nguoi)\b (?:\w+ ){{0,4}}(?:(?:tu )?xung|tu nhan)"
    rf" (?:la |danh )?(?:\w+ ){{0,3}}{_OFFICE}\b.*\b(?:goi|bao|doi|xin|gui|bat"
    r"|yeu cau|hoi|ket ban|nhan|thu|ban|ep)\b",
    rf"\b{_STRANGER}\b (?:\w+ ){{0,3}}(?:goi|nhan tin|nhan|ket ban) (?:\w+ ){{0,4}}(?:tu )?xung\b",
    rf"\b(?:goi|nhan tin|tin nhan) (?:\w+ ){{0,3}}(?:tu )?xung (?:la |danh )?(?:\w+ )?{_OFFICE}\b",
    rf"\b{_STRANGER}\b (?:\w+ ){{0,3}}(?:goi|nhan)\b(?: \w+){{0,5}} (?:no thue|tron thue|no phat"
    r"|hoan thue|ma so thue|cap nhat (?:thong tin|can cuoc|vneid|ma so)|rua tien|vi pham)\b"
    r"(?!.* etax\b)",
    rf"\b(?:no|chung no|bon no|so la|nguoi la)\b.*\b{_THREAT}\b.*\b(?:neu|chuyen|nop|dong)\b"
    r"(?!.*\b(?:co|bi) \w+ \w+ (?:khong|ko|k)\b)",
    # Not a debt that is asked about: `nợ thuế bao lâu thì bị cưỡng chế`.
    rf"\b(?:no(?! thue\b)|chung no|bon no|so la|nguoi la|ho)\b (?:\w+ ){{0,3}}"
    rf"(?:goi|bao(?! nhieu| lau)|doa|nhan|nhan tin)\b.*\b{_THREAT}\b",
    rf"\b(?:goi dien|goi|nhan tin) (?:\w+ ){{0,2}}(?:de )?doa (?:\w+ ){{0,2}}{_THREAT}\b",
    # What only a swindler asks for.
    rf"\b(?:{_STRANGER}|nguoi goi|{_OFFICE}(?: \w+)? (?:goi|nhan))\b (?:\w+ ){{0,5}}"
    r"(?:doi|xin|hoi|bao|bat|yeu cau|keu) (?:(?!sai\b|thue\b)\w+ ){0,4}(?:otp|ma xac (?:nhan|thuc)"
    r"|mat khau|anh can cuoc|anh cccd|chup can cuoc|so the|quet mat)\b(?! (?:sai|khong dung))",
    rf"\b(?:{_STRANGER}|{_OFFICE}(?: \w+){{0,3}} (?:goi|nhan tin|nhan|ket ban))\b (?:\w+ ){{0,5}}"
    r"(?:bao|bat|doi|gui|kieu|yeu cau|keu|huong dan) (?:\w+ ){0,4}(?:apk|(?:cai|tai) (?:\w+ )?"
    r"(?:app|ung dung|phan mem|vneid|etax|file|dich vu cong)|duong link|duong dan|link)\b",
    r"\bgui (?:\w+ ){0,3}(?:file )?apk\b|\bfile apk\b",
    rf"\b{_OFFICE}(?: \w+){{0,3}} (?:goi|nhan tin|nhan)(?: \w+){{0,4}} (?:bao|doi|bat|yeu cau)"
    r" (?:\w+ ){0,3}(?:cai|tai(?! khoan)|chuyen (?:tien|khoan)|doc (?:ma|otp))\b",
    r"\b(?:no|chung no|bon no|so la|nguoi la|co nguoi)\b (?:\w+ ){0,4}(?:bao|doi|bat|doa"
    r"|yeu cau) (?:\w+ ){0,3}(?:chuyen|nop|dong) (?:\w+ ){0,2}(?:tien|khoan)\b"
    r"(?!.*\b(?:hoa don|hang|dien|nuoc|nha)\b)",
    r"\b(?:chuyen|nop|dong) (?:\w+ ){0,3}(?:vao|sang|qua) (?:tai khoan|stk|tk) ca nhan\b",
    r"\b(?:no|bon no|ho(?! so\b)|nguoi goi|so la|nguoi la|co nguoi) (?:\w+ )?"
    r"(?:bao|keu|doi|xin|bat|hoi)"
    r" (?:toi |em |minh |me \w+ )?(?:doc|gui|cho|nhap)? ?(?:cai |so )?ma\b"
    r"(?! (?:so|hang|ve|vach|don|khach|buu|nganh|san pham|thue|khong dung))",
    r"\b(?:cong an|toa an|vien kiem sat)\b (?:\w+ ){0,3}(?:goi|nhan)\b.*\b(?:dinh|lien quan|ma tuy"
    r"|rua tien|vu an|duong day)\b",
    # Money for a seat at what is free, which somebody said has to be paid; not asked if it has.
    r"(?<!co )(?<!co phai )\b(?:noi|bao|bieu|keu|doi|bat|bat phai|yeu cau|giuc|nhan|goi)"
    rf" (?:\w+ ){{0,5}}{_PAY} (?:\w+ ){{0,6}}{_OUR_MEETING}\b",
    rf"(?<!co )\b(?:doi|bat|keu|giuc|yeu cau)(?: \w+){{0,2}} {_PAY} (?:\w+ ){{0,3}}(?:moi|de)"
    r" (?:\w+ ){0,3}(?:du|di hop|vao hop|tham du|tham gia|nhan ve|lay ve|co ve|giu cho)\b",
    rf"\b{_OUR_MEETING}\b(?: \w+){{0,6}} (?<!co )(?:doi(?! thoai)|bat|keu|giuc|bieu)"
    rf" (?:\w+ ){{0,4}}{_PAY}\b",
    # Somebody collects it, in the name of an office or of none; not asked if one has to.
    rf"^(?!.*\bco phai\b).*\b(?:{_STRANGER}|{_OFFICE}|nguoi|zalo)\b(?: \w+){{0,8}} (?:goi|nhan"
    rf"|bao|noi"
    rf"|xung|zalo|nhan tin)\b(?: \w+){{0,10}} (?:thu|doi|xin|nop|dong|chuyen|ck)\b(?: \w+){{0,6}}"
    rf" {_OUR_MEETING}\b(?!.*\b(?:bao nhieu|khong thu|mien phi)\b)",
    r"\b(?:no|ho|nguoi ta|ong|ba|thang|zalo|bon)\b(?: \w+){0,6} (?<!co )(?<!phai )(?<!can )"
    r"(?:mua ve|dong|nop|chuyen|ck)(?: \w+){0,6} moi (?:duoc|cho) (?:vao|du|hop)\b",
    # He comes to the door: in an office's clothes, or says he is of one.
    rf"\b(?:nguoi|anh|chi|ong|ba|co|thang|dua|may nguoi)\b(?: \w+){{0,3}} (?:mac (?:do|ao|quan ao)"
    rf"|deo the|tu nhan(?: la| minh| o| ben| nguoi| cua)+)(?: \w+){{0,3}} {_OFFICE}\b.*\b(?:thu"
    rf"|doi|ban|ep|bat"
    r"|xin|yeu cau)\b(?: \w+){0,4} (?:\d\w*|tien|sach|phi|trieu)\b",
    # He, with no name: he wants it at once, or the number of an account.
    rf"\b{_HE} (?:cu |dang |lai |con )?(?:doi|bat|giuc|ep|hoi thuc) (?:\w+ ){{0,3}}"
    r"(?:chuyen khoan|chuyen tien|ck|dong tien|nop tien|chuyen coc)\b"
    r"(?!.*\b(?:hang|nha|tro|dien|nuoc|hoa don|luong|ao|do|mat bang)\b)",
    rf"\b(?:{_HE}|{_STRANGER}|trang do|link do|trong do) (?:cu |lai |no )?(?:bat|doi|keu|bieu"
    r"|yeu cau|hoi|bao) (?:\w+ ){0,2}(?:nhap|dien|khai|dua|cho|gui|cung cap|doc) (?:\w+ ){0,2}"
    r"(?:so )?(?:tai khoan|stk|tk|so the|the atm|ma pin)\b"
    r"(?!.*\b(?:etax|vneid|shopee|tiktok|san|khach)\b)",
    # A link that gives money, or that wants what opens an account.
    r"\b(?:link|duong dan)\b(?=.*\b(?:nhan|lanh|linh|tang|thuong|hoan|ho tro)\b)(?=.*\b(?:\d\w*"
    r"|tien|qua|tro cap|thuong)\b)(?!.*\b(?:hoi nghi|lai suat|o dau|cho xin)\b).*\b(?:bam|nhan vao"
    r"|click|kich|mo|vao|dien|lua)\b",
    rf"\b(?:link|duong dan|duong link|tin nhan)\b.*\b(?:doi|bat|keu|bao|hoi|yeu cau|bieu|xin)"
    rf" (?:\w+ ){{0,3}}(?:{_OPENS}|so tai khoan|stk)\b(?!.*\b(?:etax|gdt|hoi nghi)\b)",
    # A message with a link, and its words quoted.
    r"\b(?:fb|facebook|zalo|tiktok|mang)\b.*\b(?:hoan thue|no thue|phat thue)\b.*"
    r"\b(?:link|duong dan)\b",
    r"\b(?<!thong )(?:tin nhan|nhan tin|sms|tin)\b.*\b(?:bam|an|nhan|click|kich|truy cap|vao)"
    r" (?:\w+ )?(?:link(?! hoa don)|duong (?:dan|link)|day|trang(?! tron\b)|http)",
    r"\b(?:tin nhan|sms|email|mail)\b.*\b(?:link|duong dan|duong link|http\w*)\b.*\b(?:no thue|hoan"
    r" thue|nop|phat|khoa|can cuoc|vneid|that|lua)\b",
    r"\b(?:tin nhan|sms)\b.*\b(?:no thue|hoan thue|nop phat|khoa|phat)\b.*\b(?:link|duong dan"
    r"|duong link|http\w*)\b",
    rf"\b{_OFFICE}(?: \w+){{0,3}} (?:goi|nhan tin)?(?: \w+)? ?ket ban (?:zalo|facebook|fb)\b"
    r"|\bket ban (?:zalo|facebook|fb) (?:\w+ ){0,3}xung\b",
)
# Of a customer, a contract, a rule: told or asked like any other.
_OTHERS = re.compile(
    r"\b(?:lam sao|cach|the nao|phong|tranh)(?: \w+){0,4} (?:khong|ko|k|khoi|de) bi lua\b"
    r"|\b(?:khach|khach hang) (?:\w+ ){0,2}(?:lua|bung|quyt|chuyen)\b"
    r"|\b(?:co|hay) bi lua (?:dao )?(?:khong|ko|k|gi|chua)\b"
    # The application that asks for a face, which somebody tries and fails: nobody is on the line.
    r"|\b(?:quet|chup|soi)(?: (?:khuon )?mat)? (?:hoai|mai|may lan|chuc lan)(?: \w+){0,3}"
    r" (?:khong|ko|k|chang|cha|hong) (?:qua|duoc|nhan|len|dc)\b"
)


def _any(patterns: tuple[str, ...]) -> re.Pattern[str]:
    """Those that begin with a word are tried where one begins: most of a text is the middle of
    one."""
    begin = [pattern for pattern in patterns if pattern.startswith(r"\b")]
    others = [pattern for pattern in patterns if pattern not in begin]
    words, rest = ("|".join(f"(?:{way})" for way in ways) for ways in (begin, others))
    return re.compile(rf"\b(?=\w)(?:{words})|{rest}")


_SWINDLED, _SCAM = _any(_TAKEN), _any(_TRIED)
# A name that looks like an office's own, but for how it ends.
_LIKE_AN_OFFICE = re.compile(
    r"[\w-]*(?:thuedientu|etax|vneid|gdt|dichvucong|hoanthue|tongcucthue|cucthue|chinhphu)[\w-]*"
    r"\.(?!gdt\.gov\.vn|gov\.vn)(?:top|xyz|vip|com|net|cc|shop|site|online|info|icu|club"
    r"|live|vn|org|io|cn|ru|asia|tk|link)\b"
)
# `chuyển trước rồi hoàn lại`: then, and not done.
_THEN = re.compile(r"\broi (?=(?:hoan|se|moi|tra|lay|nhan|giai ngan|cap|duyet|gui lai)\b)")
_NOT_WORDS = re.compile(r"[^a-z0-9., ]+")


def swindle_in(text: str) -> str:
    """`SWINDLED`, `SCAM`, or "" when nothing in the text says so."""
    if _LIKE_AN_OFFICE.search(fold(clean(text))):
        return _swindle_in(plain_words_of(text)) or SCAM
    found = {_swindle_in(part) for part in _parts(plain_words_of(text).split())}
    return next((kind for kind in (SWINDLED, SCAM) if kind in found), "")


def swindle_meant(text: str, heard: Sequence[Intent], least: float = LEAST_MEANT) -> str:
    """The same by what the layer heard in the text; "" where that is less than `least`."""
    sure = {one.name: one.sure for one in heard}
    if sum(sure.values()) < least or _OTHERS.search(plain := plain_words_of(text)):
        return ""
    return "" if len(plain.split()) < WORDS else max(sure, key=sure.__getitem__)


def _parts(words: Sequence[str]) -> Iterator[str]:
    """The words in stretches that overlap by half: a long text costs no more than its length."""
    half = _STRETCH // 2
    for start in range(0, max(len(words) - half, 1), half):
        yield " ".join(words[start : start + _STRETCH])


def _swindle_in(plain: str) -> str:
    if _OTHERS.search(plain):
        return ""
    if _SWINDLED.search(plain):
        return SWINDLED
    return SCAM if _SCAM.search(plain) else ""


def plain_words_of(text: str) -> str:
    """Folded words as the patterns here read them: letters and digits alone."""
    words = _NOT_WORDS.sub(" ", fold(clean(text)).replace(".", " ").replace(",", " "))
    return _THEN.sub("sau ", " ".join(words.split()))
