"""The tools: which there are, and how each begins."""

from typing import Any

import orjson

from content.revenue import Statements
from content.spoken import is_of_rent
from content.tax import Band
from content.trades import Sector
from handlers.talk.flow import Flow, begin, heard_told, rules_on
from handlers.talk.replies import told_first
from handlers.talk.told import asked_in, line_of, reckoned, sure_in
from handlers.talk.turn import Outcome, Turn
from handlers.tools import deadlines, notebook
from handlers.tools.enterprise import EnterpriseTool
from handlers.tools.group import KIND_OF, GroupTool, kind_said
from handlers.tools.loans import LoanTool
from handlers.tools.notebook import NotebookTool
from handlers.tools.tax import TaxTool

TAX, GROUP, ENTERPRISE, NOTEBOOK = TaxTool(), GroupTool(), EnterpriseTool(), NotebookTool()
# The order of the menu.
TOOLS: dict[str, Flow[Any]] = {
    flow.name: flow for flow in (GROUP, TAX, ENTERPRISE, LoanTool(), NOTEBOOK, deadlines.DEADLINES)
}
KEPT = ("notebook", "deadlines")


def show(turn: Turn) -> Outcome:
    # The notebook and the dates made before are shown, if there are any.
    choices = [turn.choice(name, name if name in KEPT else f"tool:{name}") for name in TOOLS]
    choices.append(turn.choice("checklist", "checklist"))
    return turn.say("tools/menu", choices, turn.menu_choice())


def begin_tool(turn: Turn, name: str) -> Outcome:
    """A tool from its beginning; an unknown name leads to the list."""
    if name not in TOOLS:
        return show(turn)
    kept = sure_in(turn)
    begun = _begun_with(turn, name, kept) if kept else None
    if begun:
        return _taken(turn, begun, kept)
    if name == NOTEBOOK.name and (noted := _of_tax_form(turn)):
        return noted
    return _of_trade(turn, name) or begin_anew(turn, name)


def _of_tax_form(turn: Turn) -> Outcome | None:
    """The notebook behind what was noted in a tax form that is open or waits; None without one."""
    forms = [*turn.conversation.waiting, turn.conversation.flow or ""]
    saved = [orjson.loads(form) for form in forms if form]
    noted = [one["memory"] for one in saved if one["name"] == TAX.name]
    parts = [part for part in noted[-1]["parts"] if part[0]] if noted else []
    if not parts:
        return None
    trade = turn.content.trades[max(parts, key=lambda part: int(part[1]))[0]]
    revenue = sum(int(part[1]) for part in parts)
    band, kind = (
        rules_on(turn.content, turn.today).band(revenue),
        str(KIND_OF[Sector(trade.sector)]),
    )
    begun = begin(turn, NOTEBOOK, NOTEBOOK.begin(str(band), kind, trade.id))
    return told_first(begun, turn.words_of("tools/noted_taken", trade=trade, revenue=revenue))


def _of_trade(turn: Turn, name: str) -> Outcome | None:
    """The tax of the one trade that was named just now, which is not asked again."""
    named = reckoned(turn, asked_in(turn)).one_trade if turn.answers_fresh_list else None
    if name != TAX.name or named is None or named.trade is None or turn.conversation.entry:
        return None
    return begin(turn, TAX, TAX.begin(None, named.trade))


def _taken(turn: Turn, begun: Outcome, kept: Statements) -> Outcome:
    """A tool begun with what was told, which is said."""
    return told_first(begun, turn.words_of("tools/figures_taken", line=line_of(kept)))


def begin_anew(turn: Turn, name: str) -> Outcome:
    """A tool from its beginning, whatever was told before."""
    return begin(turn, TOOLS[name], TOOLS[name].begin()) if name in TOOLS else show(turn)


def _begun_with(turn: Turn, name: str, statements: Statements) -> Outcome | None:
    """A tool begun with the figures that were told; None where it needs none of them, or they do
    not tell it."""
    said = heard_told(turn, line_of(statements), reckoned(turn, statements))
    if name == TAX.name:
        return begin(turn, TAX, TAX.begin_from(said))
    band = said.band
    if not band:
        return None
    if name == GROUP.name:
        return begin(turn, GROUP, GROUP.begin(Band(band)))
    if name == ENTERPRISE.name:
        return begin(turn, ENTERPRISE, ENTERPRISE.begin(band))
    if name == NOTEBOOK.name:
        return begin(turn, NOTEBOOK, NOTEBOOK.begin(band, **kind_said(said)))
    if name in (deadlines.DEADLINES.name, deadlines.REMIND):
        kind = str(kind_said(said).get("kind", ""))
        known = deadlines.DEADLINES.begin(band, kind, reminds=name == deadlines.REMIND)
        return begin(turn, deadlines.DEADLINES, known)
    return None


def for_question(turn: Turn, name: str) -> Outcome:
    """A tool offered under an answer starts from what the question already said."""
    if begun := _begun_with(turn, name, asked_in(turn)):
        return begun
    return my_notebook(turn) if name == "notebook" else begin_tool(turn, name)


def my_notebook(turn: Turn) -> Outcome:
    """The notebook made before, or the questions that make it."""
    return notebook.show(turn) or begin_tool(turn, "notebook")


def remind_me(turn: Turn) -> Outcome:
    """The consent to be reminded of whoever told what it takes; first the questions of the rest."""
    if agreed := deadlines.reminding(turn):
        return agreed
    kept = sure_in(turn)
    if kept and (asked := _remind_by(turn, kept)):
        return _taken(turn, asked, kept)
    begun = _begun_with(turn, deadlines.REMIND, kept) if kept else None
    if begun is None:
        return begin(turn, deadlines.DEADLINES, deadlines.DEADLINES.begin(reminds=True))
    return _taken(turn, begun, kept)


def _remind_by(turn: Turn, kept: Statements) -> Outcome | None:
    """The consent to be reminded, where the figures told decide the dates; None where they do not,
    or where something is rented out."""
    line = line_of(kept)
    said = heard_told(turn, line, reckoned(turn, kept))
    kind = str(kind_said(said).get("kind", ""))
    rents = is_of_rent(line) and not kind
    return None if rents or not said.band else deadlines.begin_reminding(turn, said.band, kind)


def my_deadlines(turn: Turn) -> Outcome:
    """The tax dates of whoever told the band and the kind, or the questions about them."""
    return deadlines.show(turn) or begin_tool(turn, "deadlines")
