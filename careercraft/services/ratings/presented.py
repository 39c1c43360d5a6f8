"""A rating page for a meeting: tallies of enough students, no student to be opened."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from datetime import date
from typing import NamedTuple
from uuid import UUID

from careercraft.privacy.masking import (
    Audience,
    Masked,
    Sum,
    Tally,
    mask_counts,
    mask_tallies,
    policy_for,
)
from careercraft.services.ratings.letters import LetterLine
from careercraft.services.ratings.page import RatingPage

EVERYBODY = "everybody"


class Shown(NamedTuple):
    """One line: what is counted, and how many of how many in words."""

    title: str
    words: str


class CampusShown(NamedTuple):
    """One campus: its tally in words, its scaled score and letter where its tally is shown."""

    id: UUID
    name: str
    words: str
    scaled: str
    letter: str


class PresentedRating(NamedTuple):
    """What a meeting sees of a rating; every figure is in words already."""

    credited: str
    campuses: tuple[CampusShown, ...]
    indicators: tuple[Shown, ...]
    groups: tuple[Shown, ...]
    letters: tuple[LetterLine, ...]


def presented(page: RatingPage, on: date) -> PresentedRating:
    """The page without its links to students, small figures masked with what would tell them."""
    tallies = {EVERYBODY: Tally(page.share.low, page.share.of)}
    campuses = {str(line.id): Tally(line.share.low, line.share.of) for line in page.campuses}
    sums = [Sum(EVERYBODY, tuple(campuses))] if campuses else []
    words = _words(tallies | campuses, sums, on)
    few = _too_few(page.share.of, on)
    return PresentedRating(
        words[EVERYBODY],
        tuple(
            _campus(line.id, line.name, words[str(line.id)], line.scaled, line.letter)
            for line in page.campuses
        ),
        _indicators(page, on),
        _groups(page, on),
        () if few else page.letters,
    )


def _campus(id_: UUID, name: str, words: str, scaled: str, letter: str) -> CampusShown:
    """A hidden campus tells neither score nor letter: both follow from its tally."""
    hidden = " of " not in words
    return CampusShown(id_, name, words, *(("", "") if hidden else (scaled, letter)))


def _indicators(page: RatingPage, on: date) -> tuple[Shown, ...]:
    """Each indicator by itself: a graduate may meet several, so that they add up to nothing."""
    tallies = {one.id: Tally(one.met, page.graduates) for one in page.indicators}
    words = _words(tallies, [], on)
    return tuple(Shown(one.title, words[one.id]) for one in page.indicators)


def _groups(page: RatingPage, on: date) -> tuple[Shown, ...]:
    """Each group; hidden too where those outside of it are few."""
    sizes = {EVERYBODY: page.graduates} | {one.title: one.graduates.of for one in page.groups}
    policy = policy_for(Audience.INSIDE, on)
    sums = [Sum(EVERYBODY, (one.title,), rest=True) for one in page.groups]
    shown = mask_counts(sizes, sums, policy)
    told = {
        one.title: Tally(one.graduates.low, one.graduates.of)
        for one in page.groups
        if not isinstance(shown[one.title], Masked)
    }
    words = _words(told, [], on)
    return tuple(
        Shown(one.title, words.get(one.title, str(shown[one.title]))) for one in page.groups
    )


def _words(tallies: Mapping[str, Tally], sums: list[Sum[str]], on: date) -> dict[Hashable, str]:
    shown = mask_tallies(tallies, sums, policy_for(Audience.INSIDE, on))
    return {key: one.words() for key, one in shown.items()}


def _too_few(students: int, on: date) -> bool:
    return students < policy_for(Audience.INSIDE, on).smallest
