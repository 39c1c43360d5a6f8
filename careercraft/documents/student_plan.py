"""A student's plan on paper: where they stand, the shortest ways forward, and who agreed to it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from careercraft.calc import (
    Level,
    RuleSet,
    Standing,
    State,
    StudentResult,
    rules_for_class,
)
from careercraft.calc.bonus import BonusResult
from careercraft.calc.explain import day, level_word, state_word
from careercraft.documents.bonus import BonusLine, bonus_line
from careercraft.documents.gates import Gate, gates
from careercraft.documents.indicators import Indicators, indicators, listed, met_indicators
from careercraft.documents.letter import letter_words, part_label
from careercraft.documents.pdf import Printed, render_pdf, sheet
from careercraft.documents.planned import Planned, PlannedAction, planned
from careercraft.documents.program_part import ProgramInput, ProgramPart, program_part
from careercraft.documents.ways import Ways, ways
from careercraft.documents.wording import LOCALES, short_day, wording

HERE = Path(__file__).parent


class PlanInput(NamedTuple):
    """All that a plan shows of a student; what is not here cannot end up on the paper."""

    student_name: str
    school_name: str
    district_name: str
    grade: int | None
    counselor_name: str | None
    result: StudentResult
    bonus: BonusResult
    judged_on: date
    data_through: date | None
    program: ProgramInput | None = None
    contests: tuple[tuple[Mapping[str, Any], str], ...] = ()
    """What names each contested part, and the family's statement on it, word for word."""
    amendments: tuple[tuple[Mapping[str, Any], date], ...] = ()
    """What names each part that was amended on request, and since when."""
    planned: tuple[PlannedAction, ...] = ()
    """The open actions, the nearest first."""


class Status(NamedTuple):
    """Where the student stands: the shape, its word and one sentence."""

    state: State
    word: str
    sentence: str


class Plan(NamedTuple):
    """What the template prints."""

    person: tuple[tuple[str, str], ...]
    status: Status
    program: ProgramPart | None
    bonus: BonusLine
    gates: tuple[Gate, ...]
    indicators_heading: str
    indicators: Indicators
    ways_heading: str
    ways: Ways
    beside_ways: str
    planned: Planned
    marks: tuple[str, ...]
    about: tuple[str, ...]
    footer: str


def render(plan: PlanInput, language: str) -> Printed:
    """Print a student's plan in ``en`` or ``es``: one Letter page, two at most.

    Raises ``KeyError`` for another language and ``NotPrintable`` when the page would be incomplete.
    """
    numbered = sheet("numbered", alone=True)
    return render_pdf(page(plan, language), sheet("student_plan"), numbered=numbered)


def page(plan: PlanInput, language: str) -> str:
    """Return the plan as HTML, before it is set."""
    template = _templates().get_template("student_plan.html")
    plan_words, lang = wording(language), LOCALES[language]
    return template.render(input=plan, plan=contents(plan, language), w=plan_words, lang=lang)


def contents(plan: PlanInput, language: str) -> Plan:
    """Return everything a plan says, in words, before it is set."""
    w, result = wording(language), plan.result
    rules = rules_for_class(int(result.class_of))
    found = ways(result, rules, plan.judged_on, language)
    return Plan(
        person=_person(plan, w),
        status=_status(plan, language),
        program=program_part(plan.program, language),
        bonus=bonus_line(plan.bonus, result.facts, plan.judged_on, language),
        gates=gates(result, rules, language),
        indicators_heading=_indicators_heading(result, w),
        indicators=indicators(result, language),
        ways_heading=_ways_heading(result, len(found.shortest), w),
        ways=found,
        beside_ways=_beside_ways(plan, found, w),
        planned=planned(plan.planned, language),
        marks=marks(plan, language),
        about=_about(plan, rules, language),
        footer=_footer(plan, rules, language),
    )


def marks(plan: PlanInput, language: str) -> tuple[str, ...]:
    """Return what was amended, and the statements on contested parts (34 CFR 99.21(c))."""
    w, words = wording(language)["marks"], letter_words(language)
    amended = [
        str(w["amended"]).format(
            part=part_label(part, words, language), since=short_day(since, language)
        )
        for part, since in plan.amendments
    ]
    contested = [
        str(w["contested"]).format(part=part_label(part, words, language), statement=text)
        for part, text in plan.contests
    ]
    return (*amended, *contested)


