"""The words of pages and scripts stand in `content/`, each under a key that is used."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.web.page_faults import page_faults
from bot.web.pages import environment
from content.library import Content
from content.rendering import Words
from content.rendering import environment as messages

PAGE = "hello: Xin chào\nleft: Còn <b>{{ n }}</b> chỗ cho {{ who }}\nby: Của {{ ward.name }}\n"


@pytest.fixture
def page(tmp_path: Path, content: Content) -> Path:
    """A folder with the page `p`, its script, and their words."""
    for folder in ("messages/pages/scripts", "templates", "static"):
        (tmp_path / folder).mkdir(parents=True)
    for file in ("console.j2", "labels.j2"):
        (tmp_path / "messages" / file).write_text("", encoding="utf-8")
    return tmp_path


def faults(
    at: Path, content: Content, html: str, words: str = PAGE, script: str = "", said: str = ""
) -> list[str]:
    (at / "messages/pages/p.j2").write_text(words, encoding="utf-8")
    (at / "templates/p.html").write_text(html, encoding="utf-8")
    if script:
        (at / "static/s.js").write_text(script, encoding="utf-8")
        (at / "messages/pages/scripts/s.j2").write_text(said, encoding="utf-8")
    own = replace(content, words=Words(messages(at / "messages", content.ward)))
    found = page_faults(own, at / "templates", at / "static")
    return [f"{problem.file.name}:{problem.line}: {problem.text}" for problem in found]


ALL = '{{ say("hello") }}\n{{ say("by") }}\n{{ say("left", n=1, who="a") }}'


def test_every_sentence_of_every_page_is_there_and_said(content: Content) -> None:
    assert page_faults(content) == []


@pytest.mark.parametrize(
    ("html", "words", "fault"),
    [
        ('<p>\n{{ say("nope") }}', "", "p.html:2: pages/p.j2 không có câu «nope»"),
        ('{{ common("nope") }}', "", "p.html:1: pages/common.j2 không có câu «nope»"),
        ('{{ words["nope"] }}', "", "p.html:1: console.j2 không có câu «nope»"),
        ("{{ say(x) }}", "", "p.html:1: khóa của câu phải viết thẳng ra"),
        ("\n{{ x | nope }}", "", "p.html:2: mẫu trang sai: No filter named 'nope'."),
        ('{{ say("a") }}', "a: {{ n }}", "p.html:1: câu «a» cần n, được đưa -"),
        ('{{ say("a", m=1) }}', "a: b", "p.html:1: câu «a» cần -, được đưa m"),
        ("", "\na: b\n", "p.j2:2: không trang nào nói câu «a»"),
        ('{{ say("a") }}', "a: b\na: c", "p.j2:2: không phải «khóa: câu», hoặc khóa trùng: a: c"),
        ('{{ say("a") }}', "a: <script>", "p.j2:1: câu không được có thẻ script"),
        ('{{ script_words("scripts/s") }}', "", "p.html:1: không có tệp pages/scripts/s.j2"),
    ],
)
def test_a_planted_fault_is_found(
    page: Path, content: Content, html: str, words: str, fault: str
) -> None:
    assert fault in faults(page, content, html, words)


def test_what_is_right_has_no_fault(page: Path, content: Content) -> None:
    script = 'word("in", { who, n: 3 });\nword("out")'
    assert faults(page, content, ALL, PAGE, script, "in: {who}, {n}\nout: ra") == []


@pytest.mark.parametrize(
    ("script", "said", "fault"),
    [
        ('x;\nword("in")', "out: ra", "s.js:2: pages/scripts/s.j2 không có câu «in»"),
        ('word("in", { who })', "in: vào", "s.js:1: câu «in» cần -, được đưa who"),
        ("word(key)", "in: vào", "s.js:1: khóa của câu phải viết thẳng ra"),
        ('word("in")', "in: <b>", "s.j2:1: câu của script chỉ có chữ và giá trị trong ngoặc nhọn"),
    ],
)
def test_a_planted_fault_of_a_script_is_found(
    page: Path, content: Content, script: str, said: str, fault: str
) -> None:
    assert fault in faults(page, content, ALL, PAGE, script, said)


def test_a_sentence_is_put_in_as_text_and_so_are_its_values(page: Path, content: Content) -> None:
    words = 'quoted: Gõ "có" & <b>chờ</b>\nlong: Còn {{ n }}\n  chỗ{% if n %} nữa{% endif %}\n'
    html = '<i title="{{ say("long", n="<") }}">{{ say("quoted") }}</i>{{ say("plain") }}'
    assert faults(page, content, html, words + 'plain: "a" > b') == []
    own = replace(content, words=Words(messages(page / "messages", content.ward)))
    shown = environment(own, page / "templates").get_template("p.html").render()
    assert shown.replace("&#34;", '"') == (
        '<i title="Còn &lt; chỗ nữa">Gõ "có" &amp; <b>chờ</b></i>"a" &gt; b'
    )
