"""The rating of a campus, or of the district, as its page shows it: every figure n of N, every
figure with what it rests on, nothing counted twice and nobody named.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from careercraft.calc.campus import (
    Counted,
    Range,
    ccmr_rate,
    is_tiered,
)
from careercraft.calc.campus.rates import STUDENT_ACHIEVEMENT, evaluated
from careercraft.calc.facts import EVIDENCE_KINDS
from careercraft.calc.params import FOLDER, first_class, rulebook
from careercraft.calc.params.description import described
from careercraft.calc.ratings import STANDARD
from careercraft.models import Campus
from careercraft.privacy.access import NotFound, permissions, reaches_whole_district, require
from careercraft.privacy.permissions import Permission
from careercraft.services import districts, sources
from careercraft.services.class_counts import counted_classes
from careercraft.services.context import Desk
from careercraft.services.imports.words import COVERS
from careercraft.services.knowledge import knowledge
from careercraft.services.ratings.counted import Cohort, Looked, cohorts, is_projected, look_at
from careercraft.services.ratings.district_letter import DistrictLetter, district_letter
from careercraft.services.ratings.letters import LetterLine, letter_lines
from careercraft.services.ratings.lines import (
    GroupLine,
    IndicatorLine,
    LevelLine,
    LimitLine,
    Share,
    closing_the_gaps,
    closing_the_gaps_over_years,
    credited,
    group_lines,
    indicator_lines,
    level_lines,
    limit_lines,
    printed,
    share_of,
    standing_of,
)
from careercraft.services.ratings.scores import Entered, entered, types_in

OF_THE_POINT = EVIDENCE_KINDS - {"enrollment"}
"""The kinds of evidence that can meet an indicator; enrollment is for the bonus alone."""
ON_PAGES = "ratings/"
ALWAYS_NOT_MODELLED = (
    (
        "The enrollment that weighs each campus in the district's average, and the scores of "
        "campuses without graduates: they are entered at each campus."
    ),
    (
        "Which two racial or ethnic groups Closing the Gaps looks at: those that scored lowest on "
        "STAAR the year before."
    ),
    (
        "Attendance in the last six weeks: every student of the class on file who did not graduate "
        "counts as a non-graduating twelfth grader."
    ),
)


class CampusLine(NamedTuple):
    """One campus of the district, as a line of a table."""

    id: UUID
    name: str
    program: str
    campus_type: str
    share: Share
    scaled: str
    letter: str
    missing: int
    """How many kinds of evidence are not loaded for the class there."""


class RatingPage(NamedTuple):
    """Everything on the page; `campus` is None for the district."""

    year: int
    class_of: int
    campus: Campus | None
    campus_type: str | None
    projected: bool
    tiered: bool
    graduates: int
    others: int
    not_judged: int
    computed_at: datetime | None
    data_through: date | None
    share: Share
    indicators: tuple[IndicatorLine, ...]
    limits: tuple[LimitLine, ...]
    closing_the_gaps: Share | None
    closing_the_gaps_over_years: Share | None
    groups: tuple[GroupLine, ...]
    levels: tuple[LevelLine, ...]
    letters: tuple[LetterLine, ...]
    small: Share | None
    """The years put together, where this year's graduates are too few by themselves."""
    entered: Entered | None
    campuses: tuple[CampusLine, ...]
    district_letter: DistrictLetter | None
    missing: tuple[str, ...]
    not_modelled: tuple[str, ...]
    years: tuple[int, ...]
    may_open: bool
    may_set: bool
    only_sunsetting: int
    only_sunsetting_percent: Decimal | None


def latest_year(desk: Desk) -> int:
    """The year of ratings of the latest class that has left, or else of the oldest one."""
    offered = years(desk)
    left = [year for year in offered if not is_projected(desk, year - 1)]
    return max(left) if left else min(offered, default=int(first_class().rated_in()))


def years(desk: Desk) -> tuple[int, ...]:
    """The years of ratings of the classes on file, latest first."""
    first = int(first_class())
    return tuple(class_of + 1 for class_of in counted_classes(desk) if class_of >= first)


def district_page(desk: Desk, year: int) -> RatingPage:
    """The campuses of the reader together, and each as a line. Raises `NotFound`."""
    require(desk.actor, Permission.CAMPUS_FIGURES_READ)
    everywhere = districts.campuses(desk)
    found = _cohorts(desk, everywhere, year)
    types = types_in(desk, list(found), year)
    seen = {
        one: look_at(desk, {one: cohort}, year, types[one], with_groups=False)
        for one, cohort in found.items()
    }
    lines = tuple(
        _campus_line(campus, seen[campus.id], types[campus.id])
        for campus in everywhere
        if campus.id in found
    )
    return _page(desk, look_at(desk, found, year, STANDARD), year)._replace(
        share=_summed(lines, year),
        limits=(),
        campuses=_with_missing(desk, lines, year),
        district_letter=_district_letter(desk, everywhere, seen, year),
    )


def campus_page(desk: Desk, campus_id: UUID, year: int) -> RatingPage:
    """One campus of the reader, with its letters. Raises `NotFound`."""
    require(desk.actor, Permission.CAMPUS_FIGURES_READ)
    campus = districts.campus(desk, campus_id)
    stands = entered(desk, campus.id, year)
    found = _cohorts(desk, [campus], year)
    seen = look_at(desk, found, year, stands.campus_type)
    lines, small = _letters(seen, year, stands)
    return _page(desk, seen, year)._replace(
        campus=campus,
        campus_type=stands.campus_type,
        letters=lines,
        small=small,
        entered=stands,
        missing=_missing(desk, campus.id, year - 1),
    )


