"""A letter to the family: where the student stands, the shortest ways, and whom to ask."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from careercraft.calc import Level, RuleSet, State, StudentResult, rules_for_class, short_title
from careercraft.calc.explain import day, level_word, part_title
from careercraft.calc.params.schema import load_yaml
from careercraft.documents.gates import Gate, gates
from careercraft.documents.indicators import met_indicators
from careercraft.documents.pdf import Printed, render_pdf, sheet
from careercraft.documents.student_plan import PlanInput, marks
from careercraft.documents.ways import Ways, ways
from careercraft.documents.wording import LOCALES, wording

HERE = Path(__file__).parent


class Standing(NamedTuple):
    """Where the student stands: the shape, its word and one sentence."""

    state: State
    word: str
    sentence: str


class Letter(NamedTuple):
    """What the template prints."""

    day: str
    greeting: str
    opening: str
    standing: Standing
    done: tuple[str, ...]
    missing: tuple[str, ...]
    ways_heading: str
    ways: Ways
    beside_ways: str
    school: str
    own_words: tuple[str, str] | None
    """Who adds a sentence, and the sentence."""
    right: str
    marks_heading: str
    marks: tuple[str, ...]
    """What was amended, and the family's statements on contested parts."""
    about: str
    signed: tuple[str, str]
    footer: str


def render(plan: PlanInput, own_words: str, language: str) -> Printed:
    """Print the letter in ``en`` or ``es``; the student's own page, like the plan.

    Raises ``KeyError`` for another language and ``NotPrintable`` when the page would be incomplete.
    """
    letter = contents(plan, own_words, language)
    page = _template().render(
        input=plan, letter=letter, w=letter_words(language), lang=LOCALES[language]
    )
    numbered = sheet("numbered", alone=True)
    return render_pdf(page, sheet("family_letter"), numbered=numbered)


def contents(plan: PlanInput, own_words: str, language: str) -> Letter:
    """Return everything a letter says, in words, before it is set."""
    w, result = letter_words(language), plan.result
    rules = rules_for_class(int(result.class_of))
    found = ways(result, rules, plan.judged_on, language)
    values = {"name": plan.student_name, "counselor": _counselor(plan, w)}
    return Letter(
        day=day(plan.judged_on, language),
        greeting=str(w["greeting"]).format(**values),
        opening=str(w["opening"]).format(**values),
        standing=_standing(plan, language),
        done=_done(result, language),
        missing=_missing(result, rules, language),
        ways_heading=_ways_heading(result, len(found.shortest), w),
        ways=found,
        beside_ways=_beside_ways(plan, found, w),
        school=str(w["school"][_stage(result)]).format(**values),
        own_words=(str(w["own_words"]).format(**values), own_words) if own_words else None,
        right=str(w["right"]).format(**values),
        marks_heading=str(wording(language)["marks"]["heading"]),
        marks=marks(plan, language),
        about=_about(plan, rules, language),
        signed=(plan.counselor_name or "", plan.school_name),
        footer=_footer(plan, language),
    )


@lru_cache(maxsize=len(LOCALES))
def letter_words(language: str) -> Mapping[str, Any]:
    """Return the words of the letter; raises ``KeyError`` for another language."""
    name = f"family.{LOCALES[language][:2]}.yaml"
    words: Mapping[str, Any] = load_yaml((HERE / "words" / name).read_text("utf-8"), name)
    return words


def _stage(result: StudentResult) -> str:
    """Which of the letter's cases a student is: settled, open or graduated."""
    if result.graduated:
        return "graduated"
    return "settled" if result.state is State.MET else "open"


def _counselor(plan: PlanInput, w: Mapping[str, Any]) -> str:
    if plan.counselor_name is None:
        return str(w["counselor"]["unnamed"])
    return str(w["counselor"]["named"]).format(name=plan.counselor_name)


def _standing(plan: PlanInput, language: str) -> Standing:
    result, words = plan.result, letter_words(language)["standing"]
    key = result.state.value
    if result.state is State.MET and result.only_by_sunsetting_ibc:
        key = "met_by_sunsetting"
    elif result.graduated and result.state is not State.MET:
        key = f"{key}_graduated"
    sentence = str(words[key]["sentence"]).format(name=plan.student_name)
    return Standing(result.state, str(words[key]["word"]), f"{sentence}{_level(result, language)}")


def _level(result: StudentResult, language: str) -> str:
    """The level reached, where the class has levels."""
    if result.state is not State.MET or result.level in (None, Level.UNKNOWN):
        return ""
    said = letter_words(language)["standing"]["level"]
    return " " + str(said).format(level=level_word(result.level.value, language))


def _done(result: StudentResult, language: str) -> tuple[str, ...]:
    """What is met: indicators, and a subject of TSI while the other is open."""
    w = letter_words(language)
    done = [short_title(one, language) for one in met_indicators(result)]
    tsi = result.indicators["tsi"]
    if tsi.state is not State.MET:
        done += [
            str(w["half_of_tsi"]).format(subject=part_title(part.id, language))
            for part in tsi.parts
            if part.state is State.MET
        ]
    return tuple(done) or (str(w["nothing_done"]),)


def _missing(result: StudentResult, rules: RuleSet, language: str) -> tuple[str, ...]:
    """What stands between the student and being ready; nothing for whoever is."""
    w = letter_words(language)
    if result.state is State.MET:
        return (str(w["nothing_missing"]),)
    open_gates = [g for g in gates(result, rules, language) if g.state is not State.MET]
    return (str(w["one_way"]), *(_short_of(gate, w) for gate in open_gates))


def _short_of(gate: Gate, w: Mapping[str, Any]) -> str:
    """A subject of TSI that is open: the best result beside the one that is needed."""
    row = next((row for row in gate.rows if row.best and row.needed), None)
    if row is None:
        return str(w["no_result"]).format(subject=gate.title)
    return str(w["short_of"]).format(
        subject=gate.title, test=row.test, best=row.best, needed=row.needed
    )


def _ways_heading(result: StudentResult, found: int, w: Mapping[str, Any]) -> str:
    if found and result.state is State.MET:
        return str(w["ways"]["higher"])
    return str(w["ways"][("none", "one", "two")[min(found, 2)]])


def _beside_ways(plan: PlanInput, found: Ways, w: Mapping[str, Any]) -> str:
    if not found.shortest:
        return str(w["ways"][f"beside_{_stage(plan.result)}"])
    key = "beside_higher" if plan.result.state is State.MET else "beside"
    note = f" {w['ways']['assumed_note']}" if found.any_day_assumed else ""
    return f"{w['ways'][key]}{note}"


def _about(plan: PlanInput, rules: RuleSet, language: str) -> str:
    words = letter_words(language)["about"]
    through = day(plan.data_through, language) if plan.data_through else words["no_data"]
    standings = {f.standing.value for f in plan.result.indicators.values()}
    unsure = "" if standings == {"read"} else f" {words['unsure']}"
    said = str(words["facts"]).format(through=through, class_of=int(rules.class_of))
    return f"{said}{unsure}"


def _footer(plan: PlanInput, language: str) -> str:
    said = letter_words(language)["footer"]
    return f"{plan.district_name} · {said}"


@lru_cache(maxsize=1)
def _template() -> Any:
    loader = FileSystemLoader(HERE / "templates")
    environment = Environment(
        loader=loader,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("family_letter.html")
