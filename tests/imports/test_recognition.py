import csv
import io
from importlib import resources
from pathlib import Path

import pytest

from careercraft.imports.formats import FORMATS, FileRefused, SourceFile, read, recognise
from careercraft.imports.formats.templates import TEMPLATES, template_csv
from tests.imports.support import (
    HEADER_SAMPLES,
    SHARED,
    VENDOR_SAMPLES,
    csv_bytes,
    layout,
    refusal_code,
    sample,
)


@pytest.mark.parametrize(
    ("path", "format_id"),
    [
        ("ACT/sample_anonymized_file.csv", "act_scores"),
        ("ASVAB/sample_anonymized_file.csv", "asvab_results"),
        ("IB/sample_anonymized_file.csv", "ib_results"),
        ("PSAT_SAT/sample_anonymized_file_psat_10.csv", "college_board_psat"),
        ("PSAT_SAT/sample_anonymized_file_psat_89.csv", "college_board_psat"),
        ("PSAT_SAT/sample_anonymized_file_psat_nmsqt.csv", "college_board_psat"),
        ("PSAT_SAT/sample_anonymized_file_sat.csv", "college_board_sat"),
    ],
)
def test_a_public_sample_of_a_vendor_is_recognised_and_every_row_says_something(path, format_id):
    file = sample(VENDOR_SAMPLES / path)
    assert recognise([file]).format_id == format_id
    results = list(read([file], format_id))
    assert results
    assert all(result.items or result.problems or result.notes for result in results)
    assert any(result.items for result in results)


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("PreACT/Records_anonymized.csv", "not_read_preact"),
        ("PreACT/Records_anonymized.txt", "unknown_layout"),
        ("WIN/sample_anonymized_file.csv", "not_read_win"),
    ],
)
def test_a_vendor_file_that_is_not_read_is_called_by_its_name(path, code):
    with pytest.raises(FileRefused) as refused:
        recognise([sample(VENDOR_SAMPLES / path)])
    assert refusal_code(refused) == code


@pytest.mark.parametrize(
    ("name", "format_id"),
    [
        ("act_student_records_301", "act_scores"),
        ("act_success_roster_23", "act_scores"),
        ("ascender_dmac_class_roster_37", "ascender_class_roster"),
        ("clever_students", "clever_roster"),
        ("ib_results_25", "ib_results"),
        ("nsc_detail_hs_23", "nsc_detail"),
        ("onramps_eoy_extract", "onramps_extract"),
        ("psat89_digital_65", "college_board_psat"),
        ("psat_nmsqt_legacy", "college_board_psat"),
        ("asvab_results", "asvab_results"),
        ("sat_k12_legacy_860", "college_board_sat"),
    ],
)
def test_a_header_row_alone_is_enough_to_recognise_a_file(name, format_id):
    assert recognise([SourceFile("a.csv", csv_bytes(layout(name)))]).format_id == format_id


def test_an_ap_score_roster_is_called_by_its_name():
    with pytest.raises(FileRefused) as refused:
        recognise([sample(HEADER_SAMPLES / "ap_portal_score_roster_example_28.csv")])
    assert refusal_code(refused) == "not_read_ap_roster"


def test_a_clever_school_list_alone_asks_for_the_students():
    with pytest.raises(FileRefused) as refused:
        recognise([SourceFile("schools.csv", csv_bytes(layout("clever_schools")))])
    assert refusal_code(refused) == "incomplete_set"


def test_an_xml_file_is_said_to_be_one():
    with pytest.raises(FileRefused) as refused:
        recognise([sample(SHARED / "samples" / "edfi_grand_bend" / "Student.xml")])
    assert refusal_code(refused) == "not_csv"