def _person(plan: PlanInput, w: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    words = w["person"]
    grade = str(plan.grade) if plan.grade is not None else words["not_known"]
    if plan.result.graduated:
        grade = words["graduated"]
    return (
        (words["school"], plan.school_name),
        (words["grade"], grade),
        (words["class_of"], str(int(plan.result.class_of))),
        (words["counselor"], plan.counselor_name or words["not_known"]),
    )


def _status(plan: PlanInput, language: str) -> Status:
    result, w = plan.result, wording(language)
    said = str(w["status"][_status_key(result)]).format(
        name=plan.student_name,
        through=listed(met_indicators(result), language),
        level=level_word(result.level.value, language) if result.level else "",
    )
    return Status(result.state, _status_word(result, language), said)


def _status_key(result: StudentResult) -> str:
    if result.state is State.MET and result.level is not None:
        return "level_unknown" if result.level is Level.UNKNOWN else "level"
    if result.state is State.MET:
        return "met_by_sunsetting" if result.only_by_sunsetting_ibc else "met"
    if result.state is State.UNKNOWN:
        return "unknown"
    key = "not_met" if result.level is None else "level_none"
    return f"{key}_graduated" if result.graduated else key


def _status_word(result: StudentResult, language: str) -> str:
    if result.state is State.MET and result.level not in (None, Level.UNKNOWN):
        return level_word(result.level.value, language)
    return state_word(result.state.value, language)


def _indicators_heading(result: StudentResult, w: Mapping[str, Any]) -> str:
    return str(w["indicators"]["heading" if result.level is None else "heading_levels"])


def _ways_heading(result: StudentResult, found: int, w: Mapping[str, Any]) -> str:
    words = w["ways"]
    if not found:
        return str(words["heading"])
    if result.level is not None and result.state is State.MET:
        return str(words["heading_level"])
    return str(words["heading_one" if found == 1 else "heading_two"])


def _beside_ways(plan: PlanInput, found: Ways, w: Mapping[str, Any]) -> str:
    """Who helps with the ways; where there are none, why."""
    if found.shortest:
        words = w["person"]
        named = str(words["counselor_named"]).format(name=plan.counselor_name)
        counselor = named if plan.counselor_name else words["counselor_unnamed"]
        return str(w["ways"]["help"]).format(counselor=counselor)
    key = "settled" if plan.result.state is State.MET else "none"
    return str(w["ways"][f"{key}_graduated" if plan.result.graduated else key])


def _about(plan: PlanInput, rules: RuleSet, language: str) -> tuple[str, ...]:
    words = wording(language)["about"]
    return (
        str(words["purpose"]),
        _dated(plan, language),
        str(words["rules"]).format(
            class_of=int(rules.class_of), year=int(rules.accountability_year)
        ),
        *_standings(plan.result, language),
        str(words["mend"]),
    )


def _dated(plan: PlanInput, language: str) -> str:
    words, printed = wording(language)["about"], day(plan.judged_on, language)
    if plan.data_through is None:
        return str(words["no_data"]).format(printed=printed)
    return str(words["data"]).format(date=day(plan.data_through, language), printed=printed)


def _standings(result: StudentResult, language: str) -> list[str]:
    """Return how sure the rules are that were applied: in one sentence where it is one for all."""
    words = wording(language)["about"]
    asked = {
        i: f.standing for i, f in result.indicators.items() if f.state is not State.NOT_APPLICABLE
    }
    kinds = set(asked.values())
    if len(kinds) == 1:
        return [str(words[f"all_{kinds.pop().value}"])]
    return [
        str(words[f"some_{kind.value}"]).format(
            indicators=listed([i for i, standing in asked.items() if standing is kind], language)
        )
        for kind in (Standing.SECONDARY, Standing.ASSUMED)
        if kind in kinds
    ]


def _footer(plan: PlanInput, rules: RuleSet, language: str) -> str:
    words = wording(language)["footer"]
    said = [plan.district_name]
    if plan.data_through:
        said.append(str(words["data"]).format(date=short_day(plan.data_through, language)))
    said.append(
        str(words["rules"]).format(
            class_of=int(rules.class_of), year=int(rules.accountability_year)
        )
    )
    return " · ".join(said)


@lru_cache(maxsize=1)
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
