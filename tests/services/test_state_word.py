"""The state's listings beside our outcomes: each difference is told, nothing is changed."""

from __future__ import annotations

import csv
from io import StringIO
from uuid import UUID

import pytest

from careercraft.imports.rows import SourceFile
from careercraft.privacy.access import NotAllowed
from careercraft.services import state_word
from careercraft.services.context import Desk
from tests.seed import SmallDistrict
from tests.services.classroom import seniors, state_id
from tests.services.uploads import applied, snapshot

HEADER = "state_unique_id,listing,listing_year,ccmr_met,tsi_math\n"


@pytest.fixture
def ids(desk: Desk, district: SmallDistrict) -> dict[str, UUID]:
    return seniors(desk, district)


def listing(desk: Desk, *rows: str, kind: str = "tracker") -> None:
    lines = [f"{state_id(name)},{kind},2026,{said}" for name, said in (r.split("|") for r in rows)]
    applied(desk, SourceFile("state.csv", (HEADER + "\n".join(lines) + "\n").encode()))


def compared(desk: Desk, **asked: object) -> dict[str, state_word.Compared]:
    page = state_word.page(desk, None, None, None)
    return {each.name.split(", ")[1]: each for each in page.rows}


def test_agreement_difference_and_silence_are_told_apart(desk: Desk, ids: dict[str, UUID]) -> None:
    listing(desk, "Abel|Y,Y", "Rosa|Y,N", "Dee|N,", "Bea|,")
    found = compared(desk)
    assert {name: each.verdict for name, each in found.items()} == {
        "Abel": "agrees",
        "Rosa": "differs",
        "Dee": "agrees",
    }


def test_an_indicator_that_differs_is_named(desk: Desk, ids: dict[str, UUID]) -> None:
    listing(desk, "Abel|Y,N")
    (said,) = compared(desk)["Abel"].differences
    assert state_word.difference_words(said) == "TSI math: state not met, here met"


def test_nothing_of_ours_changes(desk: Desk, ids: dict[str, UUID]) -> None:
    before = snapshot(desk).students
    listing(desk, "Rosa|Y,Y")
    assert snapshot(desk).students == before
    assert compared(desk)["Rosa"].our_state == "not_met"


def test_the_newest_listing_is_shown_and_others_can_be_chosen(
    desk: Desk, ids: dict[str, UUID]
) -> None:
    listing(desk, "Abel|Y,Y")
    listing(desk, "Abel|N,N", kind="final")
    page = state_word.page(desk, "tracker", 2026, None)
    assert {each.listing for each in page.choices} == {"tracker", "final"}
    assert page.rows[0].state_met is True


def test_a_verdict_narrows_the_list(desk: Desk, ids: dict[str, UUID]) -> None:
    listing(desk, "Abel|Y,Y", "Rosa|Y,")
    page = state_word.page(desk, None, None, "differs")
    assert [each.name for each in page.rows] == ["Ibarra, Rosa"]
    assert page.counts == {"agrees": 1, "differs": 1}


def test_a_counselor_sees_the_own_campus(
    desk: Desk, district: SmallDistrict, ids: dict[str, UUID]
) -> None:
    listing(desk, "Abel|Y,Y", "Dee|N,")
    page = state_word.page(desk._replace(actor=district.counselor), None, None, None)
    assert [each.campus for each in page.rows] == [district.north.name]


def test_the_comparison_is_taken_away_whole(desk: Desk, ids: dict[str, UUID]) -> None:
    listing(desk, "Abel|Y,N", "Rosa|Y,")
    file = state_word.export(desk, None, None, "csv")
    table = file.content.decode("utf-8-sig").split("\r\n\r\n", 1)[1]
    rows = list(csv.DictReader(StringIO(table)))
    assert [row["Verdict"] for row in rows] == ["differs", "differs"]


def test_an_auditor_sees_no_names(desk: Desk, district: SmallDistrict) -> None:
    with pytest.raises(NotAllowed):
        state_word.page(desk._replace(actor=district.auditor), None, None, None)


def test_without_a_listing_the_page_is_empty(desk: Desk, ids: dict[str, UUID]) -> None:
    page = state_word.page(desk, None, None, None)
    assert (page.chosen, page.rows) == (None, ())
