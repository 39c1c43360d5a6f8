"""What is not of one case: the settings of the rules, and that nothing is judged in two ways."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings

from careercraft.calc import Finding, GraduatingClass, RuleSet, evaluate_student, rules_for_class
from careercraft.calc.bonus import BonusResult, judge_bonus
from careercraft.calc.criteria.tsi import by_tests
from careercraft.calc.explain import LANGUAGES, part_title, sentence
from careercraft.calc.history import Dated
from careercraft.calc.params import rulebook
from careercraft.calc.rules import Counts, Required
from tests.calc.bonus.students import TSI, judged_for_bonus
from tests.calc.bonus.test_cases import all_cases, keys_of, result_of
from tests.calc.bonus.test_properties import enrolled_and_more
from tests.calc.students import RICH, facts
from tests.calc.test_explain import every

SUNSETTING = {"kind": "ibc", "code": "010", "earned_on": "2026-04-01", "result": "01"}
DEGREE = {"credentials": [{"kind": "associate_degree", "earned_on": "2026-05-20"}]}


def with_bonus(**values: Any) -> RuleSet:
    """The rules of the class of 2026 with some values of the bonus put otherwise."""
    rules = rules_for_class(2026)
    changed = {
        name: Dated(value, getattr(rules.bonus, name).authority) for name, value in values.items()
    }
    return replace(rules, bonus=rules.bonus._replace(**changed))


def sunsetting(counts: str, lists: list[str]) -> Finding:
    given = {"scores": TSI, "credentials": [{**SUNSETTING, "lists": lists}]}
    rules = with_bonus(sunsetting_ibc=Counts(counts))
    return judge_bonus(facts(2026, given), rules).paths["career"]


@pytest.mark.parametrize(
    ("counts", "state"), [("yes", "met"), ("no", "not_met"), ("unknown", "unknown")]
)
def test_whether_a_sunsetting_certification_counts_is_a_setting(counts: str, state: str) -> None:
    assert sunsetting(counts, ["2022-25"]).state == state
    assert sunsetting(counts, ["2022-25"]).standing == "assumed"


@pytest.mark.parametrize("counts", ["yes", "no", "unknown"])
def test_a_certification_of_the_newer_list_counts_by_every_setting(counts: str) -> None:
    assert sunsetting(counts, ["2025-30"]).state == "met"


def test_the_campus_limit_on_sunsetting_certifications_is_not_told_of_the_bonus() -> None:
    assert keys_of(sunsetting("yes", ["2022-25"])) == [
        "score_met",
        "score_met",
        "ibc_met",
        "bonus_sunsetting_counts",
    ]


@pytest.mark.parametrize(("required", "state"), [(True, "not_met"), (False, "met")])
def test_an_associate_degree_may_need_the_standard(required: bool, state: str) -> None:
    rules = with_bonus(associate_degree_requires_tsi=Required(required))
    assert judge_bonus(facts(2026, DEGREE), rules).state == state
    assert judge_bonus(facts(2026, {**DEGREE, "scores": TSI}), rules).state == "met"


def test_an_associate_degree_is_enough_alone_from_the_class_of_2020_on() -> None:
    rule = rulebook().histories["bonus/associate_degree_requires_tsi"]
    by_class = {year: rule.at(GraduatingClass(year)) for year in (2018, 2019, 2020, 2021)}
    assert [one.value["required"] for one in by_class.values()] == [True, True, False, False]
    assert by_class[2019].authority.standing == "read"
    assert by_class[2020].authority.standing == "assumed"


@pytest.mark.parametrize("class_of", [2021, 2026, 2028, 2030])
def test_sharing_the_judgement_of_the_tests_changes_nothing(class_of: int) -> None:
    student = facts(class_of, {key: value for key, value in RICH.items() if key != "class_of"})
    rules = rules_for_class(class_of)
    alone = judge_bonus(student, rules)
    shared = judge_bonus(student, rules, evaluate_student(student, rules).indicators)
    assert told(alone) == told(shared)


def told(result: BonusResult) -> list[Any]:
    findings = [part for path in result.paths.values() for part in every(path)]
    return [result.state, result.waits_for, result.standing] + [
        (one.id, one.state, one.standing, sentence(one.because), one.cite) for one in findings
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_finding_of_every_case_can_be_said_and_named(language: str) -> None:
    results = [result_of(param.values[0]) for param in all_cases()]
    findings = [f for result in results for path in result.paths.values() for f in every(path)]
    assert len(findings) > 500
    for finding in findings:
        said = sentence(finding.because, language)
        assert "{" not in said
        assert said.rstrip().endswith((".", ")"))
        assert part_title(finding.id, language)


def test_evidence_names_the_records_that_were_used() -> None:
    result = judged_for_bonus(2026, {"scores": TSI, "enrollments": [{"by_tenth_day": True}]})
    assert result.paths["college"].evidence == ("scores[0]", "enrollments[0]")
    assert result.paths["college"].cite


@given(enrolled_and_more())
@settings(max_examples=200, deadline=None)
def test_the_short_way_to_judge_by_tests_gives_what_judging_them_gives(
    drawn: tuple[int, dict[str, Any], dict[str, Any]],
) -> None:
    class_of, _, more = drawn
    student, rules = facts(class_of, {**more, "courses": []}), rules_for_class(class_of)
    found = judge_bonus(student, rules).parts.tsi
    subjects = evaluate_student(student, rules).indicators["tsi"].parts
    for part, subject in zip(found.parts, subjects, strict=True):
        fully = by_tests(subject)
        assert (part.state, part.standing, part.reason) == (
            fully.state,
            fully.standing,
            fully.reason,
        )
        assert [one.id for one in part.parts] == [one.id for one in fully.parts]
