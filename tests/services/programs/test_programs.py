"""A program judged from the district's own records: every sort of student has a defined place."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy.orm import Session, sessionmaker

from careercraft.filestore import FileStore
from careercraft.privacy.access import Actor, NotAllowed, NotFound
from careercraft.privacy.keys import MasterKey
from careercraft.services import programs
from careercraft.services.context import Desk
from careercraft.services.districts import open_keys
from careercraft.services.programs import classes as program_classes
from careercraft.services.programs import entries as program_entries
from careercraft.services.programs import lists as program_lists
from careercraft.services.programs import pages as program_pages
from careercraft.services.programs import people as program_people
from careercraft.services.programs import reports as program_reports
from careercraft.services.programs import results as program_results
from careercraft.services.programs import student as program_student
from careercraft.services.programs import typing as program_typing
from careercraft.services.programs import warnings as program_warnings
from careercraft.services.programs import what_if as program_what_if
from careercraft.services.programs.typing import Cell
from careercraft.services.programs.what_if import NO_CHANGES, Changes
from tests.conftest import MOMENT
from tests.seed import SmallDistrict, small_district
from tests.services.programs.echs import (
    Echs,
    an_echs_with_students,
    staar,
    state_id,
    year_row,
    years,
)
from tests.services.uploads import applied, snapshot, undone

pytestmark = pytest.mark.database


@pytest.fixture(scope="module")
def place(
    factory: sessionmaker[Session],
    master: MasterKey,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[SmallDistrict, Desk, Echs]]:
    """One district for every test that only looks."""
    files = FileStore(tmp_path_factory.mktemp("files"))
    district = small_district(factory, master, files, MOMENT)
    with factory() as session:
        session.info["district_id"] = district.id
        keys = open_keys(session, master, district.id)
        desk = Desk(session, district.director, keys, files, MOMENT)
        yield district, desk, an_echs_with_students(desk, district)


@pytest.fixture
def desk(place: tuple[SmallDistrict, Desk, Echs]) -> Desk:
    return place[1]


@pytest.fixture
def echs(place: tuple[SmallDistrict, Desk, Echs]) -> Echs:
    return place[2]


def view(desk: Desk, echs: Echs, year: int, id_: str) -> program_pages.IndicatorView:
    monitor = program_pages.monitor(desk, echs.id, year)
    return next(i for domain in monitor.domains for i in domain.indicators if i.id == id_)


def names(listed: program_lists.IndicatorList) -> dict[str, str]:
    return {one.person.name.partition(", ")[2]: one.standing for one in listed.lines}


# Members and classes


def test_whoever_was_ever_in_the_program_is_known_with_their_years(desk: Desk, echs: Echs) -> None:
    basis = program_results.basis(desk, programs.program(desk, echs.id))
    found = {one.ref: one for one in basis.cohorts.students}
    assert set(found) == {str(echs.ids[n]) for n in echs.ids if n not in ("Jon", "Kim")}
    assert basis.cohorts.loaded == (2023, 2024, 2025, 2026, 2027)
    ben = found[str(echs.ids["Ben"])]
    assert [(int(y.year), y.member) for y in ben.years] == [
        (2024, True),
        (2025, True),
        (2026, False),
        (2027, False),
    ], "who is not in the file of a year was not in the program"


def test_a_class_tells_who_came_left_came_back_and_stayed_on(desk: Desk, echs: Echs) -> None:
    rows = {row.class_of: row for row in program_classes.classes(desk, echs.id).rows}
    seniors = rows[2027]
    assert (seniors.entered, seniors.transferred_in) == (4, 1)
    assert (seniors.left_for_school, seniors.left_district, seniors.came_back) == (1, 1, 1)
    assert seniors.raw[:2] == (3, 5), "Ana, Cleo and Eva of five"
    assert seniors.stayers[:2] == (3, 4), "without Dov, who left the district"
    assert rows[2026].beyond_four_years == 1, "Fay is in her fifth year"
    assert rows[2026].raw[:2] == (1, 1), "and has not been lost"


# Figures and the students behind them


@pytest.mark.parametrize("id_", ["ACC1", "ATT1", "ATT6", "ACH1"])
@pytest.mark.parametrize("year", [2025, 2026, 2027])
def test_a_figure_counts_exactly_the_students_that_it_lists(
    desk: Desk, echs: Echs, id_: str, year: int
) -> None:
    whole = program_lists.indicator_list(desk, echs.id, id_, year)
    told = {one.standing: one.students for one in whole.view.counted}
    assert sum(told.values()) == len(whole.lines)
    for standing, students in told.items():
        only = program_lists.indicator_list(desk, echs.id, id_, year, standing=standing)
        assert len(only.lines) == students, standing


def test_nine_hours_by_the_end_of_grade_10_and_who_could_still_make_it(
    desk: Desk, echs: Echs
) -> None:
    listed = program_lists.indicator_list(desk, echs.id, "ATT1", 2027)
    assert names(listed) == {"Gil": "met", "Hal": "open"}
    hal = next(one for one in listed.lines if one.standing == "open")
    assert hal.how
    assert "9 hours" in hal.how
    assert listed.view.value == "1 of 2 (50%)"
    assert [(one.name, one.state) for one in listed.view.levels] == [
        ("Designated", "met"),
        ("Designated with Distinction", "met"),
    ]


def test_a_student_at_another_campus_is_a_line_without_a_name(
    desk: Desk,
    echs: Echs,
    desk_of: Callable[[Actor], Desk],
    place: tuple[SmallDistrict, Desk, Echs],
) -> None:
    principal = desk_of(place[0].counselor)
    listed = program_lists.indicator_list(principal, echs.id, "ATT6", 2027)
    nameless = [one for one in listed.lines if one.person.id is None]
    assert [one.person.name for one in nameless] == [program_people.ELSEWHERE]
    whole = program_lists.indicator_list(desk, echs.id, "ATT6", 2027)
    assert len(listed.lines) == len(whole.lines)


def test_an_auditor_sees_the_figure_and_no_student(
    echs: Echs, desk_of: Callable[[Actor], Desk], place: tuple[SmallDistrict, Desk, Echs]
) -> None:
    auditor = desk_of(place[0].auditor)
    listed = program_lists.indicator_list(auditor, echs.id, "ATT1", 2027)
    assert listed.view.value == "1 of 2 (50%)"
    assert listed.lines == ()
    with pytest.raises(NotAllowed):
        program_warnings.early_warning(auditor, echs.id)


def test_another_indicator_is_not_found(desk: Desk, echs: Echs) -> None:
    with pytest.raises(NotFound):
        program_lists.indicator_list(desk, echs.id, "ATT9", 2027)


def test_the_trend_tells_the_years_that_are_on_file(desk: Desk, echs: Echs) -> None:
    trend = view(desk, echs, 2027, "ACH1").trend
    assert [point.name for point in trend] == [
        "2022-23",
        "2023-24",
        "2024-25",
        "2025-26",
        "2026-27",
    ]


def test_this_and_the_next_two_designation_years_are_told_apart(desk: Desk, echs: Echs) -> None:
    projected = program_pages.monitor(desk, echs.id, 2026).projected
    assert [(one.designation_year_name, one.data_year_name, one.data_are) for one in projected] == [
        ("2026-27", "2024-25", "complete"),
        ("2027-28", "2025-26", "complete"),
        ("2028-29", "2026-27", "in progress"),
    ]


# Early warning, one student


def test_a_tenth_grader_without_hours_is_warned_of_and_one_with_nine_is_not(
    desk: Desk, echs: Echs
) -> None:
    warned = program_warnings.early_warning(desk, echs.id).warned
    behind = {
        one.person.name.partition(", ")[2]: {each.indicator for each in one.behind}
        for one in warned
    }
    assert "ATT1" in behind["Hal"]
    assert "ATT1" not in behind.get("Gil", set())


def test_a_student_of_the_program_has_their_milestones(desk: Desk, echs: Echs) -> None:
    way = program_student.way_view(desk, echs.ids["Gil"])
    assert way is not None
    assert dict(way.credits)["Grade 9"] == "9"
    assert next(row.state for row in way.rows if row.id == "ATT1") == "met"
    assert program_student.way_view(desk, echs.ids["Jon"]) is None


# What if


def test_one_more_student_changes_the_figure_and_no_record(desk: Desk, echs: Echs) -> None:
    before = snapshot(desk)
    tried = program_what_if.what_if(desk, echs.id, 2027, Changes({"ATT1": 1}, {}))
    att1 = next(one for one in tried.indicators if one.id == "ATT1")
    assert (att1.before, att1.after) == ("1 of 2 (50%)", "2 of 2 (100%)")
    assert snapshot(desk) == before


def test_chosen_students_are_counted_as_if_they_had_made_it(desk: Desk, echs: Echs) -> None:
    hal = (str(echs.ids["Hal"]),)
    tried = program_what_if.what_if(desk, echs.id, 2027, Changes({}, {"ATT1": hal}))
    att1 = next(one for one in tried.indicators if one.id == "ATT1")
    assert att1.after == "2 of 2 (100%)"


def test_a_scenario_is_saved_found_again_and_removed(desk: Desk, echs: Echs) -> None:
    with pytest.raises(program_what_if.CannotSave):
        program_what_if.save(desk, echs.id, 2027, "Nothing", NO_CHANGES)
    changes = Changes({"ATT1": 1}, {"ACH1": (str(echs.ids["Hal"]),)})
    saved = program_what_if.save(desk, echs.id, 2027, "Hal makes it", changes)
    assert program_what_if.saved(desk, saved) == (echs.id, 2027, changes)
    assert [one.name for one in program_what_if.scenarios(desk, echs.id)] == ["Hal makes it"]
    program_what_if.remove(desk, saved)
    with pytest.raises(NotFound):
        program_what_if.saved(desk, saved)


# The printed report


@pytest.mark.parametrize("audience", list(program_reports.AUDIENCES))
def test_a_printed_report_hides_what_is_small_and_names_nobody(
    desk: Desk, echs: Echs, audience: str
) -> None:
    told = program_reports.contents(desk, echs.id, audience, 2027)
    rows = {row.id: row for domain in told.domains for row in domain.indicators}
    assert "1 of 2" not in rows["ATT1"].value
    assert told.masking
    assert not any(f"Vela{name}" in repr(told) for name in echs.ids)


# What is typed in


def test_a_typed_percent_takes_the_place_of_the_districts_own_count(desk: Desk, echs: Echs) -> None:
    document = "PEIMS fall report, Nov 2, 2026"
    program_typing.percents(
        desk, echs.id, "district_percent", 2027, {"ACC1": "61.5%", "ACC2": ""}, document
    )
    assert "the district 61.5%" in view(desk, echs, 2027, "ACC1").value
    held = program_entries.standing(desk, echs.id).of_kind("district_percent", 2027)
    assert {key: entry.document for key, entry in held.items()} == {"ACC1": document}
    program_entries.withdraw(desk, echs.id, "district_percent", "ACC1", 2027)
    assert "61.5" not in view(desk, echs, 2027, "ACC1").value


def test_a_typed_state_rate_moves_the_line_of_the_graduation_rate(desk: Desk, echs: Echs) -> None:
    def lines() -> list[float | None]:
        return [level.line for level in view(desk, echs, 2026, "ACH5").levels]

    program_typing.percents(desk, echs.id, "state_rate", 2026, {"ACH5": "92"}, "Completion report")
    assert lines() == [87.0, 92.0]
    program_entries.withdraw(desk, echs.id, "state_rate", "ACH5", 2026)
    assert lines() == [85.7, 90.7]


@pytest.mark.parametrize("text", ["-1", "100.1", "many", "NaN"])
def test_what_is_no_percentage_is_refused_and_nothing_is_kept(
    desk: Desk, echs: Echs, text: str
) -> None:
    before = len(program_entries.history(desk, echs.id))
    with pytest.raises(program_entries.CannotEnter, match="ATT1"):
        program_typing.percents(
            desk, echs.id, "state_report", 2026, {"ACH1": "50", "ATT1": text}, "A report"
        )
    assert len(program_entries.history(desk, echs.id)) == before


def test_without_a_document_nothing_is_taken(desk: Desk, echs: Echs) -> None:
    with pytest.raises(program_entries.CannotEnter, match="document"):
        program_typing.percents(desk, echs.id, "state_report", 2026, {"ATT1": "50"}, " ")


def test_the_states_report_stands_beside_ours_with_the_difference(desk: Desk, echs: Echs) -> None:
    program_typing.percents(desk, echs.id, "state_report", 2027, {"ATT1": "44"}, "OBM report")
    told = view(desk, echs, 2027, "ATT1").state_report
    assert told == "State's report: 44%; ours is 6 points higher"
    program_entries.withdraw(desk, echs.id, "state_report", "ATT1", 2027)


def test_an_assumption_is_chosen_changed_and_kept_in_the_history(desk: Desk, echs: Echs) -> None:
    program_typing.assume(desk, echs.id, "persistence_of", "stayers", "Meeting of Oct 3")
    assumed = {a.question: a.answer for a in view(desk, echs, 2027, "ATT6").assumptions}
    assert assumed["Whom does persistence count?"] == "only those still in the district"
    program_typing.assume(desk, echs.id, "persistence_of", "everybody", "")
    kept = [e for e in program_entries.history(desk, echs.id) if e.kind == "assumption"]
    assert [e.value["value"] for e in kept if not e.withdrawn_at] == ["everybody"]
    assert len(kept) == 2
    with pytest.raises(NotFound):
        program_typing.assume(desk, echs.id, "persistence_of", "nobody", "")


def test_years_of_needing_improvement_are_counted_back_from_the_designation_year(
    desk: Desk, echs: Echs
) -> None:
    for year in (2025, 2026):
        program_typing.designation(desk, echs.id, year, "needs_improvement", "TEA letter")
    held = program_entries.standing(desk, echs.id)
    assert program_typing.improvement_years(held, 2027) == 2
    assert program_typing.improvement_years(held, 2025) == 0


def test_ptech_targets_are_blank_until_the_districts_letter_is_typed_in(
    desk: Desk, place: tuple[SmallDistrict, Desk, Echs]
) -> None:
    program_id = programs.found(desk, place[0].south.id, "ptech", "South P-TECH", 2021)
    blank = view(desk, Echs(program_id, {}), 2026, "ATT2").levels[0]
    assert (blank.state, blank.target) == ("unknown", "to be typed from your letter")
    cells = {Cell("ATT2", "designated"): ("at_least", "90")}
    assert program_typing.targets(desk, program_id, cells, "Letter of June 1, 2023") == 1
    assert program_typing.requirements(
        desk, program_id, {Cell("attainment", "designated"): "4"}, "Letter of June 1, 2023"
    )
    assert view(desk, Echs(program_id, {}), 2026, "ATT2").levels[0].target == "at least 90 percent"
    with pytest.raises(NotFound):
        program_typing.targets(
            desk, program_id, {Cell("ATT99", "designated"): ("at_least", "1")}, "A letter"
        )


# Imports


def test_a_later_file_changes_a_year_and_undo_puts_it_back(
    desk: Desk, echs: Echs, place: tuple[SmallDistrict, Desk, Echs]
) -> None:
    before = snapshot(desk)
    batch = applied(desk, years([year_row("Ina", place[0], 2027, 9, echs="0")], "later.csv"))
    listed = program_lists.indicator_list(desk, echs.id, "ACH1", 2027)
    assert "Ina" not in names(listed)
    undone(desk, batch)
    assert snapshot(desk) == before
    assert "Ina" in names(program_lists.indicator_list(desk, echs.id, "ACH1", 2027))


def test_a_file_with_other_groups_does_not_erase_the_groups_on_file(
    desk: Desk, echs: Echs, place: tuple[SmallDistrict, Desk, Echs]
) -> None:
    was = view(desk, echs, 2027, "ACC1").value
    columns = "state_unique_id,school_year,grade,economically_disadvantaged\n"
    row = f"{state_id('Ana')},2026-27,12,1\n"
    batch = applied(desk, years([])._replace(name="eco.csv", content=(columns + row).encode()))
    assert view(desk, echs, 2027, "ACC1").value == was
    undone(desk, batch)


def test_a_result_changes_who_could_still_make_it(desk: Desk, echs: Echs) -> None:
    first = names(program_lists.indicator_list(desk, echs.id, "ACH1", 2027))
    assert first["Ina"] == "to_come"
    result = {"tested_on": "2026-10-02", "performance_level": "meets"}
    taken = {"state_unique_id": state_id("Ina"), "eoc_course": "A1", **result}
    batch = applied(desk, staar([taken]))
    assert names(program_lists.indicator_list(desk, echs.id, "ACH1", 2027))["Ina"] == "met"
    undone(desk, batch)


# Cost


def test_the_number_of_queries_does_not_grow_with_the_students(
    desk: Desk, echs: Echs, count_queries: Callable[..., object]
) -> None:
    with count_queries() as counted:  # type: ignore[attr-defined]
        program_pages.monitor(desk, echs.id, 2027)
    assert counted.count <= 14
