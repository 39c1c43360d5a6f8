"""A class's bonus in words: figures as n of N, what each rests on, what it hangs on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from careercraft.calc import Authority, Citation
from careercraft.clock import TEXAS
from careercraft.filters import long_date, number
from careercraft.services.bonus.assumptions import MODE_WORDS
from careercraft.services.bonus.graduates import GROUP_PHRASES, GROUP_TITLES, SPECIAL
from careercraft.services.bonus.money import GroupLine, Money

READ = "read"


class Cite(NamedTuple):
    """A place where a value was read."""

    text: str
    href: str | None


class Basis(NamedTuple):
    """What a figure rests on, for its badge."""

    standing: str
    cites: tuple[Cite, ...]


class GroupRow(NamedTuple):
    """A group as the page's table shows it."""

    line: GroupLine
    title: str
    threshold: str
    next_words: str
    basis: Basis


class Assumed(NamedTuple):
    """An assumption in a sentence, with its basis; `settled` where the district set it itself."""

    name: str
    sentence: str
    basis: Basis
    settled: bool


class MoneyPage(NamedTuple):
    """Everything that `bonus/page.html` shows."""

    money: Money
    title: str
    facts: list[str]
    estimate: str
    groups: tuple[GroupRow, ...]
    band: str
    rate_sentence: str
    assumptions: tuple[Assumed, ...]
    paid_basis: Basis
    spending_basis: Basis


def money_page(told: Money) -> MoneyPage:
    """The page of a class."""
    bonus = told.bonus
    return MoneyPage(
        told,
        f"Outcomes Bonus, class of {told.class_of}",
        list(_facts(told)),
        _estimate(told),
        tuple(_group(line) for line in told.groups),
        band_sentence(told),
        rate_sentence(told),
        tuple(assumed(told)),
        basis(bonus.payment),
        basis(bonus.spending),
    )


def dollars(amount: int) -> str:
    """Whole dollars.

    >>> dollars(335000), dollars(0)
    ('$335,000', '$0')
    """
    return f"${amount:,}" if amount >= 0 else f"−${-amount:,}"


def basis(authority: Authority) -> Basis:
    """What a value rests on, as its badge shows it."""
    return Basis(authority.standing.value, cites_of(authority.cite))


def cites_of(cites: Iterable[Citation]) -> tuple[Cite, ...]:
    """Citations as a badge lists them, each once."""
    return tuple(Cite(f"{one.title}: {one.at}", one.url) for one in dict.fromkeys(cites))


def rate_sentence(told: Money) -> str:
    """Which enrolment rate is used and where it comes from."""
    rate = told.rate
    average = rate.average
    if rate.settled is not None:
        said = f"{rate.percent} of 100, set by {rate.settled.set_by} on "
        said += f"{long_date(rate.settled.set_at.astimezone(TEXAS).date())}: {rate.settled.reason}"
        return said if said.endswith(".") else f"{said}."
    if average is not None:
        classes = " and ".join(str(year) for year in average.classes)
        return (
            f"{rate.percent} of 100, the district's own average of the classes of {classes}: "
            f"{number(average.enrolled)} of {number(average.known)} graduates who reached the TSI "
            "standard met the bonus as college ready."
        )
    return (
        "None. Two earlier classes with enrollment records would give the district's own average; "
        "until then the projection counts nobody who hangs on enrollment. A rate can be set."
    )


def band_sentence(told: Money) -> str:
    """What the rounding of the threshold count comes to, and which groups it hangs on."""
    rounding = told.bonus.rounding
    way = MODE_WORDS[rounding.mode]
    if not rounding.hangs_on:
        return f"The threshold count is {way}. Every other way of rounding gives the same dollars."
    others = [
        total.low for total in rounding.other_modes_total.values() if total.low != told.earned
    ]
    groups = " and ".join(GROUP_PHRASES[group] for group in rounding.hangs_on)
    said = f"The threshold count is {way}. It hangs on one graduate in each of: {groups}."
    if others:
        low, high = min(*others, told.earned), max(*others, told.earned)
        said += f" By the ways that are possible, the earned amount is {dollars(low)} to "
        return f"{said}{dollars(high)}."
    return f"{said} It moves the highest amount only, not what is earned so far."


def assumed(told: Money) -> Iterator[Assumed]:
    """What the amounts assume, beginning with what the district can settle."""
    bonus, settled = told.bonus, told.settled
    if settled.rounding:
        sentence = f"{band_sentence(told)} Set by the district: {settled.rounding.reason}"
    else:
        sentence = band_sentence(told)
    yield Assumed(
        "Rounding", sentence, basis(bonus.rounding.authority), settled.rounding is not None
    )
    yield Assumed(
        "Enrollment rate",
        rate_sentence(told),
        Basis("assumed", ()),
        told.rate.settled is not None,
    )
    for line in told.groups:
        if line.authority.standing.value != READ:
            yield Assumed(
                f"{line.title}: {dollars(line.bonus.rate)}",
                f"{dollars(line.bonus.rate)} for each graduate above the threshold.",
                basis(line.authority),
                settled=False,
            )


def next_words(line: GroupLine) -> str:
    """What one more met graduate of a group adds.

    Nothing until the threshold is reached; then it says how many are missing.
    """
    if line.bonus.students_to_threshold:
        short = line.bonus.students_to_threshold
        noun = "graduate" if short == 1 else "graduates"
        return f"$0: {number(short)} {noun} short of the threshold"
    return dollars(line.bonus.next_graduate)


def _facts(told: Money) -> Iterator[str]:
    yield f"paid in {told.bonus.paid_in}"
    yield f"{number(told.met)} of {number(told.graduates)} met"
    if told.data_through:
        yield f"data through {long_date(told.data_through)}"
    if told.judged_at:
        yield f"computed {long_date(told.judged_at.astimezone(TEXAS).date())}"


def _estimate(told: Money) -> str:
    if told.is_estimate:
        return (
            f"{number(told.graduates)} students are counted as graduates to be; "
            f"{number(told.graduated)} have graduated so far. The size of each group, and with it "
            "the threshold, is settled only when the class has graduated."
        )
    return f"All {number(told.graduates)} students of the class have graduated."


def _group(line: GroupLine) -> GroupRow:
    percent = line.bonus.threshold_percent
    return GroupRow(
        line,
        GROUP_TITLES[line.bonus.group] + (", on top" if line.bonus.group == SPECIAL else ""),
        f"{percent}%" if percent else "none",
        next_words(line),
        basis(line.authority),
    )
