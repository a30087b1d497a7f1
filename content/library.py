"""Everything in this folder, loaded and checked: what the rest of the program is given."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from jinja2 import TemplateError

from content import chatter, commands, dialect, names, politeness, spoken
from content.broadcast_texts import BroadcastText, load_broadcast_texts
from content.checklist import Task, load_checklist
from content.commands import load_commands
from content.deadlines import Basis, Duty, load_bases
from content.event_templates import EventTemplate, load_event_templates
from content.expressions import at_start
from content.facts import load_facts
from content.fields import Field, load_fields
from content.glossary import Glossary, load_glossary
from content.kept_templates import AtHand
from content.knowledge import Knowledge, load_knowledge
from content.laws import Law, load_laws, with_added
from content.news import NewsContent, check_items, load_news
from content.operator import tell
from content.overlay import Shelf
from content.problems import ContentError, Problem, read_file
from content.rendering import Words, environment
from content.revenue import roles
from content.review import review, typed_figures
from content.search import Understanding, load_parts
from content.survey import SurveyQuestion, load_survey
from content.trades import Trades, load_trades
from content.ward import Ward, load_ward

FOLDER = Path(__file__).parent
# What these hear by is made ready here and kept for the next start: else the first messages of each
# start waited for it, and everybody else with them.
_HEARS = (chatter, commands, dialect, names, politeness, roles, spoken)


@dataclass(frozen=True, slots=True, eq=False)
class Content:
    shelf: Shelf  # the answers, with what staff published
    glossary: Glossary
    words: Words
    checklist: tuple[Task, ...]
    trades: Trades
    fields: dict[str, Field]
    event_templates: dict[str, EventTemplate]
    broadcast_texts: dict[str, BroadcastText]
    news: NewsContent
    deadlines: dict[Duty, Basis]
    survey: tuple[SurveyQuestion, ...]  # the bank
    # Templates ready to be said, of all wards that share these files.
    at_hand: AtHand = field(default_factory=dict)

    def in_ward(self, ward: Ward) -> "Content":
        """The same files in another ward: answers, figures and how messages are understood are
        shared, what its staff publish and how it says things are its own. Raises ContentError for a
        ward that lacks an office which the files name."""
        files = self.shelf.files
        named = {one.office for one in files.entries.values()}
        named |= {one.office for one in self.fields.values()}
        if lacking := sorted(named - ward.offices.keys()):
            said = (tell("content.no_office", office=office) for office in lacking)
            raise ContentError([Problem(FOLDER / "ward.toml", 1, one) for one in said])
        words = self.words.in_ward(ward, self.at_hand)
        shelf = self.shelf.in_ward(ward, words.env)
        return replace(self, shelf=shelf, words=words)

    @property
    def ward(self) -> Ward:
        """The ward as it is now; another object once its settings were changed."""
        return self.shelf.now.ward

    @property
    def laws(self) -> Mapping[str, Law]:
        """The documents a source may name now: those of the files, and what staff added."""
        return self.shelf.laws

    @property
    def knowledge(self) -> Knowledge:
        """The answers as they are served now. It may be another object a moment later: within one
        piece of work on the event loop it is not."""
        return self.shelf.now.knowledge

    @property
    def understanding(self) -> Understanding:
        """How messages find the answers that are served now."""
        return self.shelf.now.understanding


def load_content(
    folder: Path = FOLDER,
    ward_file: Path | None = None,
    *,
    with_meaning: bool = True,
    with_encoder: bool = False,
) -> Content:
    """Reads all content; `with_encoder`: messages are read by the encoder, too. Raises ContentError
    with every file and line that cannot be read."""
    try:
        return _read(folder, ward_file, with_meaning=with_meaning, with_encoder=with_encoder)
    finally:
        at_start.end()


def _read(
    folder: Path, ward_file: Path | None, *, with_meaning: bool, with_encoder: bool
) -> Content:
    ward = load_ward(ward_file or folder / "ward.toml")
    in_files, law_problems = load_laws(folder / "laws")
    laws = with_added(in_files, ward.laws)
    facts, fact_problems = load_facts(folder / "facts", laws)
    env = environment(folder / "messages" / "vi", ward)
    knowledge, entry_problems = load_knowledge(folder / "faq", facts, laws, ward, env)
    glossary, term_problems = load_glossary(folder / "glossary.yaml")
    checklist, task_problems = load_checklist(folder / "checklist.yaml", env)
    trades, trade_problems = load_trades(folder / "sectors.yaml")
    fields, field_problems = load_fields(folder / "fields.yaml", ward)
    templates, template_problems = load_event_templates(folder / "events.yaml")
    texts, text_problems = load_broadcast_texts(folder / "broadcast_texts.yaml")
    news, news_problems = load_news(folder / "news", knowledge, laws, env)
    deadlines, deadline_problems = load_bases(folder / "deadlines.yaml", laws)
    survey, survey_problems = load_survey(folder / "survey.yaml")
    _, command_problems = load_commands(folder / "commands.yaml")
    for module in _HEARS:
        module.make_ready()
    problems = law_problems + fact_problems + entry_problems + term_problems
    problems += task_problems + trade_problems + field_problems + template_problems
    problems += text_problems + news_problems + deadline_problems + command_problems
    problems += survey_problems
    if problems:
        raise ContentError(problems)
    try:
        parts = load_parts(folder, with_meaning=with_meaning, with_encoder=with_encoder)
        shelf = Shelf(knowledge, folder, in_files, env, parts)
    except (OSError, ValueError) as error:
        table = folder / "semantic.npz"
        raise ContentError(
            [Problem(table, 1, tell("content.table_unread", error=error))]
        ) from error
    return Content(
        shelf=shelf,
        glossary=glossary,
        words=Words(env),
        checklist=checklist,
        trades=trades,
        fields=fields,
        event_templates=templates,
        broadcast_texts=texts,
        news=news,
        deadlines=deadlines,
        survey=survey,
    )


def check_content(content: Content, on: date, folder: Path = FOLDER) -> list[Problem]:
    """Faults in loaded content as served on a day; returns warnings. Raises ContentError."""
    faults, warnings = review(content.knowledge, on)
    faults += check_items(content.news, content.knowledge.facts, content.ward)
    faults += [
        Problem(item.path, line, tell("content.typed_figure", figure=figure))
        for item in content.news.items
        for line, figure in typed_figures(read_file(item.path))
    ]
    for name in content.words.names():
        try:
            content.words.compiles(name)
        except TemplateError as error:
            path = folder / "messages" / "vi" / f"{name}.j2"
            faults.append(
                Problem(
                    path,
                    getattr(error, "lineno", 1) or 1,
                    tell("content.template_wrong", error=error),
                )
            )
    if faults:
        raise ContentError(faults)
    return sorted(warnings)
