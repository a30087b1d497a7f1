"""Templates and scripts are written for whoever reads them, and say nothing of their own."""

import re
from pathlib import Path

import pytest

from bot.web.pages import FOLDER, SCRIPTS

LETTERS = set("ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ")
COMMENTS = {".html": r"{#.*?#}|<!--.*?-->", ".xml": r"{#.*?#}", ".js": r"(?<!:)//[^\n]*|/\*.*?\*/"}
BLOCKS = (
    "article|blockquote|body|dd|details|div|dl|dt|fieldset|footer|form|h[1-6]|head|header|html|legend|li|main"
    "|nav|ol|option|p|section|select|summary|table|tbody|td|textarea|tfoot|th|thead|tr|ul"
)
BLOCK = re.compile(rf"<(?:{BLOCKS})\b")
TAG = re.compile(r"<[a-z]")
NESTED = re.compile(r"{%-? (?:if|for|macro|block|set)\b(?:(?!{%-? end).)*{%-? (?:if|for|set)\b")
LONGEST = 120

LABELS = FOLDER.parent.parent.parent / "content" / "messages" / "vi"
FILES = sorted([*FOLDER.rglob("*.*"), *SCRIPTS.glob("*.js"), *SCRIPTS.glob("*.css")])


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(FOLDER.parent).as_posix())
def test_a_template_or_script_is_easy_to_read_and_says_nothing_of_its_own(path: Path) -> None:
    assert faults(path.read_text(encoding="utf-8"), path.suffix) == []


@pytest.mark.parametrize(
    ("text", "suffix"),
    [
        ("<p>Xin chào\n", ".html"),
        ('{{ m.alert("đã ghi") }}', ".html"),
        ('say("Mời vào");', ".js"),
        (f"<p>{'x' * 120}</p>", ".html"),
        ("<dt>{{ a }}</dt><dd>{{ b }}</dd>", ".html"),
        ('<p><a href="{{ a }}"><b>{{ b }}</b></a>', ".html"),
        ("{% if a %}{% if b %}", ".html"),
    ],
)
def test_a_planted_fault_is_found(text: str, suffix: str) -> None:
    assert faults(f"<i>\n{text}", suffix)[0].startswith("2: ")


@pytest.mark.parametrize(
    ("text", "suffix"),
    [
        ("{# một lời\ngiải thích #}<p>{{ say(a) }}</p>", ".html"),
        ("// một lời giải thích\nlook(`https://a`); /* và\nnữa */", ".js"),
        ("<p>{% if a %}, {{ a }}{% endif %}</p>", ".html"),
        ('<p><a href="{{ a }}">{{ b }}</a></p>', ".html"),
    ],
)
def test_what_is_right_has_no_fault(text: str, suffix: str) -> None:
    assert faults(text, suffix) == []


def faults(text: str, suffix: str) -> list[str]:
    """What is wrong, by line."""

    def blank(found: re.Match[str]) -> str:
        return "\n" * found[0].count("\n")

    shown = re.sub(COMMENTS.get(suffix, r"/\*.*?\*/"), blank, text, flags=re.DOTALL)
    found = []
    for number, (line, whole) in enumerate(
        zip(shown.split("\n"), text.split("\n"), strict=True), 1
    ):
        if len(whole) > LONGEST:
            found.append(f"{number}: {len(whole)} columns")
        if set(line.lower()) & LETTERS:
            found.append(f"{number}: words: {line.strip()}")
        if suffix != ".js" and (len(BLOCK.findall(line)) > 1 or len(TAG.findall(line)) > 2):
            found.append(f"{number}: more than one tag: {line.strip()}")
        if suffix == ".html" and NESTED.search(line):
            found.append(f"{number}: a statement within another: {line.strip()}")
    return found


@pytest.mark.parametrize("name", ["labels", "console"])
def test_no_label_has_two_meanings(name: str) -> None:
    text = (LABELS / f"{name}.j2").read_text(encoding="utf-8")
    keys = re.findall(r"(?m)^([a-z_0-9]+):", text)
    assert sorted(keys) == sorted(set(keys))
