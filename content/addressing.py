"""How somebody wishes to be called: heard in what they type (`gọi tôi là cô`, `gọi em thôi, đừng
gọi ông bà`), and put in place of "ông/bà" in what they are answered."""

import re

from content.vietnamese import bare_words, fold_in_place, tidy

LONGEST = 14  # words: a longer line tells something besides
# What stands in place of "ông/bà", by how it is typed without marks.
FORMS = {
    **{"co": "cô", "chu": "chú", "bac": "bác", "ong": "ông", "ba": "bà", "anh": "anh"},
    **{"chi": "chị", "di": "dì", "cau": "cậu", "em": "em", "chau": "cháu", "con": "con"},
    **{"o": "o", "mo": "mợ", "thim": "thím", "cu": "cụ", "duong": "dượng", "ban": "bạn"},
    **{"thay": "thầy", "ma": "má", "me": "mệ"},
}
OFFERED = ("anh", "chị", "cô", "chú", "bác", "em", "bạn")  # where it is not said how
_FORM = rf"(?:{'|'.join(FORMS)})"
_BIRTH = r"(?:hai|ba|tu|nam|sau|bay|tam|chin|muoi|ut|ca)"
_ME = r"(?:toi|tui|minh|co|chu|bac|ong|ba|anh|chi|em|e|t|o|di|thay|me|cau|cu|chau|con)"
_CALL = r"(?:goi|keu|xung ho|xung)"
_AS = rf"(?P<form>{_FORM})(?P<name> (?:{_BIRTH}|[a-z]+))?"
_WISHED = re.compile(
    rf"\b{_CALL}(?: (?:voi|ten))?(?: {_ME})? (?:la|bang|bang la) {_AS}\b(?! \w+ (?:hang|ban|chu))"
    rf"|\bxung (?:la )?(?:chau|con|em|minh|toi)(?: (?:va|roi|thi|voi))*(?: {_CALL}(?: {_ME} la)?)?"
    rf" (?:la )?{_AS.replace('form', 'form2').replace('name', 'name2')}\b"
    rf"|\b(?:goi|keu)(?: bang)? {_AS.replace('form', 'form3').replace('name', 'name3')}\b(?! la\b)"
    rf"|\b(?P<form4>{_FORM})(?P<name4>) (?:voi|va|-) (?:chau|con|em)\b"
)
_REFUSED = re.compile(r"\b(?:dung|khong|ko|k|khoi|bi|ma cu|bot)(?: (?:co|bi|thich|muon|phai))*$")
_AS_BEFORE = re.compile(
    rf"\b{_CALL}(?: {_ME})?(?: la)? (?:nhu cu|nhu truoc|ong ba)\b"
    r"|\b(?:ong ba|nhu cu) (?:nhu cu|lai)\b"
)
_OF_IT = re.compile(
    rf"\b{_CALL}(?: voi)? {_ME} (?:la|bang) {_FORM}\b(?! \w+ (?:hang|ban|chu))"
    r"|\bxung (?:la )?(?:chau|con|em|minh|toi)(?: (?:va|roi|thi))*"
    rf" {_CALL}(?: \w+)? (?:la )?{_FORM}\b"
    rf"|\b(?:dung|khong) {_CALL}(?: {_ME})? (?:la )?(?:ong ba|ong|ba)\b"
    rf"|^{_CALL}(?: {_ME})?(?: la)? nhu cu\b"
)


def form_of_address(text: str) -> bool:
    """Whether the words wish to be called so and so, and say no more."""
    plain = bare_words(text)
    return len(plain.split()) <= LONGEST and bool(_OF_IT.search(plain))


def as_before(text: str) -> bool:
    """`gọi ông bà như cũ`: as everybody is called again."""
    plain = bare_words(text)
    found = _AS_BEFORE.search(plain)
    return found is not None and not _REFUSED.search(plain[: found.start()].rstrip())


def form_wished(text: str) -> str:
    """`gọi tôi là cô` -> `cô`, `gọi dì là dì Tám` -> `dì Tám`; "" where it is not said how."""
    said = re.sub(r"[^\w\s]", " ", tidy(text))
    plain = fold_in_place(said).lower()
    wished = ""
    for found in _WISHED.finditer(plain):
        if _REFUSED.search(plain[: found.start()].rstrip()):
            continue
        number = next(n for n in ("", "2", "3", "4") if found[f"form{n}"])
        start, end = found.span(f"form{number}")
        named = _name_of(said, plain, *found.span(f"name{number}"))
        typed = said[start:end].lower()
        if not typed.isascii() and typed not in FORMS.values():
            continue  # `gọi đi`
        form = typed if typed in FORMS.values() else FORMS[plain[start:end]]
        wished = f"{form} {named}".strip()
    return wished


def _name_of(said: str, plain: str, start: int, end: int) -> str:
    """The name or the order of birth behind it (`dì Tám`, `chú Lân`); "" for any other word."""
    if start < 0:
        return ""
    name = said[start:end].strip()
    if re.fullmatch(_BIRTH, plain[start:end].strip()) or name[:1].isupper():
        return name.capitalize()
    return ""


_OF_EVERYBODY = re.compile(r"\b[ÔôOo]ng/[Bb]à\b")


def addressed(text: str, form: str) -> str:
    """The text with `form` where it says "ông/bà", large at the beginning of a sentence."""
    if not form:
        return text
    large = form[0].upper() + form[1:]
    return _OF_EVERYBODY.sub(lambda found: large if found[0][0] in "ÔO" else form, text)
