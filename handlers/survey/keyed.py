"""A form that comes whole: keyed in from paper, sent from a web page, brought from the stall. The
same form sent again is the same form."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from content.codes import CodeKind, find_code, unused_code
from content.library import Content
from content.survey import SurveyQuestion
from handlers.people.refusing import NotDone
from handlers.survey import respondents, waves
from handlers.survey.respondents import SurveySubject
from storage.database import Transaction
from storage.survey_models import SurveyBusiness, SurveyRespondent, SurveySource, SurveyWave

Chosen = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class KeyedForm:
    """`key` is of the form, made before it was filled in; `who` a code of a business or of a paper,
    "" for a form of nobody in the register, which says its tổ."""

    key: str
    chosen: Chosen
    source: SurveySource
    who: str = ""
    neighbourhood: str = ""
    staff_id: int | None = None


def faults(asked: tuple[SurveyQuestion, ...], chosen: Chosen) -> dict[str, str]:
    """What cannot be, by question: more answers than may be chosen, or none of the question's."""
    found = {}
    for question in asked:
        given = chosen.get(question.id, ())
        ids = {option.id for option in question.options}
        if len(given) > question.most:
            found[question.id] = "survey_most"
        elif not ids.issuperset(given):
            found[question.id] = "choice"
    return found


def subject_of(tx: Transaction, content: Content, wave: SurveyWave, who: str) -> SurveySubject:
    """Whom a code names. Raises NotDone for none, and for whom the wave does not ask."""
    found = find_code(who)
    if found is None:
        raise NotDone("who", "survey_code")
    kind, code = found
    respondent = tx.surveys.by_code(code) if kind is CodeKind.SURVEY else None
    if respondent is not None and respondent.wave_id == wave.id:
        if respondent.business_id is None:
            return SurveySubject(known=respondent)
        number = respondent.business_id
    elif kind is CodeKind.BUSINESS and (business := tx.businesses.by_code(code)) is not None:
        number = business.id
    else:
        raise NotDone("who", "survey_code")
    subject = respondents.of_business(tx, content, wave, number)
    if subject is None:
        raise NotDone("who", "survey_not_there")
    asks = waves.asks(tx, wave)
    if subject.known is None and not asks(subject.neighbourhood, subject.sector, number):
        raise NotDone("who", "survey_not_asked")
    return subject


def take(
    tx: Transaction, content: Content, wave: SurveyWave, form: KeyedForm, now: datetime
) -> SurveyRespondent:
    """Keeps a whole form, once; a question it leaves open would not be said. Raises NotDone."""
    if (before := tx.surveys.by_key(wave.id, form.key)) is not None:
        return before
    subject = SurveySubject(neighbourhood=form.neighbourhood)
    if form.who:
        subject = subject_of(tx, content, wave, form.who)
    if subject.is_done:
        raise NotDone("who", "survey_has_form")
    begun = respondents.begin(
        tx, wave, subject, form.source, now, key=form.key, staff_id=form.staff_id
    )
    if begun.key is None:  # begun in the chat, and ended here
        begun = tx.surveys.save_respondent(replace(begun, key=form.key))
    for question in waves.questions(wave):
        if question.private and form.source is SurveySource.LEADER:
            continue  # was not put
        given = form.chosen.get(question.id, ())
        if given or question.id not in tx.surveys.answers(begun.id):
            respondents.keep(tx, wave, begun, question.id, given, now)
    respondents.finish(tx, begun.id, now)
    return tx.surveys.respondent(begun.id) or begun


def coded(
    tx: Transaction, content: Content, wave: SurveyWave, neighbourhood: str
) -> list[tuple[str, str, str]]:
    """The businesses of a tổ whom the wave asks and who are not done: the code of the paper of
    each, its name, its tổ. A code once given stays."""
    found, asks = [], waves.asks(tx, wave)
    for business in tx.surveys.businesses():
        sector = respondents.sector_of(content, business.trade)
        here = business.neighbourhood == neighbourhood
        if not here or not asks(neighbourhood, sector, business.id):
            continue
        known = tx.surveys.of_business(wave.id, business.id)
        if known is not None and known.done_at is not None:
            continue
        if known is None or known.code is None:
            known = _with_code(tx, wave, business, sector, known)
        found.append((known.code or "", business.name, neighbourhood))
    return found


def _with_code(
    tx: Transaction,
    wave: SurveyWave,
    business: SurveyBusiness,
    sector: str,
    known: SurveyRespondent | None,
) -> SurveyRespondent:
    code = unused_code(CodeKind.SURVEY, lambda one: _is_taken(tx, one))
    if known is not None:
        return tx.surveys.save_respondent(replace(known, code=code))
    return tx.surveys.add_respondent(
        SurveyRespondent(
            id=tx.surveys.ids.next(),
            wave_id=wave.id,
            source=SurveySource.PAPER,
            code=code,
            business_id=business.id,
            neighbourhood=business.neighbourhood,
            sector=sector,
        )
    )


def _is_taken(tx: Transaction, code: str) -> bool:
    return tx.surveys.by_code(code) is not None or tx.surveys.wave_by_code(code) is not None
