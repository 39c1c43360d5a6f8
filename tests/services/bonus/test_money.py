"""What a class is worth: earned, projected, on the table, and what it all rests on."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest

from careercraft.privacy.access import Actor, NotAllowed, NotFound
from careercraft.services.bonus import graduates, money_words
from careercraft.services.bonus.assumptions import ENROLLMENT_RATE, ROUNDING, settle
from careercraft.services.bonus.graduates import ECONOMIC, OTHER, SPECIAL
from careercraft.services.bonus.money import GroupLine, Money, money
from careercraft.services.context import Desk
from tests.conftest import QueryCount
from tests.seed import SmallDistrict
from tests.services.bonus.graduating import BY_COLLEGE, CLASS, PATHS, graduate, group


def line(told: Money, name: str) -> GroupLine:
    return next(one for one in told.groups if one.bonus.group == name)


@pytest.fixture
def hundred(desk: Desk, district: SmallDistrict) -> SmallDistrict:
    """A hundred graduates, economically disadvantaged: twelve met, ten hang on enrollment."""
    group(desk, district.north, 88, met=12)
    for each in range(10):
        graduate(
            desk,
            district.south,
            f"H{each}",
            state="unknown",
            waits_for="enrollment",
            paths={**PATHS, "college": "unknown"},
        )
    graduate(desk, district.south, "Cred", waits_for="credential")
    graduate(desk, district.south, "Spec", special=True)
    desk.session.commit()
    return district


def test_earned_projected_highest_and_on_the_table(desk: Desk, hundred: SmallDistrict) -> None:
    told = money(desk, CLASS)
    assert (told.graduates, told.met, told.unknown) == (100, 12, 10)
    assert (told.earned, told.projected, told.highest) == (5000, 5000, 55000)
    assert told.on_the_table == 10 * 5000, "the last day of the certificate has passed"
    assert {one.step.id: one.students for one in told.steps} == {
        "enrollment": 10,
        "credential": 0,
        "tsi": 0,
    }
    assert not told.still_to_come
    assert told.rate.percent is None
    assert told.bonus.paid_in == "2026-27"


def test_a_rate_that_the_district_sets_moves_the_projection_alone(
    desk: Desk, hundred: SmallDistrict
) -> None:
    settle(desk, ENROLLMENT_RATE, 50, "our counselors' count")
    told = money(desk, CLASS)
    assert (told.earned, told.projected, told.highest) == (5000, 30000, 55000)
    assert line(told, ECONOMIC).expected_met == 17
    assert "50 of 100, set by District Director" in money_words.rate_sentence(told)
    assert "our counselors' count." in money_words.rate_sentence(told)


def earlier_class(desk: Desk, district: SmallDistrict, class_of: int, enrolled: int) -> None:
    for each in range(10):
        graduate(
            desk,
            district.north,
            f"E{each}",
            class_of=class_of,
            state="met" if each < enrolled else "not_met",
            waits_for="" if each < enrolled else "credential",
            paths=BY_COLLEGE if each < enrolled else PATHS,
        )
    desk.session.commit()


def loaded(monkeypatch: pytest.MonkeyPatch, *classes: int) -> None:
    """Let enrollment records of these classes be on file."""
    on_file = sorted(classes, reverse=True)
    monkeypatch.setattr(
        graduates, "_with_enrollments", lambda _desk, before: [y for y in on_file if y < before]
    )


def test_the_districts_own_average_is_of_the_last_two_classes_that_know_it(
    desk: Desk, hundred: SmallDistrict, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded(monkeypatch, 2022, 2023, 2024)
    earlier_class(desk, hundred, 2022, 9)
    earlier_class(desk, hundred, 2023, 6)
    assert money(desk, 2024).rate.percent == 75
    earlier_class(desk, hundred, 2024, 3)
    told = money(desk, CLASS)
    assert told.rate.average is not None
    assert (told.rate.average.classes, told.rate.average.enrolled, told.rate.average.known) == (
        (2023, 2024),
        9,
        20,
    )
    assert told.rate.percent == 45
    assert "9 of 20 graduates" in money_words.rate_sentence(told)
    settle(desk, ENROLLMENT_RATE, 50, "a survey")
    assert money(desk, CLASS).rate.percent == 50


def test_one_earlier_class_is_no_average(
    desk: Desk, hundred: SmallDistrict, monkeypatch: pytest.MonkeyPatch
) -> None:
    earlier_class(desk, hundred, 2023, 6)
    earlier_class(desk, hundred, 2024, 3)
    loaded(monkeypatch, 2024)
    assert money(desk, CLASS).rate.percent is None


@pytest.mark.parametrize(("met", "short", "next_one"), [(10, 1, 0), (11, 0, 5000), (12, 0, 5000)])
def test_the_next_graduate_adds_nothing_until_the_threshold(
    desk: Desk, district: SmallDistrict, met: int, short: int, next_one: int
) -> None:
    group(desk, district.north, 100, met=met)
    bonus = line(money(desk, CLASS), ECONOMIC).bonus
    assert (bonus.minimum, bonus.students_to_threshold, bonus.next_graduate) == (
        11,
        short,
        next_one,
    )
    words = money_words.next_words(line(money(desk, CLASS), ECONOMIC))
    assert words == ("$5,000" if next_one else "$0: 1 graduate short of the threshold")


def test_an_empty_group_is_told_as_zero(desk: Desk, district: SmallDistrict) -> None:
    group(desk, district.north, 10, met=3)
    told = money(desk, CLASS)
    assert (line(told, OTHER).bonus.counts.graduates, line(told, OTHER).bonus.dollars.low) == (0, 0)
    assert line(told, SPECIAL).bonus.threshold_percent == 0


def test_the_rounding_band_says_which_groups_it_hangs_on(
    desk: Desk, district: SmallDistrict
) -> None:
    group(desk, district.north, 109, met=15)
    said = money_words.band_sentence(money(desk, CLASS))
    assert "one graduate in each of: economically disadvantaged" in said
    assert "$15,000 to $20,000" in said
    settle(desk, ROUNDING, "floor", "Final list of 2024")
    told = money(desk, CLASS)
    assert told.earned == 20000
    assert "Final list of 2024" in next(money_words.assumed(told)).sentence


def test_where_every_rounding_gives_the_same_it_says_so(
    desk: Desk, district: SmallDistrict
) -> None:
    group(desk, district.north, 100, met=15)
    assert "same dollars" in money_words.band_sentence(money(desk, CLASS))


def test_a_graduate_of_no_known_group_widens_the_band(desk: Desk, district: SmallDistrict) -> None:
    group(desk, district.north, 105, met=14)
    graduate(desk, district.north, "Who", state="met", poor=None)
    desk.session.commit()
    told = money(desk, CLASS)
    assert told.unplaced == 1
    assert (told.earned, told.highest) == (10000, 15000)


def test_students_who_withdrew_are_not_counted(desk: Desk, district: SmallDistrict) -> None:
    graduate(desk, district.north, "Gone", state="met", status="withdrawn")
    desk.session.commit()
    assert money(desk, CLASS).graduates == 0


def test_who_was_never_judged_counts_as_unknown_and_is_told(
    desk: Desk, district: SmallDistrict
) -> None:
    graduate(desk, district.north, "New", state=None)
    desk.session.commit()
    told = money(desk, CLASS)
    assert (told.unknown, told.not_judged, told.judged_at) == (1, 1, None)


def test_a_class_that_has_not_graduated_is_an_estimate(desk: Desk, district: SmallDistrict) -> None:
    graduate(desk, district.north, "Senior", class_of=2027, status="enrolled")
    desk.session.commit()
    assert money(desk, 2027).is_estimate
    assert "have graduated so far" in money_words.money_page(money(desk, 2027)).estimate


@pytest.mark.parametrize("class_of", [2017, 2100])
def test_a_class_without_a_bonus_is_not_found(desk: Desk, class_of: int) -> None:
    with pytest.raises(NotFound):
        money(desk, class_of)


def test_the_districts_money_is_not_for_a_counselor(
    district: SmallDistrict, desk_of: Callable[[Actor], Desk]
) -> None:
    with pytest.raises(NotAllowed):
        money(desk_of(district.counselor), CLASS)


def test_a_class_of_any_size_costs_the_same_queries(
    desk: Desk,
    hundred: SmallDistrict,
    count_queries: Callable[[], AbstractContextManager[QueryCount]],
) -> None:
    with count_queries() as counted:
        money(desk, CLASS)
    assert counted.count <= 8


def test_every_figure_tells_what_it_rests_on(desk: Desk, hundred: SmallDistrict) -> None:
    page = money_words.money_page(money(desk, CLASS))
    assert [row.basis.standing for row in page.groups] == ["read", "read", "secondary"]
    assert all(row.basis.cites for row in page.groups)
    assert page.spending_basis.standing == "secondary"
    named = [one.name for one in page.assumptions]
    assert named == ["Rounding", "Enrollment rate", "Special education: $4,000"]
