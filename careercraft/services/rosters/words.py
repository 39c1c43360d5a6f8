"""A roster in words: its filter as a sentence, its cells, the names of what can be filtered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from careercraft.calc import short_title
from careercraft.calc.criteria import INDICATORS
from careercraft.calc.explain import gap_amount, state_word, term
from careercraft.calc.findings import Gap
from careercraft.filters import number
from careercraft.privacy.masking import Masked
from careercraft.services import groups
from careercraft.services.bonus_words import FILTERS

if TYPE_CHECKING:
    from careercraft.services.rosters import Choice, FoundRoster, Roster

COLUMNS = ("tsi.rla", "tsi.math", "ap_ib", "dual_credit")
"""The indicators that have a column of their own unless the reader chooses others."""
SUBJECTS = {"tsi.rla": "TSI reading", "tsi.math": "TSI math"}
INDICATOR_NAMES: dict[str, str] = {
    "tsi": short_title("tsi"),
    **SUBJECTS,
    **{id_: short_title(id_) for id_ in INDICATORS if id_ != "tsi"},
}
"""What can be filtered by, in the order of the rules, with the subjects of TSI after it."""
INDICATOR_COLUMNS = tuple(id_ for id_ in INDICATOR_NAMES if id_ != "tsi")
"""The indicators that can have a column; TSI as a whole stands in its two subjects."""
CHOICES_OF_COLUMNS: dict[str, str] = {
    "state": "Status",
    "bonus": "Bonus",
    **{id_: INDICATOR_NAMES[id_] for id_ in INDICATOR_COLUMNS},
    "others": "Also met",
    "campus": "Campus",
    "counselor": "Counselor",
}
"""What can stand beside the name of a student, in the order in which it stands there."""
USUAL_COLUMNS = ("state", "bonus", *COLUMNS, "others", "campus", "counselor")
CELLS_KEPT = 4096
COMMON_NOUNS = frozenset(
    {"eco", "non-eco", "eb", "sped", "at-risk", "two-or-more", *(one.id for one in groups.NOT_SAID)}
)
"""Groups whose names are written small within a sentence."""
NOT_SHOWN, NOT_SHOWN_WORDS = "masked", "Not shown"
"""What stands in a column for a state that so few rows share that a meeting may not see it."""
STATE_NAMES = {
    **{state: state_word(state) for state in ("met", "not_met", "unknown", "not_applicable")},
    NOT_SHOWN: NOT_SHOWN_WORDS,
}


class Cell(NamedTuple):
    """One indicator of one student: its state, what is missing, and on which test."""

    state: str
    short: str | None = None
    on: str | None = None


def cell(state: str, gap: Mapping[str, Any] | None) -> Cell:
    """What a column shows of an indicator, from its stored state and gap."""
    if gap is None or state in ("met", "not_applicable"):
        return Cell(state)
    return _short(state, gap["amount"], gap["unit"], gap["what"])


@lru_cache(CELLS_KEPT)
def _short(state: str, amount: int | str, unit: str, what: str) -> Cell:
    """What is missing does not say to whom: many students of a class lack the same."""
    missing = gap_amount(Gap(Decimal(amount), unit, what, Decimal(0)))
    return Cell(state, f"{missing} short", _test(what))


def _test(what: str) -> str | None:
    """The test on which something is missing; nothing for hours, whose column says it."""
    kind = what.split(".")[1]
    return None if kind in INDICATORS else term(what).split(" ")[0]


def shown_columns(chosen: Iterable[str]) -> tuple[str, ...]:
    """The columns of a roster for what its reader chose; the usual ones where that is nothing."""
    wanted = set(chosen)
    known = tuple(id_ for id_ in CHOICES_OF_COLUMNS if id_ in wanted)
    return known or USUAL_COLUMNS


def shown_indicators(chosen: Iterable[str]) -> tuple[str, ...]:
    """The indicators among the columns of a roster."""
    return tuple(id_ for id_ in shown_columns(chosen) if id_ in INDICATOR_COLUMNS)


def other_indicators_met(
    states: Mapping[str, str], shown: Iterable[str] = COLUMNS
) -> tuple[str, ...]:
    """Short names of the met indicators that have no column of those `shown`."""
    return tuple(
        INDICATOR_NAMES[id_]
        for id_ in INDICATOR_COLUMNS
        if id_ not in shown and states.get(id_) == "met"
    )


def sentence(roster: Roster) -> str:
    """The filter in words with its count; it heads the page, and any list made from it."""
    conditions = "".join(f", {one}" for one in _conditions(roster))
    count = f"{_total(roster)} {'student' if roster.total == 1 else 'students'}"
    return f"Class of {roster.query.class_of}{_place(roster)}{conditions}: {count}"


def told(roster: Roster, state: str) -> str:
    """One of the counts of a roster, or what is said in its place."""
    count = (roster.told or roster.counts)[state]
    return count.words() if isinstance(count, Masked) else number(count)


def _total(roster: Roster) -> str:
    return told(roster, roster.query.state or "all") if roster.told else number(roster.total)


def place_name(roster: Roster) -> str:
    """The campus of the list, or how many campuses it covers."""
    chosen = chosen_campus(roster)
    if chosen is not None:
        return chosen.label
    return f"{len(roster.campuses)} campuses" if roster.campuses else "No campus"


def chosen_campus(roster: Roster | FoundRoster) -> Choice | None:
    """The one campus of the list: chosen, or the only one that the reader has."""
    if len(roster.campuses) == 1:
        return roster.campuses[0]
    return _chosen(roster.campuses, roster.query.campus_id)


def chosen_counselor(roster: Roster) -> Choice | None:
    """The counselor of the list, if it is of one."""
    return _chosen(roster.counselors, roster.query.counselor_id)


def _chosen(choices: list[Choice], wanted: object) -> Choice | None:
    return next((one for one in choices if one.id == str(wanted)), None)


def _place(roster: Roster) -> str:
    chosen = chosen_campus(roster)
    return f" at {chosen.label}" if chosen else ""


def _conditions(roster: Roster) -> Iterator[str]:
    query = roster.query
    if roster.list_name:
        yield f"on the list “{roster.list_name}”"
    if query.only:
        yield "chosen by hand"
    yield from (one.words for one in query.row_filters)
    if counselor := chosen_counselor(roster):
        yield f"with counselor {counselor.label}"
    if group := groups.BY_ID.get(query.group or ""):
        yield group.label.lower() if group.id in COMMON_NOUNS else group.label
    if program := groups.BY_ID.get(query.program or ""):
        yield f"in {program.label}"
    if query.indicator:
        state = STATE_NAMES[query.indicator_state].lower()
        yield f"{INDICATOR_NAMES[query.indicator]} {state}"
    if query.state:
        yield STATE_NAMES[query.state].lower()
    if query.bonus:
        yield f"outcomes bonus {FILTERS[query.bonus].lower()}"
    if query.search:
        yield f"name or ID “{query.search}”"
