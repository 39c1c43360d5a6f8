"""Who counts in a year of ratings, and the figures that follow, from stored outcomes alone.

No name and no profile is opened here: groups come from the counts that judging a campus keeps.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Row, select

from careercraft.calc import Level, State
from careercraft.calc.accountability.tiered import RANKED
from careercraft.calc.campus import (
    CampusFigures,
    Counted,
    GroupFigures,
    Member,
    Range,
    campus_figures,
)
from careercraft.calc.campus import Outcome as CalcOutcome
from careercraft.calc.campus.groups import ALL, figures_of_counts
from careercraft.calc.criteria import INDICATORS
from careercraft.calc.ratings.rules import MinimumSize, in_force
from careercraft.clock import TEXAS, senior_class
from careercraft.models import Outcome, Student
from careercraft.services.context import Desk
from careercraft.services.group_counts import Counted as GroupCounted
from careercraft.services.group_counts import counted_groups

GRADUATED = "graduated"
NEVER_JUDGED = CalcOutcome(State.UNKNOWN, dict.fromkeys(INDICATORS, State.UNKNOWN))
NO_GROUPS: dict[str, bool | None] = {}


class Cohort(NamedTuple):
    """Everyone of one class at one campus who has not left.

    `projected`: the class is still in school, so everyone stands for a graduate to be.
    """

    class_of: int
    projected: bool
    graduates: tuple[CalcOutcome, ...]
    others: tuple[CalcOutcome, ...]
    not_judged: int
    computed_at: datetime | None

    @property
    def members(self) -> list[Member]:
        """The graduates as the rules count them."""
        return [Member(one, NO_GROUPS) for one in self.graduates]

    @property
    def non_graduates(self) -> list[Member]:
        """The twelfth graders who did not graduate, as the rules count them."""
        return [Member(one, NO_GROUPS) for one in self.others]


class Earlier(NamedTuple):
    """Who was credited of whom in an earlier year, as either domain counts."""

    student_achievement: Counted
    closing_the_gaps: Counted


class Looked(NamedTuple):
    """What is known of a campus (or of all of them together) for one year of ratings."""

    cohort: Cohort
    figures: CampusFigures
    groups: Mapping[str, GroupFigures]
    """Closing the Gaps: of graduates and non-graduating twelfth graders, per group."""
    graduate_groups: Mapping[str, GroupCounted]
    """The annual graduates alone, per group."""
    earlier: tuple[Earlier, ...]
    """The years before, latest first, where the campus is too small for one."""


def look_at(
    desk: Desk,
    found: Mapping[UUID, Cohort],
    year: int,
    campus_type: str,
    *,
    with_groups: bool = True,
) -> Looked:
    """The figures of some campuses together, as if they were one, for a year of ratings."""
    class_of, campus_ids = year - 1, list(found)
    together = _together(found.values(), class_of, is_projected(desk, class_of))
    earlier = _earlier(desk, campus_ids, together, year, campus_type)
    figures = campus_figures(
        together.members,
        together.non_graduates,
        year,
        campus_type,
        [one.student_achievement for one in earlier],
    )
    if not with_groups:
        return Looked(together, figures, {}, {}, earlier)
    only = not together.projected
    return Looked(
        together,
        figures,
        _groups(figures, counted_groups(desk, campus_ids, class_of), year),
        counted_groups(desk, campus_ids, class_of, graduates_only=only),
        earlier,
    )


def is_projected(desk: Desk, class_of: int) -> bool:
    """Whether a class is still in school."""
    return class_of >= senior_class(desk.now.astimezone(TEXAS).date())


def cohorts(desk: Desk, campus_ids: Iterable[UUID], class_of: int) -> dict[UUID, Cohort]:
    """The cohort of each campus; one without anybody is left out. Asks one question."""
    rows: defaultdict[UUID, list[Row[Any]]] = defaultdict(list)
    for row in desk.session.execute(_query(list(campus_ids), class_of)):
        rows[row.campus_id].append(row)
    projected = is_projected(desk, class_of)
    return {campus: _cohort(found, class_of, projected) for campus, found in rows.items()}


def _query(campus_ids: list[UUID], class_of: int) -> Any:
    return (
        select(
            Student.campus_id,
            Student.status,
            Outcome.state,
            Outcome.indicators,
            Outcome.level,
            Outcome.sure_level,
            Outcome.only_by_sunsetting_ibc,
            Outcome.only_by_tier_3_ibc,
            Outcome.computed_at,
        )
        .outerjoin(Outcome, Outcome.student_id == Student.id)
        .where(
            Student.campus_id.in_(campus_ids),
            Student.class_of == class_of,
            Student.removed_at.is_(None),
            Student.status != "withdrawn",
        )
        .order_by(Student.id)
    )


def _cohort(rows: Sequence[Row[Any]], class_of: int, projected: bool) -> Cohort:
    graduates: list[CalcOutcome] = []
    others: list[CalcOutcome] = []
    for row in rows:
        into = graduates if projected or row.status == GRADUATED else others
        into.append(_outcome(row))
    return Cohort(
        class_of,
        projected,
        tuple(graduates),
        tuple(others),
        sum(row.state is None for row in rows),
        min((row.computed_at for row in rows if row.computed_at), default=None),
    )


def _outcome(row: Row[Any]) -> CalcOutcome:
    if row.state is None:
        return NEVER_JUDGED
    level = Level(row.level) if row.level else None
    return CalcOutcome(
        state=State(row.state),
        indicators={id_: State(row.indicators.get(id_, "unknown")) for id_ in INDICATORS},
        only_by_sunsetting_ibc=row.only_by_sunsetting_ibc,
        only_by_tier_3_ibc=row.only_by_tier_3_ibc,
        sure_level=Level(row.sure_level) if row.sure_level else None,
        possible_level=RANKED[-1] if level is Level.UNKNOWN else level,
    )


def _together(found: Iterable[Cohort], class_of: int, projected: bool) -> Cohort:
    each = list(found)
    return Cohort(
        class_of,
        projected,
        tuple(one for cohort in each for one in cohort.graduates),
        tuple(one for cohort in each for one in cohort.others),
        sum(cohort.not_judged for cohort in each),
        min((one.computed_at for one in each if one.computed_at), default=None),
    )


def _earlier(
    desk: Desk, campus_ids: Sequence[UUID], cohort: Cohort, year: int, campus_type: str
) -> tuple[Earlier, ...]:
    """The years before, latest first, where this year's graduates are too few by themselves."""
    minimum = in_force("minimum_size_student_achievement", MinimumSize, year).value
    if len(cohort.graduates) >= minimum.students or not cohort.graduates:
        return ()
    return tuple(
        _counted(desk, campus_ids, year - back, campus_type) for back in range(1, minimum.years)
    )


def _counted(desk: Desk, campus_ids: Sequence[UUID], year: int, campus_type: str) -> Earlier:
    before = _together(cohorts(desk, campus_ids, year - 1).values(), year - 1, False)
    figures = campus_figures(before.members, before.non_graduates, year, campus_type)
    gaps = (figures.closing_the_gaps or {})[ALL]
    return Earlier(
        Counted(figures.credited.low, figures.graduates),
        Counted(gaps.credited.low, gaps.denominator),
    )


def _groups(
    figures: CampusFigures, counted: Mapping[str, GroupCounted], year: int
) -> dict[str, GroupFigures]:
    found = dict(figures.closing_the_gaps or {})
    everybody = {ALL: found[ALL]} if ALL in found else {}
    return everybody | {
        group: figures_of_counts(
            group,
            one.members,
            Range(one.met, one.met + one.unknown),
            one.membership_unknown,
            year,
        )
        for group, one in counted.items()
    }
