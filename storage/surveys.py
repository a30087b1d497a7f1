"""The waves of the yearly survey, who answers them, what they answered."""

from collections.abc import Collection, Mapping
from datetime import date, datetime

import orjson

from storage.connection import Connection
from storage.ids import IdSource
from storage.models import stamp
from storage.rows import Table, build_all
from storage.survey_models import SurveyBusiness, SurveyPlace, SurveyRespondent, SurveyWave


class Surveys:
    def __init__(self, connection: Connection, ids: IdSource) -> None:
        self._db = connection
        self.ids = ids
        self._waves = Table(connection, "survey_wave", SurveyWave)
        self._respondents = Table(connection, "survey_respondent", SurveyRespondent)

    # ---- waves ----

    def add_wave(self, wave: SurveyWave) -> SurveyWave:
        return self._waves.add(wave)

    def save_wave(self, wave: SurveyWave) -> SurveyWave:
        return self._waves.save(wave)

    def wave(self, wave_id: int) -> SurveyWave | None:
        return self._waves.one("WHERE id = :id", id=wave_id)

    def wave_by_code(self, code: str) -> SurveyWave | None:
        return self._waves.one("WHERE code = :code", code=code)

    def waves(self) -> list[SurveyWave]:
        """All, the latest made first."""
        return self._waves.all("ORDER BY id DESC")

    def running(self, day: date) -> list[SurveyWave]:
        """Those that ask on a day."""
        return self._waves.all(
            "WHERE state = 'approved' AND starts <= :day AND ends >= :day ORDER BY id", day=day
        )

    def remove_wave(self, wave_id: int) -> None:
        """A wave that was never approved."""
        self._db.execute("DELETE FROM survey_wave WHERE id = :id", {"id": wave_id})

    # ---- who answers ----

    def add_respondent(self, respondent: SurveyRespondent) -> SurveyRespondent:
        return self._respondents.add(respondent)

    def save_respondent(self, respondent: SurveyRespondent) -> SurveyRespondent:
        return self._respondents.save(respondent)

    def respondent(self, respondent_id: int) -> SurveyRespondent | None:
        return self._respondents.one("WHERE id = :id", id=respondent_id)

    def by_code(self, code: str) -> SurveyRespondent | None:
        """Whoever got the paper with this code."""
        return self._respondents.one("WHERE code = :code", code=code)

    def by_key(self, wave_id: int, key: str) -> SurveyRespondent | None:
        """Whoever sent the form with this key."""
        return self._respondents.one("WHERE wave_id = :wave AND key = :key", wave=wave_id, key=key)

    def of_business(self, wave_id: int, business_id: int) -> SurveyRespondent | None:
        return self._respondents.one(
            "WHERE wave_id = :wave AND business_id = :business", wave=wave_id, business=business_id
        )

    def latest_of_business(self, business_id: int) -> SurveyRespondent | None:
        """What was last answered to the end for a business, in any wave."""
        return self._respondents.one(
            "WHERE business_id = :business AND done_at IS NOT NULL ORDER BY done_at DESC LIMIT 1",
            business=business_id,
        )

    def of_contacts(
        self, contact_ids: Collection[int], wave_id: int | None = None
    ) -> list[SurveyRespondent]:
        """What these contacts answered, in one wave or in all, the latest first."""
        among = f"contact_id IN {self._db.words.numbers(':contacts')}"
        of_wave = "" if wave_id is None else " AND wave_id = :wave"
        return self._respondents.all(
            f"WHERE {among}{of_wave} ORDER BY id DESC",
            contacts=list(contact_ids),
            **({} if wave_id is None else {"wave": wave_id}),
        )

    def of_wave(self, wave_id: int) -> list[SurveyRespondent]:
        return self._respondents.all("WHERE wave_id = :wave ORDER BY id", wave=wave_id)

    # ---- what they answered ----

    def answer(
        self, respondent_id: int, question: str, chosen: tuple[str, ...], now: datetime
    ) -> None:
        """Keeps an answer; said again, it takes the place of the one before. () would not say."""
        self._db.execute(
            "INSERT INTO survey_answer (respondent_id, question, chosen, answered_at)"
            " VALUES (:respondent, :question, :chosen, :at)"
            " ON CONFLICT (respondent_id, question)"
            " DO UPDATE SET chosen = excluded.chosen, answered_at = excluded.answered_at",
            {
                "respondent": respondent_id,
                "question": question,
                "chosen": orjson.dumps(chosen).decode(),
                "at": stamp(now),
            },
        )

    def answers(self, respondent_id: int) -> dict[str, tuple[str, ...]]:
        """By question."""
        rows = self._db.execute(
            "SELECT question, chosen FROM survey_answer WHERE respondent_id = :id",
            {"id": respondent_id},
        )
        return {row["question"]: tuple(orjson.loads(row["chosen"])) for row in rows}

    def answers_of_wave(self, wave_id: int) -> Mapping[int, dict[str, tuple[str, ...]]]:
        """Of everybody, by respondent and question."""
        rows = self._db.execute(
            "SELECT a.respondent_id, a.question, a.chosen FROM survey_answer a"
            " JOIN survey_respondent r ON r.id = a.respondent_id"
            " WHERE r.wave_id = :wave ORDER BY a.respondent_id",
            {"wave": wave_id},
        )
        found: dict[int, dict[str, tuple[str, ...]]] = {}
        for row in rows:
            said = tuple(orjson.loads(row["chosen"]))
            found.setdefault(row["respondent_id"], {})[row["question"]] = said
        return found

    def progress(self, wave_id: int) -> list[SurveyPlace]:
        rows = self._db.execute(
            "SELECT neighbourhood, sector, count(*) AS begun, count(done_at) AS done"
            " FROM survey_respondent WHERE wave_id = :wave AND begun_at IS NOT NULL"
            " GROUP BY neighbourhood, sector",
            {"wave": wave_id},
        ).fetchall()
        found: list[SurveyPlace] = build_all(SurveyPlace, rows)
        return found

    def businesses(self) -> list[SurveyBusiness]:
        """Every business of the ward that may be asked, with where it mainly is and its trade."""
        rows = self._db.execute(
            "SELECT b.id, b.code,"
            " coalesce((SELECT p.neighbourhood FROM business_place p WHERE p.business = b.id"
            " AND p.ended_at IS NULL ORDER BY p.id LIMIT 1), '') AS neighbourhood,"
            " coalesce((SELECT v.value FROM business_value v WHERE v.business = b.id"
            " AND v.field = 'trade' AND v.current = 1), '') AS trade,"
            " coalesce((SELECT v.value FROM business_value v WHERE v.business = b.id"
            " AND v.field = 'name' AND v.current = 1), '') AS name"
            " FROM business b WHERE b.merged_into IS NULL AND b.erased_at IS NULL"
            " AND b.status NOT IN ('closed', 'moved') ORDER BY b.id"
        ).fetchall()
        found: list[SurveyBusiness] = build_all(SurveyBusiness, rows)
        return found

    def to_remind(self, wave_id: int) -> list[int]:
        """Contacts who began a wave and are not done, or who get news of the ward and are tied to a
        business that is not; by contact, with what they are of still to be looked at."""
        rows = self._db.execute(
            "SELECT contact_id AS id FROM survey_respondent WHERE wave_id = :wave"
            " AND contact_id IS NOT NULL AND begun_at IS NOT NULL AND done_at IS NULL"
            " UNION SELECT p.contact_id FROM business_person p"
            " JOIN subscription s ON s.contact_id = p.contact_id"
            " WHERE p.ended_at IS NULL AND NOT EXISTS (SELECT 1 FROM survey_respondent r"
            " WHERE r.wave_id = :wave AND r.business_id = p.business AND r.done_at IS NOT NULL)"
            " ORDER BY 1",
            {"wave": wave_id},
        )
        return [row["id"] for row in rows]

    # ---- what is forgotten ----

    def make_nameless(self, respondent_ids: Collection[int], now: datetime) -> None:
        """Nobody knows any more whose answers these are; they stay counted."""
        among = f"id IN {self._db.words.numbers(':ids')}"
        self._db.execute(
            "UPDATE survey_respondent SET code = NULL, key = NULL, contact_id = NULL,"
            f" business_id = NULL, nameless_at = :now WHERE {among} AND nameless_at IS NULL",
            {"ids": orjson.dumps(list(respondent_ids)).decode(), "now": stamp(now)},
        )

    def take_from_register(self, business_id: int) -> bool:
        """What the register has of a business from surveys; whether it had any. Whoever calls this
        counts the business anew."""
        gone = self._db.execute(
            "DELETE FROM business_value WHERE business = :id AND source = 'survey'",
            {"id": business_id},
        )
        return gone.rowcount > 0

    def named_of_waves_before(self, day: date, most: int) -> list[SurveyRespondent]:
        """Respondents somebody may still be known by, of waves that ended before a day."""
        return self._respondents.all(
            "WHERE nameless_at IS NULL"
            " AND wave_id IN (SELECT w.id FROM survey_wave w WHERE w.ends < :day)"
            " ORDER BY id LIMIT :most",
            day=day,
            most=most,
        )
