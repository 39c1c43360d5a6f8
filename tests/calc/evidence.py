"""Evidence as it comes: scores about the benchmarks, days about those on which a rule changes."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, NamedTuple

from hypothesis import strategies as st

from careercraft.calc.contract import PARTS_OF
from careercraft.calc.params import rules_for_class
from careercraft.calc.rules import RuleSet
from careercraft.calc.scales import SCALES

CLASSES = st.integers(2021, 2031)
TESTS = ("SAT", "ACT", "TSIA1", "TSIA2", "AP", "IB", "ASVAB")
PROGRAMS = ["HEALTH", "WELDING"]
LISTS = ["2019-22", "2022-25", "2025-30"]
YES = st.sampled_from([True, True, False, None])
NEAR = st.integers(-2, 2)
SURE = st.just(True)
GRADUATION_TYPES = ["04", "05", "20", "34", "35", "54", "55", "56", "57"]


class Form(NamedTuple):
    """How complete the evidence is: with ``gaps``, dates and results may be missing."""

    class_of: int
    gaps: bool


def benchmarks(rules: RuleSet) -> dict[tuple[str, str], Any]:
    """The score about which students of a class score in each part of each test."""
    composite, sections = rules.act_composite.at(date.min).value, rules.act_sections.at(date.max)
    return {
        ("SAT", "ebrw"): rules.sat.at(date.max).value.rla,
        ("SAT", "math"): rules.sat.at(date.max).value.math,
        ("ACT", "composite"): composite.composite,
        ("ACT", "english"): composite.english,
        ("ACT", "reading"): sections.value.english_plus_reading - composite.english,
        ("ACT", "math"): sections.value.math - 1,
        ("TSIA1", "reading"): rules.tsia1.value.rla,
        ("TSIA1", "math"): rules.tsia1.value.math,
        ("TSIA1", "essay"): rules.tsia2.value.essay,
        **{("TSIA2", part): value for part, value in rules.tsia2.value._asdict().items()},
        ("AP", "score"): rules.advanced_placement.value.score,
        ("IB", "score"): rules.international_baccalaureate.value.score,
        ("ASVAB", "afqt"): 50,
    }


def turning_points(class_of: int) -> list[date]:
    """Days on which a rule changes for a class, and one in the middle of high school."""
    return [
        date(class_of - 5, 12, 1),
        date(class_of - 4, 8, 15),
        date(class_of - 4, 9, 1),
        date(2022, 9, 1),
        date(2023, 2, 15),
        date(2025, 4, 1),
        date(class_of - 1, 10, 4),
        date(class_of, 5, 31),
        date(class_of, 6, 30),
        date(class_of, 8, 31),
        date(class_of, 10, 31),
        date(class_of, 12, 31),
    ]


@st.composite
def days(draw: st.DrawFn, form: Form) -> str | None:
    if form.gaps and draw(st.integers(0, 9)) == 0:
        return None
    points = turning_points(form.class_of)
    if not form.gaps:
        points = [date(form.class_of - 1, 10, 4), date(form.class_of - 4, 9, 2)]
    return (draw(st.sampled_from(points)) + timedelta(days=draw(NEAR))).isoformat()


@st.composite
def scores(draw: st.DrawFn, form: Form) -> dict[str, Any]:
    test = draw(st.sampled_from(TESTS))
    parts = draw(st.sets(st.sampled_from(PARTS_OF[test]), min_size=1))
    about = benchmarks(rules_for_class(form.class_of))
    points = {}
    for part in sorted(parts):
        lowest, highest = SCALES[test, part]
        points[part] = min(max(int(about[test, part]) + draw(NEAR), lowest), highest)
    return {"test": test, "date": draw(days(form)), "parts": points}


@st.composite
def courses(draw: st.DrawFn, form: Form) -> dict[str, Any]:
    yes = YES if form.gaps else st.booleans()
    kind = draw(st.sampled_from(["dual_credit", "college_prep", "onramps", "cte", "cte", "jrotc"]))
    course: dict[str, Any] = {"kind": kind, "ended": draw(days(form))}
    if kind == "jrotc":
        return {**course, "sequence_completed": draw(yes)}
    course["passed"] = draw(yes)
    if kind == "cte":
        level, credit = draw(st.integers(1, 4)), draw(st.integers(0, 3))
        program = draw(st.sampled_from(PROGRAMS))
        return {**course, "program_of_study": program, "level": level, "credits": credit}
    course["subject"] = draw(st.sampled_from(["ela", "math"]))
    if kind == "college_prep":
        return {**course, "grade": draw(st.integers(9, 12)), "approved_list": draw(yes)}
    hours: st.SearchStrategy[int | None] = st.integers(0, 6)
    course["hours"] = draw(hours | st.none() if form.gaps else hours)
    return {**course, "qualified": draw(yes)} if kind == "onramps" else course


@st.composite
def credentials(draw: st.DrawFn, form: Form) -> dict[str, Any]:
    kinds = ["ibc", "ibc", "level_1_certificate", "level_2_certificate", "associate_degree"]
    credential = {"kind": draw(st.sampled_from(kinds)), "earned_on": draw(days(form))}
    if credential["kind"] != "ibc":
        return credential
    gaps = [None] if form.gaps else []
    return {
        **credential,
        "code": "010",
        "result": draw(st.sampled_from(["01", "01", "02", *gaps])),
        "lists": sorted(draw(st.sets(st.sampled_from(LISTS)))),
        "programs_of_study": draw(st.sampled_from([PROGRAMS[:1], PROGRAMS, [], *gaps])),
        "tier": draw(st.sampled_from([1, 2, 3, *gaps])),
    }


@st.composite
def enlistments(draw: st.DrawFn, form: Form) -> dict[str, Any]:
    evidence = draw(st.sampled_from(["peims", "dd_form_4", "dmdc"]))
    return {"evidence": evidence, "on": draw(days(form))}


MAKERS: dict[str, Any] = {
    "scores": scores,
    "courses": courses,
    "credentials": credentials,
    "enlistments": enlistments,
}


@st.composite
def students(draw: st.DrawFn, *, gaps: bool = True) -> tuple[int, dict[str, Any]]:
    """A class and a student in the contract's form, with evidence of every kind."""
    form = Form(draw(CLASSES), gaps)
    given: dict[str, Any] = {
        name: draw(st.lists(make(form), max_size=4)) for name, make in MAKERS.items()
    }
    given["special_education"] = draw(st.booleans())
    given["graduated_on"] = draw(st.sampled_from([None, f"{form.class_of}-05-28"]))
    yes = YES if gaps else st.booleans()
    given["endorsement"], given["distinguished"] = draw(yes), draw(yes)
    if given["graduated_on"]:
        given["diploma_type"] = draw(st.sampled_from(GRADUATION_TYPES))
    return form.class_of, given


@st.composite
def students_and_more(draw: st.DrawFn) -> tuple[int, dict[str, Any], dict[str, Any]]:
    """A student, and the same student with more evidence."""
    class_of, more = draw(students())
    cuts = {name: draw(st.integers(0, len(more[name]))) for name in MAKERS}
    return class_of, {**more, **{name: more[name][:cut] for name, cut in cuts.items()}}, more
