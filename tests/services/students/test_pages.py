"""What the student page says, built from findings alone: no database."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest

from careercraft.calc import StudentResult, rules_for_class
from careercraft.calc.bonus import judge_bonus
from careercraft.filters import listed
from careercraft.privacy.access import Reason
from careercraft.privacy.identity import Identity, Profile
from careercraft.services.evidence_words import certification_name, evidence_line
from careercraft.services.students import EvidenceView, Judged, StudentPage
from careercraft.services.students.beside import Beside, Planned, Stored
from careercraft.services.students.pages import Gate, StudentView, in_words
from careercraft.services.students.reasons import reason
from tests.calc.students import judged as judge

LOADED = datetime(2026, 11, 16, 15, 0, tzinfo=UTC)
KINDS = {"scores": "score", "courses": "course", "credentials": "credential"}


def sat(ebrw: int, math: int, on: str = "2025-10-04") -> dict[str, Any]:
    return {"test": "SAT", "date": on, "parts": {"ebrw": ebrw, "math": math}}


def tsia2(on: str, **parts: int) -> dict[str, Any]:
    return {"test": "TSIA2", "date": on, "parts": parts}


AP_3 = {"test": "AP", "date": "2026-05-15", "exam": "07", "parts": {"score": 3}}
DUAL_9 = [{"kind": "dual_credit", "subject": "other", "hours": 9, "passed": True}]
SUNSETTING = {
    "kind": "ibc",
    "code": "010",
    "earned_on": "2025-04-01",
    "result": "01",
    "lists": ["2022-25"],
    "programs_of_study": ["HEALTH_DIAGNOSTIC"],
}


def view_of(given: dict[str, Any], class_of: int = 2027, **known: Any) -> StudentView:
    """The page of an invented student of whom this is on file."""
    result = judge(class_of, given, **known)
    person = Identity("Rosa", "Ibarra", birth_date=date(2008, 9, 14), local_id="004411")
    seen = Judged(
        uuid4(),
        "Test ISD",
        "North High School",
        person,
        Profile(program="ptech"),
        12,
        class_of,
        "enrolled",
        None,
        result,
        judge_bonus(result.facts, rules_for_class(class_of), result.indicators),
        _evidence(given),
        "facts",
        date(2026, 11, 16),
        "2026-27",
        date(2026, 11, 3),
    )
    stored = Stored("not_met", "facts", result.rules_fingerprint, LOADED)
    kept = Beside(stored, Planned(0, 0, None), marked=False, papers=False)
    page = StudentPage(seen, Reason.CAMPUS_ROLE, uuid4(), (), kept)
    return in_words(page)


def _evidence(given: dict[str, Any]) -> dict[str, EvidenceView]:
    return {
        f"{name}[{index}]": EvidenceView(
            UUID(int=index), kind, one, "A source", "a.csv", index + 2, LOADED
        )
        for name, kind in KINDS.items()
        for index, one in enumerate(given.get(name, []))
    }


def gate(view: StudentView, subject: str) -> Gate:
    return next(one for one in view.gates if one.id == subject)


# The reason


def reason_of(given: dict[str, Any], class_of: int = 2027, **known: Any) -> str:
    result: StudentResult = judge(class_of, given, **known)
    return reason(result)


NEAR = "No indicator is met. Nearest: Math: 1 point short of 530 on the SAT (529 on Oct 4, 2025)."
BOTH = "Met by TSI: both subjects by the SAT."


@pytest.mark.parametrize(("math", "told"), [(529, NEAR), (530, BOTH), (531, BOTH)])
def test_the_reason_turns_at_the_cut(math: int, told: str) -> None:
    assert reason_of({"scores": [sat(500, math)]}) == told


def test_several_met_indicators_are_counted_and_named() -> None:
    told = reason_of({"scores": [AP_3], "courses": DUAL_9})
    assert told == "Met by 2 indicators: AP / IB and Dual credit."


def test_a_single_met_indicator_is_told_with_its_reason() -> None:
    told = reason_of({"scores": [AP_3]})
    assert told == "Met by AP / IB. A score of 3 on an AP exam on May 15, 2026; 3 is needed."


def test_whoever_has_nothing_is_told_so() -> None:
    assert reason_of({}) == "No indicator is met, and nothing on file comes near one."


def test_an_undecided_student_learns_what_is_still_to_be_loaded() -> None:
    told = reason_of({}, not_known=["courses"])
    assert told.startswith("Not met by what is loaded so far. Still to be loaded: ")
    assert "dual credit courses" in told


def test_an_undecided_student_learns_what_is_nearest_too() -> None:
    told = reason_of({"scores": [sat(500, 520)]}, not_known=["courses"])
    assert "Nearest so far: Math: 10 points short of 530" in told


def test_an_incomplete_record_is_told_as_such() -> None:
    course = {"kind": "dual_credit", "subject": "other", "hours": 9}
    told = reason_of({"courses": [course]})
    assert told.startswith("No indicator is met by what is on file, and one still depends on a")


def test_a_student_met_only_by_a_sunsetting_certification_is_warned() -> None:
    cte = [
        {
            "kind": "cte",
            "program_of_study": "HEALTH_DIAGNOSTIC",
            "level": level,
            "credits": 2,
            "passed": True,
        }
        for level in (1, 2, 3, 4)
    ]
    view = view_of({"credentials": [SUNSETTING], "courses": cte}, 2026)
    assert view.judgement.state == "met"
    assert "sunsetting IBC" in view.judgement.reason
    assert view.judgement.reason.endswith("Nothing else is met yet.")


@pytest.mark.parametrize(
    ("names", "told"), [(["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_names_are_listed_as_people_say_them(names: list[str], told: str) -> None:
    assert listed(names) == told


# What next


def test_the_two_shortest_ways_are_told() -> None:
    view = view_of({"scores": [sat(500, 510)]})
    assert len(view.ways) == 2
    assert view.ways[0].actions[0].startswith("Math: retake the SAT; 20 points more")


def test_two_open_subjects_are_one_way_of_which_both_actions_are_needed() -> None:
    first, second = view_of({"scores": [sat(470, 510)]}).ways
    assert [action.partition(":")[0] for action in first.actions] == [
        "Reading and language arts",
        "Math",
    ]
    assert first.all_needed
    assert second.indicator != "TSI"


def test_of_one_open_subject_the_two_best_actions_are_alternatives() -> None:
    first = view_of({"scores": [sat(500, 510)]}).ways[0]
    assert len(first.actions) == 2
    assert not first.all_needed


def test_whoever_is_met_needs_nothing() -> None:
    assert view_of({"scores": [sat(500, 540)]}).ways == ()


def test_loading_files_is_work_for_the_district_not_for_the_student() -> None:
    view = view_of({}, not_known=["credentials"])
    assert view.staff_work
    assert not any("Load what is missing" in a for way in view.ways for a in way.actions)


# The gates


@pytest.mark.parametrize(
    ("math", "state", "gap"),
    [(529, "not_met", "1 point short"), (530, "met", None), (531, "met", None)],
)
def test_a_gate_opens_at_its_cut(math: int, state: str, gap: str | None) -> None:
    shown = gate(view_of({"scores": [sat(500, math)]}), "math")
    assert (shown.state, shown.gap) == (state, gap)
    assert [(m.name, m.best, m.cut, m.low, m.high) for m in shown.marks] == [
        ("SAT math", math, 530, 200, 800)
    ]
    assert shown.marks[0].evidence[0].place == "a.csv, line 2"


def test_a_gate_names_what_is_not_on_file_and_what_is_not_loaded() -> None:
    shown = gate(view_of({"scores": [sat(500, 520)]}), "math")
    assert shown.nothing_on_file == ("ACT", "TSIA", "TSIA2", "college preparatory course")
    assert shown.not_loaded == ()
    shown = gate(view_of({"scores": [sat(500, 520)]}, not_known=["courses"]), "math")
    assert shown.not_loaded == ("college preparatory course",)


def test_two_things_missing_at_once_are_not_told_as_one() -> None:
    scores = [tsia2("2026-04-21", elar_crc=938, essay=4)]
    shown = gate(view_of({"scores": scores}), "rla")
    assert shown.gap is None
    assert "938" in shown.sentence
    assert "essay" in shown.sentence
    assert [mark.name for mark in shown.marks] == ["TSIA2 ELAR CRC", "TSIA2 essay"]


def test_a_mix_of_tests_is_told() -> None:
    view = view_of({"scores": [sat(500, 400), tsia2("2026-03-01", math_crc=950)]})
    assert view.mixing == (
        "Met by a mix: reading and language arts by the SAT and mathematics by the TSIA2."
    )
    assert view_of({"scores": [sat(500, 540)]}).mixing is None
    assert view_of({"scores": [sat(500, 400)]}).mixing is None


def test_a_college_preparatory_course_is_told_where_no_scale_can_show_it() -> None:
    course = {"kind": "college_prep", "subject": "math", "grade": 12, "passed": False}
    shown = gate(view_of({"scores": [sat(500, 520)], "courses": [course]}), "math")
    assert any("college preparatory course not passed" in one.sentence for one in shown.remarks)


def test_a_score_without_a_date_is_told_in_words() -> None:
    undated = {"test": "SAT", "parts": {"ebrw": 500, "math": 540}}
    shown = gate(view_of({"scores": [undated]}), "math")
    assert shown.state == "unknown"
    assert shown.marks == ()
    assert "we do not have its date" in shown.sentence


# The other indicators


def test_met_comes_first_then_near_then_undecided_then_closed() -> None:
    courses = [{"kind": "dual_credit", "subject": "other", "hours": 6, "passed": True}]
    view = view_of({"scores": [AP_3], "courses": courses}, not_known=["credentials"])
    states = [row.state for row in view.indicators]
    assert states == sorted(states, key=["met", "not_met", "unknown", "not_applicable"].index)
    assert [row.id for row in view.indicators[:2]] == ["ap_ib", "dual_credit"]
    assert "tsi" not in {row.id for row in view.indicators}
    assert len(view.indicators) == 9


def test_every_indicator_says_its_reason_and_where_the_rule_was_read() -> None:
    view = view_of({"scores": [AP_3]})
    assert view.indicators
    for row in view.indicators:
        assert row.sentence
        assert row.cites, row.id
    assert view.indicators[0].evidence[0].what == "AP United States History"


def test_a_certification_shows_each_condition() -> None:
    view = view_of({"credentials": [SUNSETTING]}, 2027)
    row = next(one for one in view.indicators if one.id == "ibc")
    assert row.state == "not_met"
    assert len(row.conditions) >= 2
    assert {one.state for one in row.conditions} >= {"met"}


def test_an_indicator_without_evidence_shows_no_conditions() -> None:
    assert all(row.conditions == () for row in view_of({}).indicators)


def test_the_tiered_class_tells_its_level_and_that_it_is_not_the_law_itself() -> None:
    view = view_of({"scores": [AP_3 | {"date": "2028-05-15"}]}, 2030)
    assert view.judgement.level == "Foundational"
    assert view.judgement.standing == "secondary"
    assert view.judgement.cites


def test_a_sure_judgement_that_is_met_cites_the_rule_that_decides_it() -> None:
    assert view_of({"scores": [AP_3]}).judgement.cites
    assert view_of({}).judgement.cites == ()


# Evidence in words


@pytest.mark.parametrize(
    ("kind", "payload", "what", "result", "on"),
    [
        ("score", sat(500, 520), "SAT", "EBRW 500, math 520", date(2025, 10, 4)),
        ("score", {"test": "TSIA1", "parts": {"math": 350}}, "TSIA", "Math 350", None),
        ("score", AP_3, "AP United States History", "Score 3", date(2026, 5, 15)),
        ("score", AP_3 | {"exam": "zz"}, "AP zz", "Score 3", date(2026, 5, 15)),
        (
            "course",
            {"kind": "dual_credit", "subject": "ela", "hours": 1, "passed": True},
            "Dual credit, language arts",
            "1 hour, passed",
            None,
        ),
        (
            "course",
            {"kind": "onramps", "subject": "math", "hours": 3, "qualified": False},
            "OnRamps, mathematics",
            "3 hours, did not qualify for university credit",
            None,
        ),
        (
            "course",
            {"kind": "cte", "level": 2, "credits": 1.5, "program_of_study": "WELDING"},
            "CTE course",
            "1.5 credits, course of level 2, program of study Welding",
            None,
        ),
        (
            "credential",
            {"kind": "ibc", "code": "no such code", "result": "02"},
            "Certification no such code",
            "Result code 02",
            None,
        ),
        (
            "credential",
            {"kind": "associate_degree", "earned_on": "2026-05-20"},
            "Associate degree",
            "",
            date(2026, 5, 20),
        ),
        (
            "enlistment",
            {"evidence": "dd_form_4", "on": "2026-06-15"},
            "Military enlistment (DD Form 4)",
            "",
            date(2026, 6, 15),
        ),
        (
            "enrollment",
            {"began_on": "2026-08-24", "by_tenth_day": True},
            "College enrollment",
            "There by the tenth class day",
            date(2026, 8, 24),
        ),
    ],
)
def test_evidence_reads_as_a_row(
    kind: str, payload: dict[str, Any], what: str, result: str, on: date | None
) -> None:
    found = EvidenceView(uuid4(), kind, payload, "A source", "a.csv", 7, LOADED)
    line = evidence_line(found, 2027)
    assert (line.what, line.result, line.on) == (what, result, on)
    assert (line.place, line.applied_on) == ("a.csv, line 7", date(2026, 11, 16))


def test_a_row_whose_file_has_no_name_is_told_by_its_line() -> None:
    found = EvidenceView(uuid4(), "score", sat(500, 520), "A source", "", 7, None)
    assert evidence_line(found, 2027).place == "line 7"


def test_a_certification_is_called_by_its_name() -> None:
    assert certification_name("010", 2027) not in ("010", "Certification 010")
    assert certification_name(None, 2027) == "Certification"


# The outcomes bonus


READY = {"test": "SAT", "date": "2025-10-04", "parts": {"ebrw": 540, "math": 560}}


def test_the_bonus_is_a_statement_of_its_own_beside_accountability() -> None:
    page = view_of({"scores": [READY]}, not_known=["enrollments"])
    assert (page.judgement.state, page.bonus.state) == ("met", "unknown")
    assert (page.bonus.word, page.bonus.waits_for) == ("Not known yet", "Waits for enrollment")
    assert page.bonus.reason.startswith("Not known yet: enrollment at a college by the tenth class")
    assert page.bonus.paid_in == "2028-29"


def test_the_bonus_says_what_would_settle_it_and_until_when() -> None:
    page = view_of({"scores": [READY]}, not_known=["enrollments"])
    first, *others = page.bonus.ways
    assert [step.action for step in first] == [
        "Enroll at a college by the tenth class day of fall 2027."
    ]
    assert "Aug 31, 2027" in others[0][0].action


def test_the_day_of_a_test_is_told_beside_the_step() -> None:
    short = {"test": "SAT", "date": "2025-10-04", "parts": {"ebrw": 540, "math": 510}}
    page = view_of({"scores": [short]}, not_known=["enrollments"])
    retake, enroll = page.bonus.ways[0]
    assert retake.action == "Math: retake the SAT; 20 points more to reach 530."
    assert (retake.through, retake.assumed) == (date(2027, 6, 30), True)
    assert enroll.through is None


def test_each_path_has_its_own_row_with_its_source() -> None:
    page = view_of({"scores": [READY], "enrollments": [{"by_tenth_day": True}]})
    assert [(row.title, row.state) for row in page.bonus.paths] == [
        ("College", "met"),
        ("Career", "not_met"),
        ("Military", "not_met"),
    ]
    assert page.bonus.reason.startswith("Met by the college path.")
    assert all(row.cites for row in page.bonus.paths)
    assert page.bonus.ways == ()


def test_a_met_accountability_may_stand_beside_a_bonus_not_met() -> None:
    course = {"kind": "dual_credit", "subject": "ela", "hours": 3, "passed": True}
    page = view_of({"courses": [course]})
    assert (page.judgement.state, page.bonus.state) == ("met", "not_met")
    assert page.bonus.word == "Not met yet"


def test_when_everything_is_closed_it_is_said_why() -> None:
    page = view_of({"graduated_on": "2022-05-28", "scores": []}, class_of=2022)
    assert page.bonus.ways == ()
    assert page.bonus.word == "Not met"
    assert page.bonus.closed
    assert all(step.closed for step in page.bonus.closed)
