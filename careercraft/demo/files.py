"""The district's files, named as a district would name them, in the order they are loaded."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from careercraft.demo import warts
from careercraft.demo.cast import CAST, cast_records, other_district
from careercraft.demo.district import everyone, strangers
from careercraft.demo.enrollments import enrollments
from careercraft.demo.programs import program_files
from careercraft.demo.records import Record, Sat, sat_day
from careercraft.demo.schools import BLUEBONNET, COTTONWOOD_BEND, SANDHILL_FLATS, DemoDistrict
from careercraft.demo.writers import ap, oneroster, sat, students, templates, tsia2

Row = dict[str, object]
Spoil = Callable[[Sequence[Row]], Iterator[Row]]
NEWEST_SAT = sat_day(2026, 11)
IMPOSSIBLE_MATH = 900


def files_of(cast_only: bool = False) -> dict[str, bytes]:
    """Every file of Cottonwood Bend ISD by name, in the order in which they are to be loaded.

    With `cast_only` the same files hold the named cast alone, and nothing is wrong with them.
    """
    if cast_only:
        cast = cast_records()
        return files_for(COTTONWOOD_BEND, cast) | program_files(cast)
    own = files_for(COTTONWOOD_BEND, everyone(), strangers())
    return own | program_files(everyone())


def files_of_other_district() -> dict[str, bytes]:
    """The files of Sandhill Flats ISD: a roster and SAT scores."""
    records = other_district()
    return {
        "oneroster.zip": _roster_set(SANDHILL_FLATS, records),
        "students.csv": _students(SANDHILL_FLATS, records),
        "sat.csv": sat.data_file(_sat_rows(SANDHILL_FLATS, records)),
    }


def sample_files() -> dict[str, bytes]:
    """Files to try in the browser; they are not part of what is loaded.

    `sat_november.csv` holds six students: four of the cast (Daniela Cantú passes the math cut), one
    whom nobody knows and one with a math score that does not exist.
    """
    return {"sat_november.csv": sat.data_file(_november_rows())}


def write_samples(folder: Path) -> list[Path]:
    """Write the sample files into a folder, which is made if it is not there."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, content in sample_files().items():
        path = folder / name
        path.write_bytes(content)
        written.append(path)
    return written


def files_for(
    district: DemoDistrict, records: Sequence[Record], away: Sequence[Record] = ()
) -> dict[str, bytes]:
    """A district's files for some students; with people who moved `away`, the files have warts."""
    current = [record for record in records if not record.student.graduated]
    graduates = [record for record in records if record.student.graduated]
    spoilt = bool(away)
    return {
        "oneroster_2026-11-13.zip": _roster_set(district, current),
        "students_2026-27.csv": _students(
            district, current, warts.spoil_roster if spoilt else None
        ),
        "graduates_2025_2026.csv": _students(district, graduates),
        "sat_classes_2025_2026.csv": _sat(district, graduates, ()),
        "sat_classes_2027_2030.csv": _sat(district, current, away),
        "ap_2026-07-08.csv": _ap(records, away),
        "tsia2_2026-11-13.csv": _tsia2(district, records, away),
        "courses_2026-11-13.csv": _courses(records, away),
        "credentials_2026-11-13.csv": _credentials(records, away),
        "enrollments_2026-11-13.csv": enrollments(graduates),
    }


def _roster_set(district: DemoDistrict, records: Iterable[Record]) -> bytes:
    return oneroster.archive(district, [record.student for record in records])


def _students(
    district: DemoDistrict, records: Iterable[Record], spoil: Spoil | None = None
) -> bytes:
    rows = [students.row(district, record.student) for record in records]
    return students.roster(spoil(rows) if spoil else rows)


def _sat(district: DemoDistrict, records: Sequence[Record], away: Sequence[Record]) -> bytes:
    rows = _sat_rows(district, (*records, *away))
    return sat.data_file(warts.spoil_sat(rows) if away else rows)


def _sat_rows(district: DemoDistrict, records: Iterable[Record]) -> list[Row]:
    return [sat.row(district, record) for record in records if record.sat]


def _ap(records: Sequence[Record], away: Sequence[Record]) -> bytes:
    rows = [ap.row(record) for record in (*records, *away) if record.ap]
    return ap.data_file(warts.spoil_ap(rows) if away else rows)


def _tsia2(district: DemoDistrict, records: Sequence[Record], away: Sequence[Record]) -> bytes:
    rows = [row for record in (*records, *away) for row in tsia2.rows(district, record)]
    return tsia2.report(warts.spoil_tsia2(rows) if away else rows)


def _courses(records: Sequence[Record], away: Sequence[Record]) -> bytes:
    rows = [row for record in (*records, *away) for row in templates.course_rows(record)]
    return templates.courses(warts.spoil_courses(rows) if away else rows)


def _credentials(records: Sequence[Record], away: Sequence[Record]) -> bytes:
    rows = [row for record in (*records, *away) for row in templates.credential_rows(record)]
    return templates.credentials(warts.spoil_credentials(rows) if away else rows)


def _november_rows() -> Iterator[Row]:
    """The administration of November 2026, with the earlier ones beside it as the vendor does."""
    for key, ebrw, math in (
        ("daniela", 510, 540),
        ("noah", 440, 450),
        ("kevin", 520, 530),
        ("maria_pecan_grove", 470, 540),
    ):
        record = CAST[key].record
        yield _with_november(record, Sat(NEWEST_SAT, ebrw, math))
    unknown = CAST["marcus"].student._replace(
        school=BLUEBONNET,
        state_unique_id="9917729999",
        local_id="990099990",
        first_name="Peregrine",
        last_name="Ashdown",
    )
    yield _with_november(Record(unknown), Sat(NEWEST_SAT, 500, 500))
    impossible = CAST["tyrese"].record
    yield _with_november(impossible._replace(sat=()), Sat(NEWEST_SAT, 480, IMPOSSIBLE_MATH))


def _with_november(record: Record, newest: Sat) -> Row:
    return sat.row(COTTONWOOD_BEND, record._replace(sat=(*record.sat, newest)))
