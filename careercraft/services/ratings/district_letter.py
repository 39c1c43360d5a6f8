"""The letter of the district: the average of its campuses, weighed by enrollment; what lacks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple
from uuid import UUID

from careercraft.calc import sentence
from careercraft.calc.campus import Counted
from careercraft.calc.explain import term
from careercraft.calc.ratings import CampusDomains, Rated, district_ratings, weighing_grades
from careercraft.models import Campus
from careercraft.services.context import Desk
from careercraft.services.ratings.letters import Score, ratings_at
from careercraft.services.ratings.scores import Entered, entered_at
from careercraft.services.rules import Cite, cites_of

PUBLISHED = ("student_achievement", "school_progress")
"""Domain scores that may be entered as published, and are worked out otherwise."""
LACKS = {
    "enrolled": "its enrollment",
    "student_achievement": "Student Achievement",
    "school_progress": "School Progress",
    "closing_the_gaps": "Closing the Gaps",
}
Ends = tuple[Counted, Counted]
"""Who is credited of a campus's graduates, for sure and at most."""


class DomainLine(NamedTuple):
    """One score of the district, with the reason and what it rests on."""

    title: str
    low: Score
    high: Score
    reason: str
    standing: str
    cites: tuple[Cite, ...]


class Brought(NamedTuple):
    """What a campus brings to the average, for sure and at most."""

    id: UUID
    name: str
    low: CampusDomains
    high: CampusDomains
    lacks: tuple[str, ...]
    left_out: bool


class DistrictLetter(NamedTuple):
    """The scores of the district. `grades` are the first and last whose students weigh a campus."""

    grades: tuple[int, int]
    lines: tuple[DomainLine, ...]
    campuses: tuple[Brought, ...]

    @property
    def lacking(self) -> tuple[Brought, ...]:
        """The campuses without which no average can be said."""
        return tuple(one for one in self.campuses if one.lacks)


def district_letter(
    desk: Desk, campuses: list[Campus], ends: Mapping[UUID, Ends], year: int
) -> DistrictLetter | None:
    """The letter of a district of these campuses; None in a year of which the rule is not known."""
    grades = weighing_grades(year)
    if grades is None:
        return None
    stands = entered_at(desk, [campus.id for campus in campuses], year)
    brought = tuple(
        _brought(campus, stands[campus.id], ends.get(campus.id), year) for campus in campuses
    )
    return DistrictLetter(grades, tuple(_lines(brought, year)), brought)


def _brought(campus: Campus, stands: Entered, ends: Ends | None, year: int) -> Brought:
    low, high = (_domains(stands, None if ends is None else ends[end], year) for end in (0, 1))
    left_out = "left_out" in stands.scores
    lacks = [words for name, words in LACKS.items() if not getattr(low, name)]
    return Brought(campus.id, campus.name, low, high, () if left_out else tuple(lacks), left_out)


def _domains(stands: Entered, counted: Counted | None, year: int) -> CampusDomains:
    found = {} if counted is None else ratings_at(counted, stands, year)._asdict()
    worked_out = {name: found[name].scaled if found else None for name in PUBLISHED}
    typed = {
        name: int(stands.scores[name])
        for name in ("enrolled", *PUBLISHED, "closing_the_gaps")
        if name in stands.scores
    }
    return CampusDomains(**{"enrolled": None, "closing_the_gaps": None, **worked_out, **typed})


def _lines(brought: tuple[Brought, ...], year: int) -> Iterator[DomainLine]:
    counted = [one for one in brought if not one.left_out]
    low = district_ratings([one.low for one in counted], year)
    high = district_ratings([one.high for one in counted], year)
    for surely, at_most in zip(low, high, strict=True):
        yield DomainLine(
            term(f"component.{surely.id}"),
            _score(surely),
            _score(at_most),
            sentence(surely.because),
            surely.standing.value,
            cites_of(surely.authority),
        )


def _score(rated: Rated) -> Score:
    return Score(rated.scaled, rated.letter)
