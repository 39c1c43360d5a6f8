"""What one more student does to the letters of a campus.

The CCMR side is worked out from the counts; the other scores of the campus are taken as given. One
more student may also add points in Closing the Gaps, which is left as given: its targets were not
read.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from typing import NamedTuple

from careercraft.calc.campus.rates import Counted, ccmr_rate
from careercraft.calc.facts import Number
from careercraft.calc.findings import Message
from careercraft.calc.ratings import components, domains
from careercraft.calc.ratings.rated import Rated, given, not_known
from careercraft.calc.ratings.rules import STANDARD


class CampusScores(NamedTuple):
    """What is known of a campus. Every score but the counts comes from elsewhere.

    ``credited`` is after the campus limits. STAAR and graduation may be given as the raw score of
    the component or scaled; the raw one counts where both are. All others are scaled scores.
    ``economically_disadvantaged_percent`` is that of all grades in October.
    """

    graduates: int
    credited: int
    staar: int | None = None
    graduation: int | None = None
    part_a: int | None = None
    part_b_staar: int | None = None
    economically_disadvantaged_percent: Number | None = None
    closing_the_gaps: int | None = None
    staar_raw: int | None = None
    graduation_raw: Number | None = None


class Ratings(NamedTuple):
    """Every rating that CCMR has a hand in."""

    ccmr: Rated
    student_achievement: Rated
    part_b: Rated
    school_progress: Rated
    overall: Rated


class NextLetter(NamedTuple):
    """How many more credited graduates it takes to a better letter, and the ratings then."""

    more: int
    before: Rated
    after: Rated


def ratings_of(scores: CampusScores, year: int, campus_type: str = STANDARD) -> Ratings:
    """Return every rating; what depends on a score that was not given is not known."""
    part_a, part_b_staar, gaps = (
        given(name, getattr(scores, name), year)
        for name in ("part_a", "part_b_staar", "closing_the_gaps")
    )
    staar, graduation = (
        staar_of(scores, year, campus_type),
        graduation_of(scores, year, campus_type),
    )
    rate = ccmr_rate(Counted(scores.credited, scores.graduates), year)
    raw = None if rate is None else rate.value
    ccmr = _or_not_given("ccmr", raw, lambda raw: components.ccmr(raw, year, campus_type))
    percent = scores.economically_disadvantaged_percent
    relative = None if percent is None else raw
    part_b_ccmr = _or_not_given(
        "part_b_ccmr",
        relative,
        lambda raw: components.part_b_ccmr(raw, percent or 0, year, campus_type),
    )
    achievement = domains.student_achievement(staar, ccmr, graduation, year, campus_type)
    part_b = domains.part_b(part_b_staar, part_b_ccmr, year, campus_type)
    progress = domains.school_progress(part_a, part_b, year, campus_type)
    overall = domains.overall(achievement, progress, gaps, year, campus_type)
    return Ratings(ccmr, achievement, part_b, progress, overall)


def staar_of(scores: CampusScores, year: int, campus_type: str = STANDARD) -> Rated:
    """Rate the STAAR component, from its raw score where that was given."""
    if scores.staar_raw is None:
        return given("staar", scores.staar, year)
    return components.staar(scores.staar_raw, year, campus_type)


def graduation_of(scores: CampusScores, year: int, campus_type: str = STANDARD) -> Rated:
    """Rate the graduation component, from its raw score where that was given."""
    if scores.graduation_raw is None:
        return given("graduation", scores.graduation, year)
    return components.graduation(scores.graduation_raw, year, campus_type)


def with_more(scores: CampusScores, more: int) -> CampusScores:
    """Return the same campus with so many more of its graduates credited."""
    return scores._replace(credited=min(scores.credited + more, scores.graduates))


def next_letter(
    scores: CampusScores, year: int, of: str = "ccmr", campus_type: str = STANDARD
) -> NextLetter | None:
    """Return the fewest more credited graduates that better a letter.

    ``of`` is a field of ``Ratings``. ``None`` where the rating is not known, or no number of
    graduates betters it. No rating falls where more are credited, so the number is looked for by
    halving.
    """
    before = _rating(scores, year, of, campus_type)

    def after(more: int) -> Rated:
        return _rating(with_more(scores, more), year, of, campus_type)

    possible = range(1, scores.graduates - scores.credited + 1)
    place = bisect_left(possible, True, key=lambda more: _better(after(more), before))
    if place == len(possible):
        return None
    return NextLetter(possible[place], before, after(possible[place]))


def _rating(scores: CampusScores, year: int, of: str, campus_type: str) -> Rated:
    rating: Rated = getattr(ratings_of(scores, year, campus_type), of)
    return rating


def _better(after: Rated, before: Rated) -> bool:
    """Tell whether a letter is nearer to A: letters sort from the best down."""
    return bool(after.letter and before.letter and after.letter < before.letter)


def _or_not_given(id_: str, raw: int | None, rate: Callable[[int], Rated]) -> Rated:
    return not_known(id_, Message("rating_not_given")) if raw is None else rate(raw)
