"""Small cells: which figures of a table may be shown to whom, so that nobody can be recovered.

A figure is hidden where its group is small (primary), and where it would give a hidden one away by
subtraction (complementary). Every figure that leaves the circle of those who may see each student
passes through `mask_counts` or `mask_tallies`; what they hide is a `Masked`, which says itself in
words. 34 CFR 99.31(b)(1); thresholds and their sources in `params/masking.yaml`.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Generic, NamedTuple, TypeVar

from careercraft.privacy.disclosing import Table
from careercraft.privacy.parameters import in_force

K = TypeVar("K", bound=Hashable)


class Audience(StrEnum):
    """Who reads a figure. Whoever is not known is the public."""

    NEED_TO_KNOW = "need_to_know"
    """People who may open each student behind the figure."""
    INSIDE = "inside"
    """People of the district who may not, such as the board or another campus."""
    PUBLIC = "public"


class Why(StrEnum):
    """Why a figure is hidden."""

    SMALL = "small"
    HELD = "held"
    """It is large enough, but a small one could be worked out from it."""


WORDS = {
    ("en", Why.SMALL): "fewer than {limit}",
    ("en", Why.HELD): "not shown",
    ("es", Why.SMALL): "menos de {limit}",
    ("es", Why.HELD): "no se muestra",
}
EXPLAINED = {
    ("en", Why.SMALL): "Not shown: fewer than {limit} students.",
    ("en", Why.HELD): "Not shown, so that no small group can be worked out.",
    ("es", Why.SMALL): "No se muestra: menos de {limit} estudiantes.",
    ("es", Why.HELD): "No se muestra, para que no se pueda deducir un grupo pequeño.",
}
AT_LEAST = {"en": "{percent}% or more", "es": "{percent}% o más"}
AT_MOST = {"en": "{percent}% or less", "es": "{percent}% o menos"}
TOKENS = {Why.SMALL: "*", Why.HELD: "**"}


class Masked(NamedTuple):
    """A hidden figure. `limit` is the smallest group that is shown to this audience."""

    why: Why
    limit: int

    def words(self, language: str = "en") -> str:
        """What stands in the place of the figure, on a page and on paper."""
        return WORDS[language, self.why].format(limit=self.limit)

    def explained(self, language: str = "en") -> str:
        """The same as a whole sentence, for screen readers and notes."""
        return EXPLAINED[language, self.why].format(limit=self.limit)

    @property
    def token(self) -> str:
        """The state's own sign, for files that other programs read."""
        return TOKENS[self.why]

    def __str__(self) -> str:
        return self.words()


class Percent(NamedTuple):
    """A published percent: whole, or at one end given as "or more", "or less"."""

    value: int
    end: int = 0
    """1 for "or more", -1 for "or less", 0 for the percent itself."""

    def words(self, language: str = "en") -> str:
        """The percent as it is written."""
        if self.end == 0:
            return f"{self.value}%"
        return (AT_LEAST if self.end > 0 else AT_MOST)[language].format(percent=self.value)

    def __str__(self) -> str:
        return self.words()


class Tally(NamedTuple):
    """So many of so many students."""

    number: int
    of: int


class Shown(NamedTuple):
    """A tally as an audience may see it; `percent` is None where there are no students."""

    number: int | Masked
    of: int | Masked
    percent: Percent | Masked | None

    def words(self, language: str = "en") -> str:
        """The tally in one phrase: "148 of 312 (47%)", or what may be said of it."""
        if isinstance(self.of, Masked):
            return self.of.words(language)
        joined = {"en": "of", "es": "de"}[language]
        percent = self.percent
        if isinstance(self.number, Masked):
            said = percent if isinstance(percent, Percent) else self.number
            return f"{said.words(language)} {joined} {self.of:,}"
        whole = f"{self.number:,} {joined} {self.of:,}"
        return whole if percent is None else f"{whole} ({percent.words(language)})"


class Sum(NamedTuple, Generic[K]):
    """Which figures of a table add up to another one.

    `rest`: the parts do not make up the whole (a group within all students): what is left over is
    not shown, but anybody can subtract it.
    """

    total: K
    parts: tuple[K, ...]
    rest: bool = False


