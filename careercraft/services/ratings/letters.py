"""The letters of a campus: for sure, at most, with one more graduate, and where the next begins."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from careercraft.calc import sentence
from careercraft.calc.campus import (
    CampusScores,
    Counted,
    Ratings,
    next_letter,
    ratings_of,
    with_more,
)
from careercraft.calc.explain import term
from careercraft.calc.ratings import Rated
from careercraft.services.ratings.scores import SCORES, WITH_DECIMALS, Entered
from careercraft.services.rules import Cite, cites_of

NOT_GIVEN = "rating_not_given"
PARTS_SHOWN = {"student_achievement": ("staar", "graduation"), "part_b": ("part_b_ccmr",)}
"""Parts of a rating that are shown beside it; the CCMR component has a line of its own."""


class Score(NamedTuple):
    """A scaled score and its letter; both None where they are not known."""

    scaled: int | None
    letter: str | None


class Next(NamedTuple):
    """How many more credited graduates better the letter, and the score then."""

    more: int
    score: Score


class LetterLine(NamedTuple):
    """One rating, with the reason and what it rests on; `is_part` of the line that follows it."""

    id: str
    title: str
    low: Score
    high: Score
    one_more: Score
    next: Next | None
    reason: str
    lacks: tuple[str, ...]
    """The scores that were not given, where nothing else keeps it from being known."""
    standing: str
    cites: tuple[Cite, ...]
    is_part: bool


def letter_lines(low: Counted, high: Counted, stands: Entered, year: int) -> tuple[LetterLine, ...]:
    """Every rating that CCMR has a hand in, with its parts before it."""
    scores = _scores(low, stands)
    surely = _each(ratings_of(scores, year, stands.campus_type))
    at_most = _each(ratings_of(_scores(high, stands), year, stands.campus_type))
    one_more = _each(ratings_of(with_more(scores, 1), year, stands.campus_type))
    return tuple(
        LetterLine(
            id_,
            term(f"component.{id_}"),
            _score(rated),
            _score(at_most[id_]),
            _score(one_more[id_]),
            _next(scores, year, id_, stands.campus_type),
            sentence(rated.because),
            tuple(dict.fromkeys(_lacking(rated))),
            rated.standing.value,
            cites_of(rated.authority),
            id_ not in Ratings._fields,
        )
        for id_, rated in surely.items()
    )


def ratings_at(counted: Counted, stands: Entered, year: int) -> Ratings:
    """The ratings of a campus of whose graduates so many are credited."""
    return ratings_of(_scores(counted, stands), year, stands.campus_type)


def _scores(counted: Counted, stands: Entered) -> CampusScores:
    given = {
        name: score if name in WITH_DECIMALS else int(score)
        for name, score in stands.scores.items()
        if name in SCORES
    }
    return CampusScores(counted.students, counted.credited, **given)  # type: ignore[arg-type]


def _each(ratings: Ratings) -> dict[str, Rated]:
    """The ratings by id, each after those of its parts that are shown."""
    found: dict[str, Rated] = {}
    for rating in ratings:
        shown = PARTS_SHOWN.get(rating.id, ())
        found |= {part.id: part for part in rating.parts if part.id in shown}
        found[rating.id] = rating
    return found


def _lacking(rated: Rated) -> Iterator[str]:
    """The names of the scores at the bottom that were not given."""
    if rated.scaled is None and rated.because.key == NOT_GIVEN:
        yield term(f"component.{rated.id}")
    for part in rated.parts:
        yield from _lacking(part)


def _score(rated: Rated) -> Score:
    return Score(rated.scaled, rated.letter)


def _next(scores: CampusScores, year: int, id_: str, campus_type: str) -> Next | None:
    if id_ not in Ratings._fields:
        return None
    found = next_letter(scores, year, id_, campus_type)
    return None if found is None else Next(found.more, _score(found.after))