def test_a_file_of_unknown_columns_names_what_is_read_and_keeps_cells_out_of_the_message():
    with pytest.raises(FileRefused) as refused:
        recognise([SourceFile("x.csv", b"Ibarra,Luz,2008\nHaddad,Omar,2007\n")])
    assert refusal_code(refused) == "unknown_layout"
    assert "3 columns" in str(refused.value)
    assert "Ibarra" not in str(refused.value)
    assert all(each.title in str(refused.value) for each in FORMATS)


def test_two_kinds_of_file_at_once_are_refused_together():
    sat = SourceFile("sat.csv", csv_bytes(layout("sat_k12_digital_220")))
    tsia = SourceFile("tsia.csv", csv_bytes(layout("tsia2_accuplacer_custom_20")))
    with pytest.raises(FileRefused) as refused:
        recognise([sat, tsia])
    assert refusal_code(refused) == "mixed_formats"


def test_two_files_of_one_kind_are_read_in_name_order():
    header = "course_kind,local_id,subject,hours,passed\n"
    later = SourceFile("b.csv", f"{header}dual_credit,2,ela,3,Y\n".encode())
    first = SourceFile("a.csv", f"{header}dual_credit,1,ela,3,Y\n".encode())
    results = list(read([later, first], "careercraft_courses"))
    assert [(result.file, result.person.local_id) for result in results] == [
        ("a.csv", "1"),
        ("b.csv", "2"),
    ]


def test_a_file_of_another_format_is_refused_at_once():
    with pytest.raises(FileRefused):
        read([SourceFile("a.csv", b"a,b\n1,2\n")], "college_board_sat")


@pytest.mark.parametrize("format_id", sorted(TEMPLATES))
def test_every_template_is_recognised_as_itself_and_reads_all_its_columns(format_id):
    recognition = recognise([SourceFile("template.csv", template_csv(format_id))])
    assert recognition.format_id == format_id
    assert recognition.notes == ()


@pytest.mark.parametrize("format_id", sorted(TEMPLATES))
def test_every_template_column_is_described_in_the_documentation(format_id):
    page = Path(__file__).resolve().parents[2] / "docs" / "file-formats.md"
    text = page.read_text(encoding="utf-8")
    (columns,) = csv.reader(io.StringIO(template_csv(format_id).decode("utf-8-sig")))
    assert len(columns) > 7
    assert [name for name in columns if f"`{name}`" not in text] == []


def test_a_column_that_is_not_read_is_named():
    content = b"local_id,grade,shoe_size\n1,10,44\n"
    recognition = recognise([SourceFile("a.csv", content)])
    (note,) = recognition.notes
    assert (note.code, note.column, note.line) == ("column_not_read", "shoe_size", 1)


@pytest.mark.parametrize("column", ["counselor_email", "E0785", "class_of", "GRADE-LEVEL-CODE"])
def test_an_id_and_one_more_column_make_a_roster(column):
    upload = [SourceFile("a.csv", f"local_id,{column}\n1,\n".encode())]
    assert recognise(upload).format_id == "careercraft_students"


@pytest.mark.parametrize("header", ["local_id,last_name", "local_id,grade,service_id"])
def test_ids_alone_or_another_kind_of_row_are_no_roster(header):
    with pytest.raises(FileRefused):
        recognise([SourceFile("a.csv", f"{header}\n1,2,3\n".encode())])


def test_every_layout_has_as_many_columns_as_its_name_says():
    folder = resources.files("careercraft.imports") / "layouts"
    counted = {
        file.name: len(file.read_text().splitlines())
        for file in folder.iterdir()
        if file.name.endswith(".txt") and file.name[-5].isdigit()
    }
    assert len(counted) == 12
    assert all(name.endswith(f"_{count}.txt") for name, count in counted.items())


def test_every_format_says_what_it_is():
    assert len({each.id for each in FORMATS}) == len(FORMATS) > 10
    for each in FORMATS:
        assert each.title
        assert each.description
        assert each.cadence
        assert each.kind in {"roster", "evidence"}
        assert bool(each.covers) is (each.kind == "evidence")
