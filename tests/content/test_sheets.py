"""What is handed out as a sheet rests on no disk of ours."""

import io
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from content.library import Content
from content.sheets import audit_sheet

NOW = datetime(2026, 11, 27, 3, 0, tzinfo=UTC)


def test_a_sheet_is_made_in_memory_alone(
    content: Content, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A crash half-way must leave no list of people in the machine's folder for such files."""

    def refuse(*_: Any, **__: Any) -> Any:
        raise OSError("the disk was asked for")

    for name in ("NamedTemporaryFile", "TemporaryFile", "SpooledTemporaryFile", "mkstemp"):
        monkeypatch.setattr(tempfile, name, refuse)
    monkeypatch.setattr("openpyxl.worksheet._writer.NamedTemporaryFile", refuse)
    line = (NOW, "Nguyễn Văn A", "Văn phòng", "đăng nhập", "tài khoản", "", "127.0.0.1")
    made = audit_sheet(content, [line], "2026-11-01", "")
    page = openpyxl.load_workbook(io.BytesIO(made)).active
    assert page is not None and page["B8"].value == "Nguyễn Văn A"
    assert page["A5"].value == "Từ Chủ nhật, 1/11/2026"
    assert made == audit_sheet(content, [line], "2026-11-01", "")
