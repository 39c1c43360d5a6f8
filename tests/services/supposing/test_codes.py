"""What is supposed, as it stands in an address, and what it makes of the facts: no database."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from careercraft.calc import State, title
from careercraft.services.supposing.codes import MOST_SUPPOSED, NotACode, read, read_all
from careercraft.services.supposing.compared import indicators, judged, judgements
from careercraft.services.supposing.facts import lacks_the_score, with_supposed
from careercraft.services.supposing.kinds import kinds
from careercraft.services.supposing.suggesting import suggested
from careercraft.services.supposing.words import as_actions, in_words
from tests.calc.students import judged as judge

TODAY = date(2026, 11, 16)
SAT = {"test": "SAT", "date": "2025-10-04", "parts": {"ebrw": 500, "math": 520}}
FILLED = {
    "more": "more~part~SAT.math~points~20~on~20261116",
    "SAT": "SAT~ebrw~480~math~530~on~20261116",
    "AP": "AP~exam~07~score~3",
    "college_prep": "college_prep~subject~math~grade~12~approved_list~y~ended~20270521",
    "cte": "cte~program_of_study~WELDING~level~2~credits~1.5",
    "ibc": "ibc~code~010~lists~2022-25~programs_of_study~WELDING~earned_on~20261116",
    "enrollment": "enrollment~began_on~20270823~by_tenth_day~n",
    "core_completion": "core_completion~on~20261116",
}


@pytest.mark.parametrize("code", FILLED.values(), ids=FILLED)
def test_a_code_is_read_and_written_as_the_same(code: str) -> None:
    assert read(code).code == code


@pytest.mark.parametrize(
    "code",
    [
        "",
        "SAT",
        "SAT~math",
        "SAT~on~20261116",
        "SAT~math~199",
        "SAT~math~801",
        "SAT~math~5x0",
        "SAT~name~Rosa",
        "GRE~math~170",
        "college_prep~subject~other~grade~12",
        "dual_credit~subject~math",
        "dual_credit~subject~math~hours~61",
        "cte~program_of_study~<b>~credits~1",
        "associate_degree~earned_on~20261301",
        "SAT~math~530~" * 20,
    ],
)
def test_what_is_no_supposition_is_refused(code: str) -> None:
    with pytest.raises(NotACode):
        read(code)


def test_an_address_keeps_each_supposition_once_and_counts_what_is_left_out() -> None:
    codes = [f"SAT~math~{500 + 10 * place}" for place in range(MOST_SUPPOSED + 1)]
    kept, left_out = read_all([codes[0], "nonsense", *codes])
    assert ([one.code for one in kept], left_out) == (codes[:MOST_SUPPOSED], 2)


def test_every_kind_says_a_title_and_fields_that_can_be_asked() -> None:
    assert len(kinds()) > 15
    assert all(one.title and one.fields for one in kinds().values())


# What follows


def after(given: dict[str, Any], *codes: str) -> State:
    result = judge(2027, given)
    facts = with_supposed(result.facts, [read(one) for one in codes], TODAY)
    return judged(facts).result.state


@pytest.mark.parametrize(
    ("points", "state"), [(9, State.NOT_MET), (10, State.MET), (11, State.MET)]
)
def test_points_more_turn_the_answer_at_the_cut(points: int, state: State) -> None:
    assert after({"scores": [SAT]}, f"more~part~SAT.math~points~{points}") is state


def test_points_more_stop_at_the_end_of_the_scale() -> None:
    result = judge(2027, {"scores": [SAT]})
    facts = with_supposed(result.facts, [read("more~part~SAT.math~points~400")], TODAY)
    assert facts.scores[-1].parts == {"ebrw": 500, "math": 800}


def test_points_more_than_nothing_add_nothing() -> None:
    facts = judge(2027, {"scores": []}).facts
    more = [read("more~part~SAT.math~points~20")]
    assert with_supposed(facts, more, TODAY) == facts
    assert lacks_the_score(facts, more)
    assert not lacks_the_score(judge(2027, {"scores": [SAT]}).facts, more)


def test_a_course_opens_one_gate_and_a_score_the_other() -> None:
    ela = "college_prep~subject~ela~grade~12~approved_list~y"
    assert after({"scores": []}, ela) is State.NOT_MET
    assert after({"scores": []}, ela, "SAT~math~530") is State.MET


def test_what_changes_is_told_with_its_sentence_before_and_after() -> None:
    before = judge(2027, {"scores": [SAT]})
    facts = with_supposed(before.facts, [read("SAT~math~540")], TODAY)
    was, now = judged(before.facts), judged(facts)
    accountability, bonus = judgements(was, now)
    assert "10 points short of 530" in accountability.before.because
    assert accountability.after.because == "Met by TSI: both subjects by the SAT."
    assert bonus.before.word == bonus.after.word
    changed = [one.title for one in indicators(was.result, now.result) if one.state_changes]
    assert changed == [title("tsi"), "TSI: mathematics"]


SIX_HOURS = {"kind": "dual_credit", "subject": "other", "hours": 6, "passed": True}


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"scores": [SAT]}, "more~part~SAT.math~points~10"),
        ({"courses": [SIX_HOURS]}, "dual_credit~subject~other~hours~3"),
    ],
)
def test_the_shortest_step_is_suggested_and_leads_to_the_point(
    given: dict[str, Any], code: str
) -> None:
    assert suggested(judge(2027, given))[0].code == code
    assert after(given, code) is State.MET


def test_nothing_is_suggested_where_nothing_can_be_counted() -> None:
    assert suggested(judge(2027, {})) == ()


# Words


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("SAT~math~530~on~20270308", "SAT: math 530, Mar 8, 2027"),
        ("more~part~SAT.math~points~1", "SAT math: 1 point more than the best on file"),
        ("associate_degree", "Associate degree"),
    ],
)
def test_a_supposition_reads_as_the_evidence_that_it_would_be(code: str, words: str) -> None:
    assert in_words(read(code), 2027) == words


def test_a_planned_action_names_no_day_that_is_only_supposed() -> None:
    told = as_actions(["SAT~math~530~on~20270308", "nonsense", "associate_degree"], 2027)
    assert told == "Reach SAT: math 530; Associate degree"
    assert as_actions([], 2027) == ""
