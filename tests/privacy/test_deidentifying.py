"""Whose row it was cannot be told: not from a row, not from its group, not by knowing the class."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from careercraft.privacy.cases.steps import Refused
from careercraft.privacy.deidentifying import (
    ATTESTED,
    STEPS,
    WHOLE,
    Remains,
    determined,
    grounds,
    settle,
    smallest_group,
)

TODAY = date(2026, 11, 2)
NORTH, SOUTH = "057902001", "057902002"
MET = Remains(WHOLE, 2025, NORTH, "met", "college", ("sat", "tsi"))
NOT_MET = Remains(WHOLE, 2025, NORTH, "not_met", "none", ())
SMALLEST = 5


def whole_records() -> st.SearchStrategy[Remains]:
    return st.builds(
        Remains,
        st.just(WHOLE),
        st.sampled_from([2024, 2025]),
        st.sampled_from([NORTH, SOUTH]),
        st.sampled_from(["met", "not_met", "unknown"]),
        st.sampled_from(["college", "career", "none"]),
        st.sampled_from([(), ("sat",), ("sat", "tsi"), ("ibc",)]),
    )


acts = st.lists(st.lists(whole_records(), max_size=40), max_size=5)


def after(acts_done: list[list[Remains]], smallest: int = SMALLEST) -> Counter[Remains]:
    """The rows that are kept after some acts, one after the other."""
    kept: Counter[Remains] = Counter()
    for records in acts_done:
        kept.update(one for one in settle(records, kept, smallest) if one is not None)
    return kept


@settings(max_examples=200)
@given(acts)
def test_each_row_is_one_of_a_group_that_says_the_same(done: list[list[Remains]]) -> None:
    kept = after(done)
    assert all(number >= SMALLEST for number in kept.values())


@settings(max_examples=200)
@given(acts)
def test_knowing_class_and_campus_does_not_tell_how_a_student_stands(
    done: list[list[Remains]],
) -> None:
    kept = after(done)
    for class_of, campus in {(one.class_of, one.campus) for one in kept}:
        said = {
            one.state
            for one in kept
            if (one.class_of, one.campus) == (class_of, campus) and one.state is not None
        }
        assert len(said) != 1, (class_of, campus)


@settings(max_examples=100)
@given(acts, whole_records())
def test_one_record_by_itself_only_ever_joins_a_group_that_is_there(
    done: list[list[Remains]], alone: Remains
) -> None:
    kept = after(done)
    (answer,) = settle([alone], kept, SMALLEST)
    assert answer is None or kept[answer] >= SMALLEST


@settings(max_examples=100)
@given(st.lists(whole_records(), max_size=40), st.randoms())
def test_the_order_in_which_records_come_changes_nothing(
    records: list[Remains], chance: object
) -> None:
    shuffled = list(records)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert after([records]) == after([shuffled])


@settings(max_examples=100)
@given(st.lists(whole_records(), min_size=1, max_size=40))
def test_a_row_never_says_more_or_else_than_the_record(records: list[Remains]) -> None:
    for record, answer in zip(records, settle(records, {}, SMALLEST), strict=True):
        assert answer is None or answer == record.down_to(answer.told)


def test_nothing_stays_of_a_record_alone() -> None:
    assert settle([MET], {}, 2) == [None]
    assert settle([MET] * (SMALLEST - 1), {}, SMALLEST) == [None] * (SMALLEST - 1)


def test_a_class_in_which_all_stand_alike_is_told_without_how_they_stand() -> None:
    assert settle([MET] * 30, {}, SMALLEST) == [Remains("class", 2025)] * 30


def test_two_groups_that_stand_differently_are_told_in_full() -> None:
    assert settle([MET] * 5 + [NOT_MET] * 5, {}, SMALLEST) == [MET] * 5 + [NOT_MET] * 5


def test_what_is_rare_is_told_more_coarsely() -> None:
    rare = MET._replace(ways=("ibc",))
    answers = settle([MET] * 5 + [NOT_MET] * 5 + [rare] * 5 + [rare._replace(ways=())], {}, 5)
    assert answers[-1] is None
    assert Counter(answers)[rare] == 5
    level_alone = settle([MET] * 3 + [rare] * 3 + [NOT_MET] * 5, {}, 5)
    assert level_alone[:6] == [MET.down_to("level")] * 6


def test_a_student_alone_at_a_campus_is_told_without_the_campus() -> None:
    records = [one._replace(campus=f"05790200{n}") for n in range(1, 6) for one in (MET, NOT_MET)]
    answers = settle(records, {}, SMALLEST)
    assert {one.campus for one in answers if one} == {None}
    assert {one.state for one in answers if one} == {"met", "not_met"}


def test_every_step_tells_less_than_the_one_before() -> None:
    told = [sum(part is not None for part in MET.down_to(step)[1:]) for step in STEPS]
    assert told == sorted(told, reverse=True)
    assert told == [5, 4, 3, 2, 1]


def test_a_group_is_as_large_as_the_smallest_that_is_published() -> None:
    assert smallest_group(TODAY) == 10


def test_the_determination_needs_its_ground_and_each_assurance() -> None:
    with pytest.raises(Refused) as refused:
        determined("", "", [])
    assert len(refused.value.sentences) == 2
    with pytest.raises(Refused) as refused:
        determined("agreement", "", ATTESTED)
    assert "Say where in the agreement" in refused.value.sentences[0]
    with pytest.raises(Refused):
        determined("agreement", "Article <IV>", ATTESTED)
    with pytest.raises(Refused):
        determined("agreement", "A" * 41, ATTESTED)
    made = determined("agreement", " Article  IV, 5 ", ATTESTED)
    assert made.words(TODAY).endswith("(Article IV, 5).")
    assert "34 CFR 99.31(b)(1)" in determined("law", "", ATTESTED).words(TODAY)


def test_the_grounds_name_the_law_they_rest_on() -> None:
    assert grounds(TODAY).keys() == {"agreement", "law"}
    assert "Texas Education Code 32.154" in grounds(TODAY)["law"]
