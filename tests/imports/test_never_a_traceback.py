"""Whatever is uploaded, the answer is a refusal or rows: never anything else."""

import io
import math
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from careercraft.imports.formats import FORMATS, FileRefused, SourceFile, read, recognise
from careercraft.imports.formats.templates import TEMPLATES
from tests.imports.support import csv_bytes, layout

QUICK = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)

HEADERS = {
    "college_board_sat": layout("sat_k12_digital_220"),
    "college_board_ap": layout("ap_student_datafile_244"),
    "accuplacer_tsia": layout("tsia2_accuplacer_custom_20"),
    "college_board_psat": layout("psat89_digital_65"),
    "act_scores": layout("act_success_roster_23"),
    "ib_results": layout("ib_results_25"),
    "asvab_results": layout("asvab_results"),
    "nsc_detail": layout("nsc_detail_hs_23"),
    "onramps_extract": layout("onramps_eoy_extract"),
    "clever_roster": layout("clever_students"),
    "ascender_class_roster": layout("ascender_dmac_class_roster_37"),
    **{name: list(columns) for name, columns in TEMPLATES.items()},
}

CELLS = st.one_of(
    st.sampled_from(
        ["", "-", "0", "1", "07", "25", "500", "950", "1234567890", "2025-10-04", "10/4/2025",
         "02-03-2025", "99999999999999999999", "1E+09", "-1", "٣", '="007"', "'1", "Y", "F", "ibc",
         "dual_credit", "00000000", "9" * 400, "{a:b}"]
    ),
    st.text(max_size=12),
)  # fmt: skip


def read_everything(files):
    """Read the upload; a refusal, each problem and each note must say what to do."""
    results, remarks = [], []
    try:
        results = list(read(files, recognise(files).format_id))
    except FileRefused as refused:
        remarks = list(refused.problems)
    for result in results:
        assert result.line >= 1
        assert result.items or result.student or result.problems or result.notes
        remarks += [*result.problems, *result.notes]
    assert all(each.expected and each.next_step and each.code for each in remarks)
    return results


def test_every_format_is_tried():
    assert set(HEADERS) | {"oneroster_csv"} == {each.id for each in FORMATS}


@QUICK
@given(st.binary(max_size=400))
def test_random_bytes_are_refused_or_read(content):
    read_everything([SourceFile("upload", content)])


@pytest.mark.parametrize("format_id", sorted(HEADERS))
@QUICK
@given(junk=st.binary(max_size=300))
def test_random_bytes_below_a_true_header_are_refused_or_read(format_id, junk):
    read_everything([SourceFile("file.csv", csv_bytes(HEADERS[format_id]) + junk)])


@pytest.mark.parametrize("format_id", sorted(HEADERS))
@QUICK
@given(data=st.data())
def test_random_cells_in_every_column_are_refused_or_read(format_id, data):
    header = HEADERS[format_id]
    names = data.draw(st.lists(st.sampled_from(header), max_size=25, unique=True))
    row = {name: data.draw(CELLS).replace("\0", "") for name in names}
    content = csv_bytes(header, row | {header[0]: row.get(header[0]) or "x"})
    read_everything([SourceFile("file.csv", content)])


@QUICK
@given(user=st.lists(CELLS, min_size=18, max_size=18), about=st.lists(CELLS, max_size=16))
def test_random_oneroster_cells_are_refused_or_read(user, about):
    users, people = layout("oneroster11_users"), layout("oneroster11_demographics")
    row = dict(zip(users, (cell.replace("\0", "") for cell in user), strict=True))
    facts = dict(zip(people, (cell.replace("\0", "") for cell in about), strict=False))
    read_everything(
        [
            SourceFile("users.csv", csv_bytes(users, row | {"role": "student"})),
            SourceFile("demographics.csv", csv_bytes(people, facts)),
            SourceFile("orgs.csv", csv_bytes(layout("oneroster11_orgs"), {"sourcedId": "o"})),
        ]
    )


@QUICK
@given(st.lists(st.lists(st.one_of(CELLS, st.integers(), st.floats(), st.dates()), max_size=6)))
def test_random_cells_of_a_workbook_are_refused_or_read(rows):
    book = Workbook()
    for row in ([*TEMPLATES["careercraft_students"][:6], "grade"], *rows):
        book.active.append([_storable(cell) for cell in row])
    out = io.BytesIO()
    book.save(out)
    read_everything([SourceFile("a.xlsx", out.getvalue())])


def _storable(cell):
    """What a workbook can hold of a cell."""
    if isinstance(cell, str):
        return ILLEGAL_CHARACTERS_RE.sub("", cell).replace("=", "")[:100]
    return None if isinstance(cell, float) and not math.isfinite(cell) else cell


@QUICK
@given(st.integers(0, 6_000), st.integers(0, 255))
def test_a_workbook_with_a_wrong_byte_is_refused_or_read(position, byte):
    book = Workbook()
    book.active.append(["local_id", "grade"])
    book.active.append(["1", "10"])
    out = io.BytesIO()
    book.save(out)
    content = bytearray(out.getvalue())
    content[position % len(content)] = byte
    read_everything([SourceFile("a.xlsx", bytes(content))])


@QUICK
@given(st.integers(0, 300), st.integers(0, 255))
def test_an_archive_with_a_wrong_byte_is_refused_or_read(position, byte):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", b"local_id,grade\n1,10\n" * 5)
    content = bytearray(out.getvalue())
    content[position % len(content)] = byte
    read_everything([SourceFile("a.zip", bytes(content))])


@QUICK
@given(st.integers(0, 2_000))
def test_a_file_cut_anywhere_is_refused_or_read(length):
    header = HEADERS["careercraft_students"]
    whole = csv_bytes(header, *({"local_id": str(n), "grade": "10"} for n in range(60)))
    results = read_everything([SourceFile("file.csv", whole[:length])])
    assert sum(result.refused for result in results) <= 1
