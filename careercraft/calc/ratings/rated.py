"""A score with its letter, why it is that, and how sure it is."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from careercraft.calc.citations import Authority, Citation, Standing, jointly
from careercraft.calc.findings import Message, Term, joined
from careercraft.calc.history import Dated, NoValueInForce
from careercraft.calc.ratings.rules import LetterD, Letters, in_force

UNKNOWN = "unknown"
NOTHING_SURE = Authority(standing=Standing.ASSUMED)


class Rated(NamedTuple):
    """A scaled score and its letter; both ``None`` where they are not known, with the reason.

    ``score_authority`` is what the score alone rests on, ``authority`` the score with its letter.
    What is not known is never surer than ``assumed``. ``parts`` are the scores it was made of.
    """

    id: str
    scaled: int | None
    letter: str | None
    because: Message
    score_authority: Authority = NOTHING_SURE
    authority: Authority = NOTHING_SURE
    parts: tuple[Rated, ...] = ()

    @property
    def standing(self) -> Standing:
        """How sure the least sure value is that the score or its letter rests on."""
        return self.authority.standing

    @property
    def cite(self) -> tuple[Citation, ...]:
        """Where the values were read that the score and its letter rest on."""
        return self.authority.cite


def rated(
    id_: str,
    scaled: int,
    year: int,
    because: Message,
    authority: Authority,
    *parts: Rated,
) -> Rated:
    """Return a known score with the letter it earns. ``because`` is given component and score."""
    letter = letter_of(scaled, year)
    score = jointly(authority, *(part.score_authority for part in parts))
    values = {"component": component(id_), "scaled": scaled, "letter": letter.value}
    message = Message(because.key, {**because.values, **values})
    whole = jointly(score, letter.authority)
    return Rated(id_, scaled, letter.value, message, score, whole, parts)


def not_known(id_: str, because: Message, parts: Iterable[Rated] = ()) -> Rated:
    """Return a score that cannot be said, with the reason."""
    message = Message(because.key, {**because.values, "component": component(id_)})
    return Rated(id_, None, None, message, parts=tuple(parts))


def no_rule(id_: str, year: int, parts: Iterable[Rated] = ()) -> Rated:
    """Return a score that cannot be said because the rule of that year is not known."""
    return not_known(id_, Message("rating_no_rule", {"year": year}), parts)


def missing(id_: str, parts: Iterable[Rated]) -> Rated:
    """Return a score that cannot be said because some of its parts cannot."""
    parts = tuple(parts)
    because = joined([part.because for part in parts if part.scaled is None])
    return Rated(id_, None, None, because, parts=parts)


def given(id_: str, scaled: int | None, year: int) -> Rated:
    """Return a scaled score that the caller has from elsewhere, or has not."""
    if scaled is None:
        return not_known(id_, Message("rating_not_given"))
    try:
        return rated(id_, scaled, year, Message("rating_given"), Authority())
    except NoValueInForce:
        return no_rule(id_, year)


def letter_of(scaled: int, year: int) -> Dated[str]:
    """Return the letter of a scaled score. Raises ``NoValueInForce`` before the first year."""
    upper = in_force("letters", Letters, year)
    for name, lowest in zip(Letters._fields, upper.value, strict=True):
        if scaled >= lowest:
            return Dated(name.upper(), upper.authority)
    lower = in_force("letter_d", LetterD, year)
    letter = "D" if scaled >= lower.value.d else "F"
    return Dated(letter, jointly(upper.authority, lower.authority))


def component(id_: str) -> Term:
    """Return the name of a score as a word to be put in the reader's language."""
    return Term(f"component.{id_}")
