"""Rules beside those about a student's point: ratings, and whatever other area has parameters.

An area is a folder of parameters that the page of students' rules does not show. It is found by
being there, so that a new area needs no entry here.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import NamedTuple

from careercraft.calc import GraduatingClass, NoValueInForce, rules_for_class
from careercraft.calc.params import rulebook
from careercraft.calc.rule_list import ClassValue, ListedRule, stale
from careercraft.calc.rule_list import differences as differing
from careercraft.clock import TEXAS
from careercraft.privacy.access import NotFound, require
from careercraft.privacy.permissions import Permission
from careercraft.services.context import Desk
from careercraft.services.rule_words import as_label, value_in_words
from careercraft.services.rules import SECTIONS, Cite, Rule, Section, anchor, rules_named

TITLES = {
    "ratings": "Ratings of campuses",
    "ratings/standard": "Standard campuses",
    "ratings/aea": "Alternative campuses (AEA)",
    "obm": "ECHS and P-TECH: Outcomes-Based Measures",
    "bonus": "Outcomes bonus",
}
OUT_OF_SCOPE = (
    (
        "Fee reimbursements (TEC 48.155 for one SAT, ACT or TSIA, TEC 48.156 for certification "
        "exams): they pay for exams, not for outcomes."
    ),
    (
        "The rural pathway bonus, R-PEP (TEC 48.118): a separate bonus of rural partnerships, with "
        "amounts of its own."
    ),
)
"""What the field pays for and this product does not compute."""


class Area(NamedTuple):
    """An area with how many rules it has; `id` stands in an address."""

    id: str
    title: str
    rules: int


class AreaPage(NamedTuple):
    """The rules of one area, by the folders they lie in."""

    area: Area
    sections: tuple[Section, ...]


class Side(NamedTuple):
    """What a rule is for one class; without words where nothing is in force."""

    class_of: int
    words: tuple[str, ...]
    standing: str | None
    cites: tuple[Cite, ...]


class DifferenceLine(NamedTuple):
    """A rule that is not the same for two classes."""

    name: str
    title: str
    href_area: str | None
    anchor: str
    before: Side
    after: Side


class DifferencesPage(NamedTuple):
    """Every rule that differs between two classes."""

    before: int
    after: int
    editions_differ: bool
    lines: tuple[DifferenceLine, ...]


class StaleLine(NamedTuple):
    """A rule that nobody has held against its source within a year."""

    title: str
    area: str | None
    anchor: str
    checked: date | None
    by: str | None


def areas(desk: Desk) -> tuple[Area, ...]:
    """Every area that has rules of its own, by title."""
    require(desk.actor, Permission.DISTRICT_RULES_READ)
    found = [Area(id_, _title(id_), len(names)) for id_, names in _names().items()]
    return tuple(sorted(found, key=lambda area: area.title))


def area_page(desk: Desk, area_id: str) -> AreaPage:
    """The rules of an area; raises `NotFound`."""
    require(desk.actor, Permission.DISTRICT_RULES_READ)
    names = _names().get(area_id)
    if names is None:
        raise NotFound("area")
    by_folder: defaultdict[str, list[str]] = defaultdict(list)
    for name in names:
        by_folder[name.rpartition("/")[0]].append(name)
    sections = tuple(
        Section(
            folder.replace("/", "-"),
            _title(folder),
            _title(folder),
            tuple(rules_named(tuple(found), None)),
        )
        for folder, found in sorted(by_folder.items())
    )
    return AreaPage(Area(area_id, _title(area_id), len(names)), sections)


def area_of(name: str) -> str | None:
    """The area on whose page a rule stands; None for the page of students' rules."""
    return None if name in _shown() else name.partition("/")[0]


def differences(desk: Desk, before: int, after: int) -> DifferencesPage:
    """What changes from one class to another; raises `NotFound` for a class without rules."""
    require(desk.actor, Permission.DISTRICT_RULES_READ)
    editions = [_edition(class_of) for class_of in (before, after)]
    found = differing(rulebook(), GraduatingClass(before), GraduatingClass(after))
    lines = tuple(
        DifferenceLine(
            one.name,
            one.title,
            area_of(one.name),
            anchor(one.name),
            _side(one.name, one.before),
            _side(one.name, one.after),
        )
        for one in found
    )
    return DifferencesPage(before, after, editions[0] != editions[1], lines)


def stale_rules(desk: Desk) -> tuple[StaleLine, ...]:
    """The rules that nobody has held against their sources within a year, by title."""
    require(desk.actor, Permission.DISTRICT_RULES_READ)
    found = stale(rulebook(), desk.now.astimezone(TEXAS).date())
    return tuple(sorted((_stale(one) for one in found), key=lambda line: line.title))


def every_rule() -> tuple[Rule, ...]:
    """Every rule of every area."""
    return tuple(rules_named(tuple(name for names in _names().values() for name in names), None))


def _names() -> dict[str, list[str]]:
    """The rules of each area, in the order of their names."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    shown = _shown()
    for name in sorted(rulebook().histories):
        if name not in shown:
            found[name.partition("/")[0]].append(name)
    return dict(found)


def _shown() -> frozenset[str]:
    return frozenset(name for names in SECTIONS.values() for name in names)


def _title(folder: str) -> str:
    return TITLES.get(folder) or as_label(folder.rpartition("/")[2].replace("_", " "))


def _edition(class_of: int) -> str:
    try:
        return rules_for_class(class_of).edition
    except (NoValueInForce, ValueError):
        raise NotFound("class") from None


def _side(name: str, value: ClassValue) -> Side:
    words = () if value.value is None else value_in_words(name, value.value)
    cites = tuple(Cite(f"{cite.title}: {cite.at}", cite.url) for cite in value.cite)
    return Side(value.class_of, words, value.standing, cites)


def _stale(rule: ListedRule) -> StaleLine:
    checked = rule.checked
    return StaleLine(
        rule.title,
        area_of(rule.name),
        anchor(rule.name),
        checked.day if checked else None,
        checked.by if checked else None,
    )