class Policy(NamedTuple):
    """The thresholds for one audience."""

    smallest: int
    both_sides: bool
    """Whether the part that met and the part that did not must be large enough too."""
    extremes: tuple[tuple[int | None, int], ...]
    """For groups up to a size, how near to 0 and 100 a percent may come."""


NOTHING_HIDDEN = Policy(0, False, ())


def policy_for(audience: Audience, on: date, district_minimum: int | None = None) -> Policy:
    """The thresholds for an audience on a day; a district can raise them, never lower them."""
    if audience is Audience.NEED_TO_KNOW:
        return NOTHING_HIDDEN
    public = audience is not Audience.INSIDE
    name = "smallest_group_public" if public else "smallest_group_inside"
    smallest = max(int(in_force("masking", name, on).value), district_minimum or 0)
    if not public:
        return Policy(smallest, False, ())
    steps = in_force("masking", "extreme_percent", on).value
    return Policy(smallest, True, tuple((one["up_to"], one["percent"]) for one in steps))


def mask_counts(
    counts: Mapping[K, int], sums: Iterable[Sum[K]], policy: Policy
) -> dict[K, int | Masked]:
    """Each count as it may be shown. `sums` must name every relation that a reader could know.

    Raises ValueError where the parts of a sum do not add up to it.
    """
    if policy.smallest == 0:
        return dict(counts)
    table = Table()
    table.values |= dict(counts.items())
    _add_sums(table, counts, sums)
    for name, value in table.values.items():
        if 0 < value < policy.smallest:
            table.needs[name] = policy.smallest - 1
            table.hide(name)
    table.protect()
    masks = _masks(table, policy.smallest)
    return {key: masks.figure(table, key) for key in counts}


def mask_tallies(
    tallies: Mapping[K, Tally], sums: Iterable[Sum[K]], policy: Policy
) -> dict[K, Shown]:
    """Each tally as it may be shown, with its percent; `sums` as in `mask_counts`.

    Raises ValueError for a tally that counts more than there are, or parts that do not add up.
    """
    for key, tally in tallies.items():
        if not 0 <= tally.number <= tally.of:
            raise ValueError(f"The tally of {key!r} counts more than there are.")
    if policy.smallest == 0:
        return {key: Shown(t.number, t.of, _percent(t)) for key, t in tallies.items()}
    table, coded = _table_of(tallies, sums, policy)
    table.protect()
    masks = _masks(table, policy.smallest)
    return {key: _shown(table, key, tally, coded[key], masks) for key, tally in tallies.items()}


def changed_too_little(
    before: Mapping[K, int | Masked], after: Mapping[K, int | Masked], smallest: int
) -> list[K]:
    """The figures that two releases show with a difference of fewer than `smallest` students.

    Their difference would tell of those few; such a release waits for the next regular one.
    """
    return [
        key
        for key, now in after.items()
        if isinstance(now, int)
        and isinstance(then := before.get(key), int)
        and 0 < abs(now - then) < smallest
    ]


COUNT, REST, OF = "count", "rest", "of"


def _table_of(
    tallies: Mapping[K, Tally], sums: Iterable[Sum[K]], policy: Policy
) -> tuple[Table, dict[Hashable, Percent | None]]:
    """Three figures per tally: how many, how many not, of how many."""
    groups: dict[Hashable, Tally] = dict(tallies.items())
    table = Table()
    related = []
    for number, one in enumerate(sums):
        parts: tuple[Hashable, ...] = one.parts
        if one.rest:
            left = ("left over", number)
            groups[left] = _left_over(tallies, one)
            parts = (*parts, left)
        related.append((one.total, parts))
    coded = {key: _add_group(table, key, tally, policy) for key, tally in groups.items()}
    for key in groups.keys() - tallies.keys():
        table.never_shown.update({(key, COUNT), (key, OF)})
    for total, parts in related:
        for side in (COUNT, REST, OF):
            table.add_sum((total, side), tuple((part, side) for part in parts))
    return table, coded


