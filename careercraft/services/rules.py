"""The rules as the rules page shows them: every value in words, dated, cited, with its standing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from careercraft.calc import Authority, GraduatingClass, rules_for_class, short_title, title
from careercraft.calc.bonus.money import paid_in
from careercraft.calc.calendar import FiscalYear
from careercraft.calc.history import Entry, History
from careercraft.calc.params import FOLDER, first_class, first_tiered_class, rulebook
from careercraft.calc.params.description import Checked, Description, described
from careercraft.calc.rule_list import CLOCK_WORDS
from careercraft.clock import TEXAS, senior_class
from careercraft.filters import long_date
from careercraft.privacy.access import NotFound, require
from careercraft.privacy.permissions import Permission
from careercraft.services.context import Desk
from careercraft.services.rule_words import DAYS, day_of_year, since_in_words, value_in_words

STEP = "criteria/program_step_"
LAST_CLASS_OFFERED = 2030
CLASSES_AHEAD = 13
"""Kindergarten: no student on file can graduate later."""

JUDGED = "judged"
DATES = "dates"
LEVELS = "levels"
BONUS = "bonus"
BONUS_DATES = "bonus_dates"
BONUS_MONEY = "bonus_money"
OWN_TITLES = {
    JUDGED: "How a graduate is judged",
    DATES: "Until when evidence counts",
    LEVELS: "Levels",
    BONUS: "Outcomes bonus: who earns it",
    BONUS_DATES: "Outcomes bonus: until when",
    BONUS_MONEY: "Outcomes bonus: what it is worth",
}
SECTIONS: dict[str, tuple[str, ...]] = {
    JUDGED: ("accountability/edition",),
    "tsi": (
        "criteria/sat",
        "criteria/act_sections",
        "criteria/act_composite",
        "criteria/act_mixing",
        "criteria/act_superscoring",
        "criteria/tsia2",
        "criteria/tsia2_diagnostic_alone",
        "criteria/tsia1",
        "criteria/college_prep",
    ),
    "ap_ib": ("criteria/advanced_placement", "criteria/international_baccalaureate"),
    "dual_credit": ("criteria/dual_credit", "tiered/dual_credit"),
    "onramps": ("criteria/onramps", "tiered/onramps"),
    "associate_degree": ("criteria/associate_degree",),
    "level_certificate": ("criteria/level_certificate",),
    "ibc": (
        "criteria/ibc_lists",
        "criteria/ibc_program_of_study",
        "criteria/program_step_none",
        "criteria/program_step_level_2_course",
        "criteria/program_step_concentrator",
        "criteria/program_step_completer",
        "criteria/ibc_result",
        "criteria/ibc_sunsetting",
    ),
    "iep_workforce": ("criteria/iep_workforce",),
    "advanced_plan_special_education": ("criteria/advanced_plan",),
    "military": ("criteria/military", "tiered/jrotc_afqt"),
    LEVELS: ("tiered/levels",),
    DATES: (
        "accountability/window_grade_9",
        "accountability/window_sat",
        "accountability/window_act",
        "accountability/window_tsia",
        "accountability/window_tsia_opens",
        "accountability/window_exams",
        "accountability/window_courses",
        "accountability/window_level_certificate",
        "accountability/window_ibc",
        "accountability/window_ibc_reviewed",
        "accountability/window_associate_degree",
        "accountability/window_enlistment",
    ),
    BONUS: (
        "bonus/college_prep",
        "bonus/associate_degree_requires_tsi",
        "bonus/ibc_program_of_study",
        "bonus/sunsetting_ibc",
        "bonus/military",
    ),
    BONUS_DATES: (
        "bonus/tenth_class_day_passed",
        "bonus/fall_ends",
        "bonus/deadline_associate_degree",
        "bonus/deadline_certificate",
        "bonus/deadline_enlistment",
    ),
    BONUS_MONEY: (
        "bonus/fiscal_years_until_paid",
        "bonus/threshold_economically_disadvantaged",
        "bonus/threshold_not_economically_disadvantaged",
        "bonus/threshold_special_education",
        "bonus/minimum_rounding",
        "bonus/rate_economically_disadvantaged",
        "bonus/rate_not_economically_disadvantaged",
        "bonus/rate_special_education",
        "bonus/spending_floor",
    ),
}
"""Which parameters stand under which heading; the ids of indicators are those of `calc`."""

OF_CAMPUSES = ("ratings/", "obm/")
"""Parameters that judge campuses and programs; they decide nothing about a student and stand
elsewhere."""

REPLACED_BY_TIERS = {"criteria/dual_credit", "criteria/onramps"}
"""Parameters that the tiered edition does not use: it has its own."""


class Cite(NamedTuple):
    """Where a value was read; `href` where the document has an address."""

    text: str
    href: str | None


class ValueInForce(NamedTuple):
    """One value: from when, what, how sure, where read."""

    since: str
    words: tuple[str, ...]
    standing: str
    cites: tuple[Cite, ...]
    note: str | None


class Rule(NamedTuple):
    """One parameter of the law. `title` says what its value means."""

    name: str
    title: str
    anchor: str
    clock: str
    checked: Checked | None
    values: tuple[ValueInForce, ...]
    not_modelled: tuple[str, ...]


class Section(NamedTuple):
    """The rules of one indicator; `id` is the indicator's, and the anchor on the page."""

    id: str
    title: str
    short: str
    rules: tuple[Rule, ...]


