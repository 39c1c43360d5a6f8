"""Pages for a meeting: nobody is named, and small figures are masked with what would tell them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from careercraft.privacy.masking import (
    Audience,
    Masked,
    Policy,
    Sum,
    Tally,
    mask_counts,
    mask_tallies,
    policy_for,
)
from careercraft.services.bonus_words import BonusCell
from careercraft.services.class_counts import STATES
from careercraft.services.home import HomePage
from careercraft.services.rosters import ROWS_PER_PAGE, Roster, RosterQuery, RosterRow
from careercraft.services.rosters.words import NOT_SHOWN, NOT_SHOWN_WORDS, Cell

EVERYWHERE = "all campuses"
ALL = "all"


class Line(NamedTuple):
    """How many of a campus met, as a meeting may see it."""

    campus: str
    met: str


def smallest_shown(on: date) -> int:
    """The smallest number of students that a meeting is shown."""
    return policy_for(Audience.INSIDE, on).smallest


def without_order(asked: RosterQuery) -> RosterQuery:
    """The same query in the one order that a meeting sees.

    Sorted by a column, the place of a row would tell what the row hides.
    """
    return asked._replace(sort="name", descending=False)


def presented(roster: Roster, on: date) -> Roster:
    """The same roster without names, ids and the names of lists; with its counts masked.

    A list of too few students has no rows at all. In each column of the others, what only few of
    the page share is hidden, with what would tell it: rows can be counted as well as read.
    """
    policy = policy_for(Audience.INSIDE, on)
    counts = mask_counts(roster.counts, [Sum(ALL, STATES)], policy)
    hidden = isinstance(counts[roster.query.state or ALL], Masked)
    return roster._replace(
        rows=[] if hidden else _nameless(_masked(roster.rows, policy), roster.query.page),
        told=counts,
        bonus_counts={},
        waiting=[],
        list_name="watch list" if roster.list_name else None,
    )


def _nameless(rows: Sequence[RosterRow], page: int) -> list[RosterRow]:
    """The rows of a page under numbers, ordered by nothing that says whose they are."""
    first = (page - 1) * ROWS_PER_PAGE + 1
    return [
        row._replace(
            name=f"Student {number}",
            state_unique_id=None,
            local_id=None,
            statements=(),
            contested=False,
        )
        for number, row in enumerate(sorted(rows, key=lambda row: row.id), first)
    ]


def _masked(rows: Sequence[RosterRow], policy: Policy) -> list[RosterRow]:
    """The rows with each column masked by itself; how far somebody is from a cut is not shown."""
    states = _shared([(row.state, row.level, row.standing) for row in rows], policy)
    bonus = _shared([row.bonus for row in rows], policy)
    others = _shared([row.others for row in rows], policy)
    campuses = _shared([row.campus_name for row in rows], policy)
    counselors = _shared([row.counselor_name for row in rows], policy)
    cells = {
        id_: _shared([row.cells[id_].state for row in rows], policy)
        for id_ in (rows[0].cells if rows else ())
    }
    return [
        row._replace(
            state=row.state if states[place] else NOT_SHOWN,
            level=row.level if states[place] else None,
            standing=row.standing if states[place] else None,
            only_by_sunsetting_ibc=False,
            bonus=row.bonus if bonus[place] else BonusCell(NOT_SHOWN, NOT_SHOWN_WORDS, None),
            others=row.others if others[place] else (NOT_SHOWN_WORDS,),
            campus_name=row.campus_name if campuses[place] else NOT_SHOWN_WORDS,
            counselor_name=row.counselor_name if counselors[place] else NOT_SHOWN_WORDS,
            cells={
                id_: Cell(cell.state if cells[id_][place] else NOT_SHOWN)
                for id_, cell in row.cells.items()
            },
        )
        for place, row in enumerate(rows)
    ]


def _shared(values: Sequence[object], policy: Policy) -> list[bool]:
    """Whether each value may stand in its column: whether it is that of enough rows, and hiding
    others does not give it away."""
    counts = Counter(values)
    shown = mask_counts({**counts, ALL: len(values)}, [Sum(ALL, tuple(counts))], policy)
    return [not isinstance(shown[value], Masked) for value in values]


def met_by_campus(page: HomePage, on: date) -> tuple[Line, ...]:
    """How many seniors of each campus met, and of all together where there are several."""
    tallies = {one.campus_name: Tally(one.met, one.total) for one in page.campuses}
    sums = []
    if len(tallies) > 1:
        sums = [Sum(EVERYWHERE, tuple(tallies))]
        tallies[EVERYWHERE] = Tally(page.seniors.met, page.seniors.total)
    shown = mask_tallies(tallies, sums, policy_for(Audience.INSIDE, on))
    return tuple(Line(name, one.words()) for name, one in shown.items())
