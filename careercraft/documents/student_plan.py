"""A student's plan on paper: where they stand, the shortest ways forward, and who agreed to it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from careercraft.calc import (
    Finding,
    Level,
    RuleSet,
    Standing,
    State,
    StudentResult,
    rules_for_class,
    sentence,
    short_title,
)
from careercraft.calc.explain import day, level_word, part_title, state_word
from careercraft.documents.gates import Gate, gates, tsia2_needs
from careercraft.documents.pdf import Printed, render_pdf
from careercraft.documents.ways import Adviser, WayRow, ways
from careercraft.documents.wording import LOCALES, wording

HERE = Path(__file__).parent
ORDER = (State.MET, State.NOT_MET, State.UNKNOWN)
NO_GAP = Decimal(2)


class PlanInput(NamedTuple):
    """All that a plan shows of a student; what is not here cannot end up on the paper."""

    student_name: str
    school_name: str
    district_name: str
    grade: int | None
    counselor_name: str | None
    result: StudentResult
    judged_on: date
    data_through: date | None


class Status(NamedTuple):
    """Where the student stands: the shape, its word and one sentence."""

    state: State
    word: str
    sentence: str


class IndicatorRow(NamedTuple):
    """One indicator with its state in a word and the reason in short."""

    title: str
    state: State
    word: str
    reason: str


class Plan(NamedTuple):
    """What the template prints."""

    person: tuple[tuple[str, str], ...]
    status: Status
    gates: tuple[Gate, ...]
    tsia2: str
    indicators: tuple[IndicatorRow, ...]
    does_not_apply: str
    ways_heading: str
    ways: tuple[tuple[WayRow, ...], ...]
    no_way: str
    about: tuple[str, ...]
    footer: str


def render(plan: PlanInput, language: str) -> Printed:
    """Print a student's plan in ``en`` or ``es``: one Letter page, two at most.

    Raises ``KeyError`` for another language and ``NotPrintable`` when the page would be incomplete.
    """
    html = (
        _templates()
        .get_template("student_plan.html")
        .render(
            input=plan, plan=contents(plan, language), w=wording(language), lang=LOCALES[language]
        )
    )
    return render_pdf(html, _style("student_plan.css"), numbered=_style("numbered.css"))


def contents(plan: PlanInput, language: str) -> Plan:
    """Return everything a plan says, in words, before it is set."""
    w, result = wording(language), plan.result
    rules = rules_for_class(int(result.class_of))
    found = ways(result, rules, Adviser(plan.counselor_name, plan.judged_on), language)
    return Plan(
        person=_person(plan, w),
        status=_status(plan, language),
        gates=gates(result.indicators["tsi"], rules, language),
        tsia2=tsia2_needs(rules, language),
        indicators=_indicators(result, language),
        does_not_apply=_does_not_apply(result, language),
        ways_heading=_ways_heading(result, len(found), w),
        ways=found,
        no_way=_no_way(result, w),
        about=_about(plan, rules, language),
        footer=_footer(plan, rules, language),
    )


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
    met = [id_ for id_, finding in result.indicators.items() if finding.state is State.MET]
    said = str(w["status"][_status_key(result)]).format(
        name=plan.student_name,
        through=_listed(met, language),
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


def _indicators(result: StudentResult, language: str) -> tuple[IndicatorRow, ...]:
    """Met first, then those that are closest, then those nothing is known of."""
    asked = [(i, f) for i, f in result.indicators.items() if f.state is not State.NOT_APPLICABLE]
    asked.sort(key=lambda one: (ORDER.index(one[1].state), _distance(one[1])))
    return tuple(
        IndicatorRow(
            short_title(id_, language), one.state, _word(one, language), _reason(id_, one, language)
        )
        for id_, one in asked
    )


def _distance(finding: Finding) -> Decimal:
    return finding.gap.share if finding.gap else NO_GAP


def _word(finding: Finding, language: str) -> str:
    if finding.state is State.MET and finding.level is Level.UNKNOWN:
        return str(wording(language)["indicators"]["level_not_known"])
    if finding.state is State.MET and finding.level is not None:
        return level_word(finding.level.value, language)
    return state_word(finding.state.value, language)


def _reason(id_: str, finding: Finding, language: str) -> str:
    """The gates already say why TSI is as it is."""
    words = wording(language)["indicators"]
    if id_ != "tsi":
        return sentence(finding.because, language)
    still_open = [part.id for part in finding.parts if part.state is not State.MET]
    if not still_open:
        return str(words["see_above"])
    subjects = wording(language)["list"].join(part_title(part, language) for part in still_open)
    return str(words["open_subjects"]).format(subjects=subjects)


def _does_not_apply(result: StudentResult, language: str) -> str:
    never = [i for i, finding in result.indicators.items() if finding.state is State.NOT_APPLICABLE]
    if not never:
        return ""
    said = str(wording(language)["indicators"]["does_not_apply"])
    return said.format(indicators=_listed(never, language))


def _listed(indicators: list[str], language: str) -> str:
    return str(wording(language)["list"]).join(short_title(id_, language) for id_ in indicators)


def _ways_heading(result: StudentResult, found: int, w: Mapping[str, Any]) -> str:
    words = w["ways"]
    if found == 1:
        return str(words["heading_one"])
    higher = result.level is not None and result.state is State.MET
    return str(words["heading_level"] if higher and found else words["heading"])


def _no_way(result: StudentResult, w: Mapping[str, Any]) -> str:
    key = "settled" if result.state is State.MET else "none"
    return str(w["ways"][f"{key}_graduated" if result.graduated else key])


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
            indicators=_listed([i for i, standing in asked.items() if standing is kind], language)
        )
        for kind in (Standing.SECONDARY, Standing.ASSUMED)
        if kind in kinds
    ]


def _footer(plan: PlanInput, rules: RuleSet, language: str) -> str:
    words = wording(language)["footer"]
    said = [plan.district_name]
    if plan.data_through:
        said.append(str(words["data"]).format(date=day(plan.data_through, language)))
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


@lru_cache(maxsize=8)
def _style(name: str) -> str:
    return (HERE / "styles" / name).read_text("utf-8")
