"""The files have the real layouts, are the same every time, and carry a few real warts."""

from __future__ import annotations

import csv
import io
import os
import subprocess
import sys
import zipfile
from collections import Counter
from hashlib import sha256
from pathlib import Path

import pytest

from careercraft.demo.cast import CAST
from careercraft.demo.district import everyone, strangers
from careercraft.demo.files import (
    files_of,
    files_of_other_district,
    sample_files,
    write_samples,
)
from careercraft.demo.writers import csv_file, layout
from careercraft.demo.writers.ap import plain
from careercraft.imports.formats import SourceFile, recognise
from careercraft.imports.formats.templates import TEMPLATES
from tests.demo.read_back import Reading, rows_of

LAYOUTS = {
    "sat_classes_2025_2026.csv": "sat_k12_digital_220",
    "sat_classes_2027_2030.csv": "sat_k12_digital_220",
    "ap_2026-07-08.csv": "ap_student_datafile_244",
    "tsia2_2026-11-13.csv": "tsia2_accuplacer_custom_20",
}
OUR_TEMPLATES = {
    "students_2026-27.csv": "careercraft_students",
    "graduates_2025_2026.csv": "careercraft_students",
    "courses_2026-11-13.csv": "careercraft_courses",
    "credentials_2026-11-13.csv": "careercraft_credentials",
    "enrollments_2026-11-13.csv": "careercraft_enrollments",
    "program_years_2021_2027.csv": "careercraft_student_years",
    "student_groups_2025_2027.csv": "careercraft_student_years",
    "staar_eoc_2022_2026.csv": "careercraft_staar_eoc",
    "milestones_2026-11-13.csv": "careercraft_milestones",
    "college_courses_2026-11-13.csv": "careercraft_courses",
}
Files = dict[str, bytes]


def _header(content: bytes) -> list[str]:
    return next(csv.reader(io.StringIO(content.decode("utf-8"))))


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_vendor_file_has_the_vendor_s_columns(whole_files: Files, name: str) -> None:
    assert _header(whole_files[name]) == list(layout(LAYOUTS[name]))


@pytest.mark.parametrize("name", OUR_TEMPLATES)
def test_a_template_has_its_columns(whole_files: Files, name: str) -> None:
    assert _header(whole_files[name]) == list(TEMPLATES[OUR_TEMPLATES[name]])


def test_the_oneroster_set_has_all_its_files(whole_files: Files) -> None:
    with zipfile.ZipFile(io.BytesIO(whole_files["oneroster_2026-11-13.zip"])) as archive:
        names = set(archive.namelist())
        users = _header(archive.read("users.csv"))
    parts = ("academicSessions", "classes", "courses", "demographics", "enrollments", "manifest")
    assert names == {f"{part}.csv" for part in (*parts, "orgs", "users")}
    assert users == list(layout("oneroster11_users"))


def test_every_file_is_of_another_kind_or_another_class(whole_files: Files) -> None:
    kinds = [recognise([SourceFile(n, c)]).format_id for n, c in whole_files.items()]
    assert kinds[0] == "oneroster_csv", "who is there comes first"
    assert set(kinds) == {
        "oneroster_csv",
        "careercraft_students",
        "college_board_sat",
        "college_board_ap",
        "accuplacer_tsia",
        "careercraft_courses",
        "careercraft_credentials",
        "careercraft_enrollments",
        "careercraft_student_years",
        "careercraft_staar_eoc",
        "careercraft_milestones",
    }
    assert kinds.index("careercraft_students") == 1


def test_every_value_of_the_ap_file_stands_in_quotation_marks(whole_files: Files) -> None:
    lines = whole_files["ap_2026-07-08.csv"].decode().splitlines()
    assert len(lines) > 500
    for line in lines:
        assert line.startswith('"')
        assert line.count('"') == 2 * 244


@pytest.mark.parametrize("hash_seed", ["1", "2"])
def test_the_same_seed_gives_the_same_bytes_in_another_process(
    whole_files: Files, hash_seed: str
) -> None:
    code = (
        "from hashlib import sha256; from careercraft.demo.files import files_of\n"
        "for name, content in files_of().items(): print(name, sha256(content).hexdigest())"
    )
    environment = os.environ | {"PYTHONHASHSEED": hash_seed}
    told = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env=environment,
        cwd=Path(__file__).parents[2],
    )
    assert told.stdout.splitlines() == [
        f"{name} {sha256(content).hexdigest()}" for name, content in whole_files.items()
    ]


def test_the_same_fact_is_written_for_the_cast_alone_and_for_everyone(whole: Reading) -> None:
    alone = Reading(files_of(cast_only=True))
    for member in CAST.values():
        state_id = member.student.state_unique_id
        assert alone.students[state_id] == whole.students[state_id]
        assert alone.facts(state_id) == whole.facts(state_id)


def test_nothing_is_wrong_with_the_files_of_the_cast() -> None:
    rows = [
        row for name, content in files_of(cast_only=True).items() for row in rows_of(name, content)
    ]
    assert len(rows) > 60
    assert [row.problems for row in rows if row.problems] == []


