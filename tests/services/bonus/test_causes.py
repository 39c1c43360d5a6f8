"""Each difference between the state's list and ours finds its one cause."""

from __future__ import annotations

import pytest

from careercraft.services.bonus.causes import (
    RULES,
    SENTENCES,
    TITLES,
    Cause,
    Ours,
    Pair,
    cause_of,
)

COUNTED = {"met": True, "college": True, "career": False, "military": False}
NOT_COUNTED = {"met": False, "college": False, "career": False, "military": False}
READY = Ours("met", tsi="met", enrollment="met")
SHORT = Ours("not_met", tsi="not_met", enrollment="not_met", credential="not_met")
WAITING = Ours("unknown", tsi="met", enrollment="unknown")


def test_where_both_say_the_same_there_is_no_cause() -> None:
    assert cause_of(Pair(READY, COUNTED)) is None
    assert cause_of(Pair(SHORT, NOT_COUNTED)) is None
    assert cause_of(Pair(WAITING, NOT_COUNTED)) is None


@pytest.mark.parametrize(
    ("ours", "theirs", "cause"),
    [
        (None, COUNTED, Cause.NOT_IN_OUR_RECORDS),
        (READY._replace(in_class=False), COUNTED, Cause.OTHER_CLASS),
        (READY._replace(status="withdrawn"), None, Cause.LEFT_US),
        (READY._replace(status="enrolled"), None, Cause.NOT_GRADUATED),
        (READY, None, Cause.NOT_ON_THEIR_LIST),
        (Ours(None), COUNTED, Cause.NOT_JUDGED),
        (WAITING, COUNTED, Cause.ENROLLMENT_WE_LACK),
        (SHORT, COUNTED, Cause.TEST_WE_LACK),
        (SHORT._replace(tsi="met", late=True), COUNTED, Cause.LATE_WITH_US),
        (
            SHORT._replace(tsi="met"),
            {"met": True, "college": False, "career": True, "military": False},
            Cause.CREDENTIAL_WE_LACK,
        ),
        (
            SHORT._replace(tsi="met", enrollment="met", credential="met", bonus="unknown"),
            {"met": True, "college": False, "career": False, "military": True},
            Cause.ENLISTMENT_WE_LACK,
        ),
        (
            Ours("unknown", tsi="met", enrollment="met", credential="met", not_loaded=True),
            COUNTED,
            Cause.SOURCE_NOT_LOADED,
        ),
        (READY, {**NOT_COUNTED, "tsi": False}, Cause.TEST_THEY_LACK),
        (READY, NOT_COUNTED, Cause.ENROLLMENT_THEY_LACK),
        (
            Ours("met", tsi="met", enrollment="not_met", credential="met"),
            NOT_COUNTED,
            Cause.CREDENTIAL_THEY_LACK,
        ),
        (Ours("met", degree="met"), {**NOT_COUNTED, "tsi": False}, Cause.CREDENTIAL_THEY_LACK),
        (Ours("met", military="met"), NOT_COUNTED, Cause.ENLISTMENT_THEY_LACK),
        (
            READY._replace(economically_disadvantaged=True),
            {**COUNTED, "economically_disadvantaged": False},
            Cause.GROUP_ECONOMIC,
        ),
        (
            READY._replace(special_education=False),
            {**COUNTED, "special_education": True},
            Cause.GROUP_SPECIAL_EDUCATION,
        ),
        (Ours("met"), NOT_COUNTED, Cause.UNEXPLAINED),
        (
            Ours("not_met", tsi="met", enrollment="met", credential="met", military="met"),
            COUNTED,
            Cause.UNEXPLAINED,
        ),
    ],
)
def test_a_difference_finds_its_cause(ours: Ours | None, theirs: dict | None, cause: Cause) -> None:
    assert cause_of(Pair(ours, theirs)) is cause


def test_a_group_of_which_one_side_says_nothing_is_no_difference() -> None:
    ours = READY._replace(economically_disadvantaged=None, special_education=True)
    theirs = {**COUNTED, "economically_disadvantaged": True, "special_education": None}
    assert cause_of(Pair(ours, theirs)) is None


def test_a_list_that_names_no_path_may_mean_any() -> None:
    assert cause_of(Pair(WAITING, {"met": True})) is Cause.ENROLLMENT_WE_LACK
    assert cause_of(Pair(SHORT, {"met": True})) is Cause.TEST_WE_LACK


def test_every_cause_has_a_rule_a_title_and_a_sentence() -> None:
    assert set(TITLES) == set(SENTENCES) == set(Cause)
    assert set(RULES) == set(Cause) - {Cause.UNEXPLAINED}
