"""Unanswered questions are grouped also where nothing reads what they mean."""

import numpy as np
import pytest

from content.library import Content
from handlers.desk.asked import grouped
from storage.database import Database, Transaction
from storage.models import Reason
from tests.support.clock import START


async def test_the_same_words_are_one_group_without_the_meaning(
    db: Database, content: Content, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        type(content.understanding), "vector", lambda self, text: np.zeros(4, np.float32)
    )

    def work(tx: Transaction) -> None:
        for text in ("thả diều ở đâu", "Tha dieu o dau", "bán kem ở đâu"):
            tx.feedback.add_unanswered(text, Reason.UNKNOWN, START.date())
        groups = grouped(content, tx.feedback.waiting(9))
        assert sorted(group.count for group in groups) == [1, 2]

    await db.transaction(work)