def test_few_rows_of_the_whole_are_refused_and_each_says_why(whole_files: Files) -> None:
    refused = Counter(
        problem.code
        for name, content in whole_files.items()
        for row in rows_of(name, content)
        if row.refused
        for problem in row.problems
    )
    assert 6 <= refused.total() <= 12
    assert {"nobody_named", "bad_state_id", "out_of_range", "missing_value", "bad_date"} <= set(
        refused
    )


def test_ids_that_lost_a_leading_zero_are_put_back_and_noted(whole_files: Files) -> None:
    for name in ("sat_classes_2027_2030.csv", "tsia2_2026-11-13.csv"):
        notes = [note.code for row in rows_of(name, whole_files[name]) for note in row.notes]
        assert notes.count("state_id_repadded") > 5


def test_one_ap_exam_is_unknown_and_one_has_no_score(whole_files: Files) -> None:
    rows = rows_of("ap.csv", whole_files["ap_2026-07-08.csv"])
    assert [p.code for row in rows for p in row.problems] == ["unknown_ap_exam"]
    assert [n.code for row in rows for n in row.notes] == ["ap_no_score"]
    assert all(row.items for row in rows)


def test_those_who_moved_away_stay_unmatched(whole: Reading) -> None:
    away = {plain(record.student.last_name) for record in strangers()}
    unmatched = [plain(who.last_name or "") for who in whole.unmatched]
    assert away <= set(unmatched)
    assert len(unmatched) < 45


def test_a_name_on_an_answer_sheet_is_plain() -> None:
    assert plain("O’Hara-Núñez") == "OHARA NUNEZ"
    assert plain("Đặng") == "DANG"


def test_a_column_that_the_layout_does_not_have_is_an_error() -> None:
    with pytest.raises(KeyError, match="shoe_size"):
        csv_file(("last_name",), [{"last_name": "Ibarra", "shoe_size": 9}])


def test_the_sample_has_six_rows_of_which_one_is_refused() -> None:
    [(name, content)] = sample_files().items()
    rows = rows_of(name, content)
    assert name == "sat_november.csv"
    assert len(rows) == 6
    assert [row.refused for row in rows] == [False] * 5 + [True]
    assert [problem.value for problem in rows[5].problems] == ["900"]


def test_the_sample_takes_daniela_over_the_cut_in_math() -> None:
    before, after = (
        CAST["daniela"].record.sat,
        rows_of("sat.csv", sample_files()["sat_november.csv"]),
    )
    earlier = {"SAT": max(sitting.math for sitting in before)}
    newest = after[0].items[0].payload["parts"]
    assert earlier == {"SAT": 510}
    assert newest == {"ebrw": 510, "math": 540}
    assert len(after[0].items) == len(before) + 1, "the earlier tests stand beside it"


def test_four_rows_of_the_sample_are_of_the_cast_and_one_of_nobody() -> None:
    known = {member.student.state_unique_id for member in CAST.values()}
    rows = rows_of("sat.csv", sample_files()["sat_november.csv"])
    in_cast = [row.person.state_unique_id in known for row in rows if not row.refused]
    assert in_cast == [True, True, True, True, False]


def test_the_sample_is_not_part_of_what_is_loaded(whole_files: Files) -> None:
    assert set(sample_files()).isdisjoint(whole_files)
    loaded_dates = {str(sitting.on) for m in CAST.values() for sitting in m.record.sat}
    assert "2026-11-07" not in loaded_dates
    assert b"2026-11-07" in sample_files()["sat_november.csv"]


def test_the_samples_are_written_into_a_folder(tmp_path: Path) -> None:
    written = write_samples(tmp_path / "samples")
    assert [path.name for path in written] == ["sat_november.csv"]
    assert written[0].read_bytes() == sample_files()["sat_november.csv"]
    assert write_samples(tmp_path / "samples") == written


def test_the_other_district_has_two_students_of_its_own() -> None:
    other = Reading(files_of_other_district())
    ours = {member.student.state_unique_id for member in CAST.values()}
    assert len(other.students) == 2
    assert ours.isdisjoint(other.students)
    assert {student.campus_id for student in other.students.values()} == {"999902001"}


def test_the_latest_sat_stands_first_and_the_earlier_ones_beside_it() -> None:
    rows = rows_of("sat.csv", files_of(cast_only=True)["sat_classes_2027_2030.csv"])
    daniela = next(row for row in rows if row.person.first_name == "Daniela")
    days = [item.payload["date"] for item in daniela.items]
    assert days == sorted((str(s.on) for s in CAST["daniela"].record.sat), reverse=True)


def test_the_stranger_of_the_sample_shares_no_id_with_anybody_in_the_district():
    text = sample_files()["sat_november.csv"].decode("utf-8-sig")
    (stranger,) = [r for r in csv.DictReader(io.StringIO(text)) if r["NAME_LAST"] == "Ashdown"]
    columns = ("STATE_STUDENT_ID", "DISTRICT_STUDENT_ID", "SECONDARY_ID")
    ids = {stranger[name] for name in columns} - {""}
    taken = {i for r in everyone() for i in (r.student.state_unique_id, r.student.local_id)}
    assert ids
    assert len(taken) > 4000
    assert not ids & taken
