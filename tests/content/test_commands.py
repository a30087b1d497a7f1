from pathlib import Path

from content.commands import FILE, load_commands, typed
from handlers import places


def test_every_command_has_a_place_and_every_place_its_words() -> None:
    commands, problems = load_commands(FILE)
    in_a_step = {"stop", "no_business", "have_read", "back"}
    assert problems == []
    assert set(commands) == set(places.COMMANDS) | in_a_step


def test_a_phrase_of_two_commands_is_named_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "commands.yaml"
    file.write_text(
        "anywhere:\n  tickets: [xem vé]\n  events: [Xem ve]\n  ask:\nin_a_step:\n  right: [vé]\n",
        encoding="utf-8",
    )
    _, problems = load_commands(file)
    assert [(problem.line, problem.text) for problem in problems] == [
        (3, "lời 'Xem ve' đứng ở cả tickets và events"),
        (4, "lệnh ask: chưa có lời nào"),
    ]


def test_a_file_that_is_no_yaml_is_a_problem_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "commands.yaml"
    file.write_text("anywhere:\n  ask: [hỏi\n", encoding="utf-8")
    assert [problem.file for problem in load_commands(file)[1]] == [file]
    file.write_text("", encoding="utf-8")
    assert len(load_commands(file)[1]) == 1


def test_words_are_written_as_they_are_spelled() -> None:
    assert "hủy" in typed("cancel")
