"""By what words a sum is no takings, or is one of another time: given by one of the family,
a deposit, what is left of a sale, what was of the year before. Read from the words around a sum."""

import re

KIN = (
    r"(?:vo chong|vo|chong|bo|me|ba|ong|anh|chi|em|con|con gai|con trai|chau|nguoi nha|nha ngoai"
    r"|ho hang|ban be)"
)
GIVEN = re.compile(
    rf"\b{KIN}(?: (?!ban\b)[a-z]+){{0,4}} (?:cho|gui|gui ve|bieu|tang|giup|chuyen)"
    r"(?: (?:toi|tui|em|e|minh|tau|moi|mot|1|thang|them|duoc|dc|khoang|tam|co|tien|ve))* $"
    r"|\bban (?:(?:mieng|manh|lo|mot|cai|can) )*(?:dat|nha|xe o ?to|o ?to|xe cu)\b[a-z ]{0,20}$"
    r"|\b(?:hot|gop|choi|linh)(?: duoc)? (?:hui|ho)\b[a-z ]{0,15}$"
    r"|\b(?:tien )?coc(?: (?:vo|nha|phong|truoc|het|[a-z]+ bia))* $"
    r"|\b(?:trung (?:so|thuong|ve so)|tien mung|mung cuoi|mung duoc|luong cong ty|dao han)"
    r"(?: [a-z]+){0,3} $"
)
WAS_GIVEN = re.compile(
    rf" (?:trong do )?(?:la |do )(?:tien )?(?:{KIN}(?: [a-z]+)? (?:gui|chuyen|cho|bieu|tra)"
    r"|coc|vay|mung|hui|dao han)\b"
    r"| dao han\b| ban (?:xe o ?to|o ?to|xe cu|mieng dat|dat|nha)\b"
)
OF_FORMER = re.compile(r" (?:la )?(?:cua )?nam (?:ngoai|truoc|kia|roi)\b")
OTHER_MONTHS = re.compile(r"\b(?:thang|quy|tuan|ngay) con lai\b")
REMAINS = re.compile(r" ?,? ?con(?: lai)?(?: (?:duoc|co|khoang|tam|dc))* $")
# `tháng giêng ít thôi`, `tháng bảy vẫn vậy`: of no other sum.
AS_EVER = re.compile(
    r"(?: (?:thi|cung|van|no|chi|ban|la|moi|con))*"
    r" (?:it|te|e|vang|binh thuong|thuong|nhu (?:thuong|moi thang|cu|moi khi)|vay|the|rua|y)"
    r"(?: (?:thoi|a|ha|lam|ah|nghe|nha|nhe|roi))*$"
)
BUT_SOME = re.compile(r"\b(?:nhung|ma|nhung ma)(?: (?:co|trong))?(?: (?:khoang|tam|chung|het))* $")
TO_SUPPLIER = re.compile(
    r"\btra (?:hang |lai |hang lai )*(?:cho )?(?:nha cung cap|nha phan phoi|cong ty|hang sua|moi)\b"
)
IS_PROFIT = re.compile(
    r" (?:tien )?(?:lai|loi)\b(?!(?: (?:duoc|khoang|tam|co|chung|moi [a-z]+))* $)"
)