def _add_group(table: Table, key: Hashable, tally: Tally, policy: Policy) -> Percent | None:
    """Add a group, hide what is small in it; returns the percent that is told instead."""
    count, rest, of = (key, COUNT), (key, REST), (key, OF)
    table.values |= {count: tally.number, rest: tally.of - tally.number, of: tally.of}
    table.never_shown.add(rest)
    table.drags[of] = (count,)
    table.add_sum(of, (count, rest))
    small = 0 < tally.of < policy.smallest
    if not small and not _one_sided(tally, policy):
        return None
    table.needs |= dict.fromkeys((count, rest, of) if small else (count, rest), policy.smallest - 1)
    table.hide(of if small else count)
    return None if small else _told(table, count, tally, policy)


def _one_sided(tally: Tally, policy: Policy) -> bool:
    """Whether too few are on one side, or the percent is too near to 0 or 100."""
    if not policy.both_sides or tally.of == 0:
        return False
    fewer = min(tally.number, tally.of - tally.number)
    return fewer < policy.smallest or 100 * fewer < _step(tally.of, policy) * tally.of


def _step(of: int, policy: Policy) -> int:
    return next(percent for up_to, percent in policy.extremes if up_to is None or of <= up_to)


def _told(table: Table, count: Hashable, tally: Tally, policy: Policy) -> Percent | None:
    """The end of the scale in which the percent lies, if that end holds enough students."""
    for percent in sorted({one for _, one in policy.extremes}):
        students = percent * tally.of // 100
        wide = percent >= _step(tally.of, policy) and students >= policy.smallest - 1
        if wide and tally.number <= students:
            table.told[count] = (0, students)
            return Percent(percent, -1)
        if wide and tally.of - tally.number <= students:
            table.told[count] = (tally.of - students, tally.of)
            return Percent(100 - percent, 1)
    return None


def _left_over(tallies: Mapping[K, Tally], one: Sum[K]) -> Tally:
    total, parts = tallies[one.total], [tallies[part] for part in one.parts]
    left = Tally(
        total.number - sum(part.number for part in parts), total.of - sum(part.of for part in parts)
    )
    if not 0 <= left.number <= left.of:
        raise ValueError(f"The parts of {one.total!r} are more than the whole.")
    return left


def _add_sums(table: Table, counts: Mapping[K, int], sums: Iterable[Sum[K]]) -> None:
    for number, one in enumerate(sums):
        parts: tuple[Hashable, ...] = one.parts
        if one.rest:
            left = ("left over", number)
            table.values[left] = counts[one.total] - sum(counts[part] for part in one.parts)
            table.never_shown.add(left)
            parts = (*parts, left)
        table.add_sum(one.total, parts)


class Masks(NamedTuple):
    """The hidden figures of which "fewer than" may be said; of the others, only "not shown"."""

    small: frozenset[Hashable]
    limit: int

    def figure(self, table: Table, name: Hashable) -> int | Masked:
        """A figure, or what stands in its place."""
        if name not in table.hidden:
            return table.values[name]
        return Masked(Why.SMALL if name in self.small else Why.HELD, self.limit)


def _masks(table: Table, limit: int) -> Masks:
    """Say "fewer than" only where all that is said so, together, tells no more than that."""
    names = [name for name, value in table.values.items() if 0 < value < limit]
    told = table.may_be_told(set(names) - table.never_shown, (1, limit - 1))
    return Masks(frozenset(told), limit)


def _shown(table: Table, key: Hashable, tally: Tally, coded: Percent | None, masks: Masks) -> Shown:
    count, of = masks.figure(table, (key, COUNT)), masks.figure(table, (key, OF))
    if isinstance(of, Masked):
        return Shown(of, of, of)
    if isinstance(count, int):
        return Shown(count, of, _percent(tally))
    told = coded if (key, COUNT) in table.told else None
    return Shown(count, of, told or Masked(Why.HELD, masks.limit))


def _percent(tally: Tally) -> Percent | None:
    if tally.of == 0:
        return None
    share = Decimal(100 * tally.number) / tally.of
    return Percent(int(share.quantize(Decimal(1), rounding=ROUND_HALF_UP)))
