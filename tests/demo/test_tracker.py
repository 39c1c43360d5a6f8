"""The Tracker of the demonstration: real columns that nobody has explained, for real students."""

from __future__ import annotations

import pytest

from careercraft.demo import tracker
from careercraft.demo.district import everyone
from careercraft.imports.formats import FileRefused, SourceFile, mapped, recognise
from careercraft.imports.formats.profile import best_target, profiles
from careercraft.services.imports import file_tables


@pytest.fixture(scope="module")
def file() -> SourceFile:
    return SourceFile(tracker.NAME, tracker.tracker())


def test_no_format_knows_its_columns(file: SourceFile) -> None:
    with pytest.raises(FileRefused) as refused:
        recognise([file])
    assert {problem.code for problem in refused.value.problems} == {"unknown_layout"}


def test_it_is_taken_for_a_listing_of_the_state(file: SourceFile) -> None:
    table = file_tables.likely([file])
    assert best_target(profiles(table)).id == "careercraft_state_listing"


def test_every_graduate_of_the_class_stands_in_it(file: SourceFile) -> None:
    fields = ("state_unique_id", "last_name", "first_name", "", "tsi_ela", "tsi_math")
    fields += ("ap_ib", "dual_credit", "ccmr_met")
    headers = tuple(column.label for column in tracker.COLUMNS)
    always = (("listing", "tracker"), ("listing_year", "2026"))
    meaning = mapped.Meaning("careercraft_state_listing", headers, fields, always)
    rows = list(mapped.read([file], meaning))
    graduates = {one.student.state_unique_id for one in everyone() if one.student.class_of == 2026}
    assert {row.person.state_unique_id for row in rows} == graduates
    assert all(row.items for row in rows)