def _cohorts(desk: Desk, campuses: list[Campus], year: int) -> dict[UUID, Cohort]:
    """Everyone who counts; `NotFound` for a year that no rule covers."""
    if not int(first_class().rated_in()) <= year <= LAST_YEAR:
        raise NotFound("year")
    return cohorts(desk, [campus.id for campus in campuses], year - 1)


LAST_YEAR = 2100


def _page(desk: Desk, seen: Looked, year: int) -> RatingPage:
    figures, cohort = seen.figures, seen.cohort
    held = permissions(desk.actor)
    return RatingPage(
        year=year,
        class_of=year - 1,
        campus=None,
        campus_type=None,
        projected=cohort.projected,
        tiered=figures.tiered is not None,
        graduates=figures.graduates,
        others=len(cohort.others),
        not_judged=cohort.not_judged,
        computed_at=cohort.computed_at,
        data_through=sources.data_through(desk.session),
        share=credited(figures),
        indicators=tuple(indicator_lines(figures)),
        limits=tuple(limit_lines(figures)),
        closing_the_gaps=closing_the_gaps(seen, year),
        closing_the_gaps_over_years=closing_the_gaps_over_years(seen, year),
        groups=tuple(group_lines(seen, year)),
        levels=tuple(level_lines(figures)),
        letters=(),
        small=None,
        entered=None,
        campuses=(),
        district_letter=None,
        missing=(),
        not_modelled=_not_modelled(),
        years=years(desk),
        may_open=Permission.CAMPUS_ROSTER_READ in held,
        may_set=Permission.DISTRICT_RATINGS_SET in held,
        only_sunsetting=figures.only_by_sunsetting_ibc,
        only_sunsetting_percent=printed(figures.only_by_sunsetting_ibc, figures.graduates, year),
    )


# Letters


def _letters(
    seen: Looked, year: int, stands: Entered
) -> tuple[tuple[LetterLine, ...], Share | None]:
    """The ratings of a campus; of several years together where one is too small."""
    ends = _ends(seen, year)
    if ends is None:
        return (), None
    low, high = ends
    lines = letter_lines(low, high, stands, year)
    if low.students == seen.figures.graduates:
        return lines, None
    return lines, share_of(Range(low.credited, high.credited), low.students, year)


def _ends(seen: Looked, year: int) -> tuple[Counted, Counted] | None:
    """Who is credited, for sure and at most, over as many years as it takes; None where too few."""
    figures = seen.figures
    if figures.tiered is not None or not figures.graduates:
        return None
    before = [one.student_achievement for one in seen.earlier]
    low, high = (
        evaluated([Counted(end, figures.graduates), *before], STUDENT_ACHIEVEMENT, year)
        for end in figures.credited
    )
    return None if low is None or high is None else (low, high)


# The district


def _district_letter(
    desk: Desk, everywhere: list[Campus], seen: dict[UUID, Looked], year: int
) -> DistrictLetter | None:
    """The letter of the whole district, for who sees all of it."""
    if is_tiered(year) or not reaches_whole_district(desk.actor):
        return None
    ends = {campus: found for campus, one in seen.items() if (found := _ends(one, year))}
    return district_letter(desk, everywhere, ends, year)


def _campus_line(campus: Campus, seen: Looked, campus_type: str) -> CampusLine:
    figures = seen.figures
    low, high = figures.rating, figures.highest_rating
    return CampusLine(
        campus.id,
        campus.name,
        campus.program,
        campus_type,
        credited(figures),
        _from_to(low.scaled, high.scaled),
        _from_to(low.letter, high.letter),
        0,
    )


def _summed(lines: tuple[CampusLine, ...], year: int) -> Share:
    """The campuses together, each after its own limits; a tiered score has no such sum."""
    of = sum(line.share.of for line in lines)
    credited = Range(sum(line.share.low for line in lines), sum(line.share.high for line in lines))
    if is_tiered(year):
        return Share(*credited, of, None, None)
    rate = ccmr_rate(Counted(credited.low, of), year)
    return share_of(credited, of, year)._replace(standing=rate and standing_of(rate.authority))


def _from_to(low: object, high: object) -> str:
    if low is None or high is None:
        return ""
    return str(low) if low == high else f"{low} to {high}"


def _with_missing(desk: Desk, lines: tuple[CampusLine, ...], year: int) -> tuple[CampusLine, ...]:
    known = knowledge(desk.session)
    return tuple(
        line._replace(missing=len(OF_THE_POINT - known.of(line.id, year - 1))) for line in lines
    )


def _missing(desk: Desk, campus_id: UUID, class_of: int) -> tuple[str, ...]:
    """The kinds of evidence that nobody loaded for the class at the campus, in words."""
    lacking = OF_THE_POINT - knowledge(desk.session).of(campus_id, class_of)
    return tuple(words for covers, words in COVERS.items() if covers in lacking)


# What it rests on


def _not_modelled() -> tuple[str, ...]:
    names = [name for name in sorted(rulebook().histories) if name.startswith(ON_PAGES)]
    told = [text for name in names for text in described(FOLDER, name).not_modelled]
    return (*ALWAYS_NOT_MODELLED, *dict.fromkeys(told))
