"""The editions of the outcomes-based measures, read from ``params/obm``."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple, TypeVar

from careercraft.calc.calendar import SchoolYear
from careercraft.calc.citations import Authority
from careercraft.calc.history import Dated, History
from careercraft.calc.obm.targets import WORDS, NotATarget, Target, ToBeTyped, target_from
from careercraft.calc.params import Rulebook, rulebook
from careercraft.calc.params.description import described
from careercraft.calc.params.schema import ParameterError

ROOM = "obm"
DOMAINS = ("access", "attainment", "achievement")
LEVELS = ("provisional", "designated", "distinction")
PROVISIONAL, DESIGNATED, DISTINCTION = LEVELS
OTHER_FILES = ("edition", "path", "needs_improvement", "distinction")
INDICATOR_KEYS = {"domain", "measure", "with", "population", "by", "targets"}
REQUIREMENT_KEYS = {"all_of", "at_least", "among", "after"}

R = TypeVar("R")


class NoSuchEdition(LookupError):  # noqa: N818 - it reads as the sentence it is
    """There is no edition of that name for that model."""


class Terms(NamedTuple):
    """What holds of an edition in a designation year.

    ``binding``: whether its measures decide the designation, or are for information.
    """

    model: str
    name: str
    levels: tuple[str, ...]
    binding: bool


class Path(NamedTuple):
    """The designations a program can have in a year of implementation, lowest first."""

    statuses: tuple[str, ...]


class Distinction(NamedTuple):
    """Whether the status of distinction takes it in ``all_domains`` or in ``any_domain``."""

    takes: str


class NeedsImprovement(NamedTuple):
    """How many years in a row a program may need improvement; the sources give two numbers."""

    max_years: int
    other_reading: int


class Requirement(NamedTuple):
    """What a level asks of a domain.

    All of some indicators, and at least so many among others; after a lower level, if one is named.
    ``known`` is false where the district has to type it from its own letter.
    """

    all_of: tuple[str, ...] = ()
    at_least: int | None = None
    among: tuple[str, ...] = ()
    after: str | None = None
    known: bool = True

    @property
    def indicators(self) -> tuple[str, ...]:
        """Every indicator that the requirement looks at."""
        return tuple(dict.fromkeys(self.all_of + self.among))


class Indicator(NamedTuple):
    """One indicator of an edition: what it measures, of whom, by when, and its targets."""

    id: str
    definition: str
    domain: str
    measure: str
    given: Mapping[str, Any]
    population: str
    by: str
    targets: Mapping[str, Target]
    authority: Authority
    note: str | None = None


class Domain(NamedTuple):
    """One domain of an edition, with what each level asks of it."""

    id: str
    requirements: Mapping[str, Requirement]
    authority: Authority


class Edition(NamedTuple):
    """One edition, as it holds in a designation year.

    ``typed_from`` names the district's document where it typed targets itself; else ``None``.
    """

    id: str
    designation_year: SchoolYear
    terms: Terms
    authority: Authority
    indicators: Mapping[str, Indicator]
    domains: Mapping[str, Domain]
    path: History[Path]
    needs_improvement: Dated[NeedsImprovement]
    distinction: Dated[Distinction]
    typed_from: str | None = None

    @property
    def model(self) -> str:
        """The model: ``echs``, ``ptech`` or ``tstem``."""
        return self.terms.model

    @property
    def name(self) -> str:
        """The name of the edition, for example ``2023``."""
        return self.terms.name

    @property
    def levels(self) -> tuple[str, ...]:
        """The levels that the edition has targets for, lowest first."""
        return self.terms.levels

    @property
    def blank(self) -> bool:
        """Whether a target or requirement is still to be typed by the district."""
        targets = [t for one in self.indicators.values() for t in one.targets.values()]
        asked = [one for domain in self.domains.values() for one in domain.requirements.values()]
        return any(isinstance(t, ToBeTyped) for t in targets) or not all(r.known for r in asked)


class EditionName(NamedTuple):
    """How an edition is asked for, and the designation years it holds for (``None``: still)."""

    model: str
    name: str
    first: SchoolYear
    last: SchoolYear | None


@cache
def editions() -> tuple[EditionName, ...]:
    """Return every edition, the newest of each model first."""
    found = [_named(rulebook(), folder) for folder in _folders(rulebook())]
    return tuple(sorted(found, key=lambda one: (one.model, -one.first)))


def edition(model: str, name: str, designation_year: int | None = None) -> Edition:
    """Return an edition as it holds in a designation year, without one as it held last.

    Raises ``NoSuchEdition``, and ``NoValueInForce`` for a year in which it does not hold.
    """
    for folder in _folders(rulebook()):
        terms = _terms(rulebook(), folder)
        newest = next(e for e in reversed(terms.entries) if e.dated is not None)
        held = newest.dated.value if newest.dated else None
        if held and (held.model, held.name) == (model, name):
            year = newest.start if designation_year is None else designation_year
            return _edition(folder, SchoolYear(year))
    known = ", ".join(f"{one.model} {one.name}" for one in editions())
    raise NoSuchEdition(f"one of {known}")


def in_force(name: str, shape: type[R], year: SchoolYear) -> Dated[R]:
    """Return a value of the room for a school year. Raises ``NoValueInForce``."""
    any_shape: Any = shape
    history: History[R] = history_of(name, any_shape)
    return history.at(year)


@cache
def history_of(name: str, shape: Any) -> History[Any]:
    """Return all the values of a parameter of the room, read once."""
    return rulebook().history(f"{ROOM}/{name}", shape)


@cache
def _edition(folder: str, year: SchoolYear) -> Edition:
    book = rulebook()
    terms = _terms(book, folder).at(year)
    levels = terms.value.levels
    indicators = [_indicator(name, year, levels) for name in _indicator_files(book, folder)]
    domains = {id_: _domain(f"{folder}/{id_}", id_, year, levels) for id_ in DOMAINS}
    return Edition(
        id=folder.removeprefix(f"{ROOM}/"),
        designation_year=year,
        terms=terms.value,
        authority=terms.authority,
        indicators={one.id: one for one in sorted(indicators, key=_place)},
        domains=domains,
        path=book.history(f"{folder}/path", Path),
        needs_improvement=book.history(f"{folder}/needs_improvement", NeedsImprovement).at(year),
        distinction=book.history(f"{folder}/distinction", Distinction).at(year),
    )


def _place(indicator: Indicator) -> tuple[int, str]:
    return DOMAINS.index(indicator.domain), indicator.id


def _indicator_files(book: Rulebook, folder: str) -> list[str]:
    others = {f"{folder}/{name}" for name in OTHER_FILES + DOMAINS}
    return [n for n in book.histories if n.startswith(f"{folder}/") and n not in others]


def _indicator(name: str, year: SchoolYear, levels: tuple[str, ...]) -> Indicator:
    dated, said = _value(name, year), described(rulebook().folder, name)
    value = _exactly(dated.value, INDICATOR_KEYS, name)
    targets = _exactly(value["targets"], set(levels), name)
    return Indicator(
        id=name.rsplit("/", maxsplit=1)[-1],
        definition=said.title,
        domain=_one_of(value["domain"], DOMAINS, name),
        measure=value["measure"],
        given=value["with"],
        population=value["population"],
        by=value["by"],
        targets={level: _target(targets[level], name, level) for level in levels},
        authority=dated.authority,
        note=next(iter(said.notes.values()), None),
    )


def _domain(name: str, id_: str, year: SchoolYear, levels: tuple[str, ...]) -> Domain:
    dated = _value(name, year)
    asked = _exactly(dated.value, set(levels), name)
    try:
        return Domain(id_, {lv: requirement_from(asked[lv]) for lv in levels}, dated.authority)
    except NotATarget as wrong:
        raise ParameterError(f"{name}.yaml", "value", str(wrong)) from wrong


def requirement_from(value: Any) -> Requirement:
    """Return what a level asks of a domain, as written. Raises ``NotATarget``."""
    if value == WORDS[ToBeTyped]:
        return Requirement(known=False)
    if not isinstance(value, dict) or not value or not set(value) <= REQUIREMENT_KEYS:
        raise NotATarget("a requirement with " + ", ".join(sorted(REQUIREMENT_KEYS)))
    all_of, among = _names(value.get("all_of", [])), _names(value.get("among", []))
    needed = value.get("at_least")
    if (needed is None) == bool(among) or not all_of + among:
        raise NotATarget("all_of, or at_least so many among a list of indicators")
    if needed is not None and (type(needed) is not int or not 1 <= needed <= len(among)):
        raise NotATarget(f"at_least as a whole number from 1 to {len(among)}")
    return Requirement(all_of, needed, among, value.get("after"))


def _names(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
        raise NotATarget("a list of indicators")
    return tuple(value)


def _target(value: Any, name: str, level: str) -> Target:
    try:
        return target_from(value)
    except NotATarget as wrong:
        raise ParameterError(f"{name}.yaml", f"value.targets.{level}", str(wrong)) from wrong


def _exactly(value: Any, keys: set[str], name: str) -> Mapping[str, Any]:
    if not isinstance(value, dict) or set(value) != keys:
        raise ParameterError(f"{name}.yaml", "value", f"exactly the keys {', '.join(sorted(keys))}")
    return value


def _one_of(value: Any, allowed: tuple[str, ...], name: str) -> str:
    if value not in allowed:
        raise ParameterError(f"{name}.yaml", "value", f"one of {', '.join(allowed)}")
    return str(value)


def _value(name: str, year: SchoolYear) -> Dated[Any]:
    return rulebook().histories[name].at(year)


def _folders(book: Rulebook) -> list[str]:
    ending = "/edition"
    return [name.removesuffix(ending) for name in book.histories if _is_edition(name, ending)]


def _is_edition(name: str, ending: str) -> bool:
    return name.startswith(f"{ROOM}/") and name.endswith(ending)


def _terms(book: Rulebook, folder: str) -> History[Terms]:
    return book.history(f"{folder}/edition", Terms)


def _named(book: Rulebook, folder: str) -> EditionName:
    entries = _terms(book, folder).entries
    held = [entry for entry in entries if entry.dated is not None]
    repealed = [entry.start for entry in entries if entry.dated is None]
    terms = held[0].dated.value  # type: ignore[union-attr]
    last = SchoolYear(repealed[-1] - 1) if repealed else None
    return EditionName(terms.model, terms.name, SchoolYear(held[0].start), last)
