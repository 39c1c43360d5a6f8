"""Pages for a meeting: nobody is named, and small figures are masked with what would tell them."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from careercraft.privacy.masking import (
    Audience,
    Masked,
    Sum,
    Tally,
    mask_counts,
    mask_tallies,
    policy_for,
)
from careercraft.services.class_counts import STATES
from careercraft.services.home import HomePage
from careercraft.services.rosters import ROWS_PER_PAGE, Roster

EVERYWHERE = "all campuses"


class Line(NamedTuple):
    """How many of a campus met, as a meeting may see it."""

    campus: str
    met: str


def smallest_shown(on: date) -> int:
    """The smallest number of students that a meeting is shown."""
    return policy_for(Audience.INSIDE, on).smallest


def presented(roster: Roster, on: date) -> Roster:
    """The same roster without names, ids and the names of lists; with its counts masked.

    A list of too few students has no rows at all.
    """
    counts = mask_counts(roster.counts, [Sum("all", STATES)], policy_for(Audience.INSIDE, on))
    hidden = isinstance(counts[roster.query.state or "all"], Masked)
    first = (roster.query.page - 1) * ROWS_PER_PAGE + 1
    rows = [
        row._replace(name=f"Student {number}", state_unique_id=None, local_id=None)
        for number, row in enumerate(roster.rows, first)
    ]
    return roster._replace(
        rows=[] if hidden else rows,
        told=counts,
        bonus_counts={},
        waiting=[],
        list_name="watch list" if roster.list_name else None,
    )


def met_by_campus(page: HomePage, on: date) -> tuple[Line, ...]:
    """How many seniors of each campus met, and of all together where there are several."""
    tallies = {one.campus_name: Tally(one.met, one.total) for one in page.campuses}
    sums = []
    if len(tallies) > 1:
        sums = [Sum(EVERYWHERE, tuple(tallies))]
        tallies[EVERYWHERE] = Tally(page.seniors.met, page.seniors.total)
    shown = mask_tallies(tallies, sums, policy_for(Audience.INSIDE, on))
    return tuple(Line(name, one.words()) for name, one in shown.items())