class RulesPage(NamedTuple):
    """The rules of a class, or of all classes where `class_of` is None."""

    class_of: int | None
    rated_in: int | None
    fingerprint: str | None
    sections: tuple[Section, ...]
    classes: tuple[int, ...]


def all_rules(desk: Desk) -> RulesPage:
    """Every value of every rule, for all classes, in the order of their years."""
    require(desk.actor, Permission.DISTRICT_RULES_READ)
    return RulesPage(None, None, None, _sections(None), _classes(desk))


def rules_of_class(desk: Desk, class_of: int) -> RulesPage:
    """The rules in force for one class; raises `NotFound` for a class without rules."""
    require(desk.actor, Permission.DISTRICT_RULES_READ)
    latest = senior_class(_today(desk)) + CLASSES_AHEAD
    if not first_class() <= class_of <= latest:
        raise NotFound("class")
    rules = rules_for_class(class_of)
    return RulesPage(
        class_of,
        int(rules.accountability_year),
        rules.fingerprint,
        _sections(GraduatingClass(class_of)),
        _classes(desk),
    )


def _today(desk: Desk) -> date:
    return desk.now.astimezone(TEXAS).date()


def _classes(desk: Desk) -> tuple[int, ...]:
    last = max(LAST_CLASS_OFFERED, senior_class(_today(desk)) + 4)
    return tuple(range(int(first_class()), last + 1))


def _sections(class_of: GraduatingClass | None) -> tuple[Section, ...]:
    found = (
        Section(
            id_,
            OWN_TITLES.get(id_) or title(id_),
            OWN_TITLES.get(id_) or short_title(id_),
            tuple(rules_named(names, class_of)),
        )
        for id_, names in SECTIONS.items()
    )
    return tuple(section for section in found if section.rules)


def anchor(name: str) -> str:
    """Where a rule stands on its page."""
    return f"rule-{name.replace('/', '-')}"


def rules_named(names: tuple[str, ...], class_of: GraduatingClass | None) -> Iterator[Rule]:
    """Some rules with their values: all of them, or those in force for one class."""
    for name in names:
        history = rulebook().histories[name]
        if class_of is not None and not _applies(name, history, class_of):
            continue
        document = described(FOLDER, name)
        entries = history.entries if class_of is None else _in_force(history, class_of)
        values = tuple(_value(name, history, entry, document, class_of) for entry in entries)
        yield Rule(
            name,
            document.title,
            anchor(name),
            CLOCK_WORDS[history.clock.__name__],
            document.checked,
            values,
            document.not_modelled,
        )


def _applies(name: str, history: History[Any], class_of: GraduatingClass) -> bool:
    if name in REPLACED_BY_TIERS and class_of >= first_tiered_class():
        return False
    if name.startswith(STEP):
        regime = rulebook().histories["criteria/ibc_program_of_study"].at(class_of)
        return bool(name.removeprefix(STEP) == regime.value["step"] != "none")
    return history.clock is not GraduatingClass or history.in_force(class_of)


def _in_force(history: History[Any], class_of: GraduatingClass) -> tuple[Entry[Any], ...]:
    """The entry of the class; of what goes by the day of a test, every entry."""
    if history.clock is FiscalYear:
        year = paid_in(class_of).value
        return tuple(entry for entry in history.entries if entry.start <= year)[-1:]
    if history.clock is not GraduatingClass:
        return history.entries
    return tuple(entry for entry in history.entries if entry.start <= class_of)[-1:]


def _value(
    name: str,
    history: History[Any],
    entry: Entry[Any],
    document: Description,
    class_of: GraduatingClass | None,
) -> ValueInForce:
    since = _since(history, entry)
    note = document.notes.get(entry.start)
    if entry.dated is None:
        return ValueInForce(since, ("No longer in force.",), "read", (), note)
    value, authority = entry.dated
    return ValueInForce(
        since,
        _words(name, value, class_of),
        authority.standing.value,
        cites_of(authority),
        note,
    )


def _words(
    name: str, value: Mapping[str, Any], class_of: GraduatingClass | None
) -> tuple[str, ...]:
    if name.startswith(DAYS) and class_of is not None:
        year = class_of.freshman_fall() if name.endswith("grade_9") else int(class_of)
        return (day_of_year(value, year),)
    return value_in_words(name, value)


def _since(history: History[Any], entry: Entry[Any]) -> str:
    if history.clock is GraduatingClass:
        return f"From the class of {entry.start}"
    if history.clock is FiscalYear:
        return f"Paid from {FiscalYear(entry.start).school_year()}"
    if history.clock is not date:
        return since_in_words(history.clock, entry.start)
    if entry.start == 0:
        return "Earlier tests"
    return f"Tests from {long_date(date.fromordinal(entry.start))}"


def cites_of(authority: Authority) -> tuple[Cite, ...]:
    """Where a value was read, each place with the address of its document."""
    return tuple(Cite(f"{cite.title}: {cite.at}", cite.url) for cite in authority.cite)
