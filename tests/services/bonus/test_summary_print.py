"""The board's page shows no small group, and nothing from which one could be worked out."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest

from careercraft.documents import bonus_summary
from careercraft.documents.bonus_summary import SummaryInput
from careercraft.privacy.access import Actor, NotAllowed
from careercraft.privacy.masking import Audience, policy_for
from careercraft.services.bonus import summary_print
from careercraft.services.bonus.assumptions import ENROLLMENT_RATE, ROUNDING, settle
from careercraft.services.bonus.graduates import ECONOMIC, OTHER, SPECIAL
from careercraft.services.bonus.money import money
from careercraft.services.bonus.summary_print import board_summary, hide_small
from careercraft.services.context import Desk
from tests.seed import SmallDistrict
from tests.services.bonus.graduating import CLASS, graduate, group

POLICY = policy_for(Audience.PUBLIC, date(2026, 11, 16))


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch) -> list[SummaryInput]:
    """What goes onto each page; it is really printed, too."""
    told: list[SummaryInput] = []
    render = bonus_summary.render

    def noting(one: SummaryInput) -> object:
        told.append(one)
        return render(one)

    monkeypatch.setattr(bonus_summary, "render", noting)
    return told


def special(desk: Desk, district: SmallDistrict, number: int, *, met: int) -> None:
    for each in range(number):
        graduate(
            desk,
            district.south,
            f"S{each:03d}",
            state="met" if each < met else "not_met",
            special=True,
        )
    desk.session.commit()


def amounts(told: SummaryInput) -> list[str]:
    return [one.amount for one in told.amounts]


def words_of(told: SummaryInput) -> str:
    return repr(told)


def test_large_groups_are_shown_whole(
    desk: Desk, district: SmallDistrict, printed: list[SummaryInput]
) -> None:
    group(desk, district.north, 60, met=30)
    group(desk, district.south, 60, met=30, poor=False)
    special(desk, district, 40, met=20)
    assert hide_small(money(desk, CLASS), POLICY).hidden == frozenset()
    assert board_summary(desk, CLASS).pages == 1
    (told,) = printed
    assert told.groups[0].met == "50 of 100 (50%)"
    assert told.groups[0].threshold == "11% (11)"
    assert (told.groups[0].above, told.groups[0].earned) == ("39", "$195,000")
    assert amounts(told)[0] == f"${39 * 5000 + 15 * 3000 + 20 * 4000:,}"
    assert told.hidden_note == ""


def test_a_small_group_hides_its_dollars_and_leaves_the_rest_a_whole(
    desk: Desk, district: SmallDistrict, printed: list[SummaryInput]
) -> None:
    group(desk, district.north, 60, met=30)
    group(desk, district.south, 60, met=30, poor=False)
    special(desk, district, 6, met=3)
    masked = hide_small(money(desk, CLASS), POLICY)
    assert masked.hidden == {SPECIAL}
    board_summary(desk, CLASS)
    (told,) = printed
    row = told.groups[2]
    assert (row.above, row.earned, row.projected) == ("not shown",) * 3
    assert amounts(told)[0] == f"${(33 - 8) * 5000 + 15 * 3000:,}"
    assert "leave special education out" in told.hidden_note
    assert f"${3 * 4000:,}" not in words_of(told)
    assert not re.search(r"\$[0-9,]+ of what is earned", told.spending)


def test_where_one_of_the_two_groups_is_small_no_amount_of_the_class_is_shown(
    desk: Desk, district: SmallDistrict, printed: list[SummaryInput]
) -> None:
    group(desk, district.north, 60, met=30)
    group(desk, district.south, 4, met=2, poor=False)
    masked = hide_small(money(desk, CLASS), POLICY)
    assert OTHER in masked.hidden
    assert masked.told == frozenset()
    board_summary(desk, CLASS)
    (told,) = printed
    assert amounts(told) == ["not shown"] * 3
    assert "$" not in "".join(row.earned for row in told.groups if row.title.startswith("Not"))


def test_a_group_that_would_be_the_difference_is_hidden_with_it(
    desk: Desk, district: SmallDistrict
) -> None:
    group(desk, district.north, 60, met=30)
    group(desk, district.south, 4, met=2, poor=False)
    masked = hide_small(money(desk, CLASS), POLICY)
    told = {ECONOMIC, OTHER} - masked.hidden
    everyone_is_shown = isinstance(masked.everyone.of, int)
    assert not (told and everyone_is_shown), "all less the one gives the other away"


@pytest.mark.parametrize(("hanging", "shown"), [(0, True), (3, False), (40, True)])
def test_a_projection_that_would_tell_of_a_few_students_is_not_shown(
    desk: Desk, district: SmallDistrict, printed: list[SummaryInput], hanging: int, shown: bool
) -> None:
    group(desk, district.north, 100, met=50)
    group(desk, district.south, 60, met=30, poor=False)
    special(desk, district, 40, met=20)
    for each in range(hanging):
        graduate(desk, district.north, f"H{each}", state="unknown", waits_for="enrollment")
    desk.session.commit()
    settle(desk, ENROLLMENT_RATE, 100, "a trial")
    board_summary(desk, CLASS)
    assert (amounts(printed[0])[1] != "not shown") is shown
    assert amounts(printed[0])[0] != "not shown"


def test_the_footnotes_name_no_member_of_staff_and_count_nobody(
    desk: Desk, district: SmallDistrict, printed: list[SummaryInput]
) -> None:
    group(desk, district.north, 109, met=15)
    settle(desk, ENROLLMENT_RATE, 60, "the survey of Mrs. Ibarra")
    settle(desk, ROUNDING, "floor", "the survey of Mrs. Ibarra")
    board_summary(desk, CLASS)
    told = words_of(printed[0])
    assert "Ibarra" not in told
    assert "District Director" not in told
    assert {one.standing for one in printed[0].footnotes} >= {"Set by the district."}


def test_whoever_may_not_see_the_money_prints_nothing(
    district: SmallDistrict, desk_of: Callable[[Actor], Desk]
) -> None:
    with pytest.raises(NotAllowed):
        board_summary(desk_of(district.counselor), CLASS)


def test_an_empty_class_still_makes_one_page(desk: Desk) -> None:
    assert board_summary(desk, CLASS).pages == 1


def test_the_standing_of_every_assumption_is_in_words() -> None:
    assert set(summary_print.STANDING_WORDS) == {"read", "secondary", "assumed"}
