"""The district's own student roster: our template, or any CSV with PEIMS element names."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from careercraft.imports.formats import values
from careercraft.imports.formats.base import Format, each_row
from careercraft.imports.formats.graduation_types import graduation_types
from careercraft.imports.formats.headers import key
from careercraft.imports.formats.identity import IDENTITY, person
from careercraft.imports.formats.row import CORRECT_AND_UPLOAD, Row
from careercraft.imports.reader import Table
from careercraft.imports.rows import EvidenceItem, LineResult, StudentItem

TEMPLATE_COLUMNS = (
    "state_unique_id",
    "local_id",
    "last_name",
    "first_name",
    "middle_name",
    "birth_date",
    "sex",
    "hispanic_latino",
    "race",
    "campus_id",
    "grade",
    "class_of",
    "grade_9_began_on",
    "counselor_email",
    "economically_disadvantaged",
    "special_education",
    "emergent_bilingual",
    "at_risk",
    "section_504",
    "program",
    "enrollment_status",
    "graduated_on",
    "diploma_type",
    "endorsement",
    "distinguished",
    "home_language",
)

# Element numbers and names: TEDS 2025-26 and its predecessors. E0001 STUDENT-ID is left out on
# purpose: it may be a Social Security number, which the product does not keep.
ALIASES = IDENTITY | {
    "sex": ("sex", "E0004", "sex_code", "gender"),
    "hispanic_latino": (
        "hispanic_latino",
        "E1064",
        "hispanic_latino_code",
        "hispanic_latino_ethnicity",
        "hispanic",
    ),
    "race": ("race", "E3050", "race_code", "races"),
    "race_american_indian": ("E1059", "american_indian_alaska_native_code"),
    "race_asian": ("E1060", "asian_code"),
    "race_black": ("E1061", "black_african_american_code"),
    "race_pacific_islander": ("E1062", "native_hawaiian_pacific_islander_code"),
    "race_white": ("E1063", "white_code"),
    "campus_id": ("campus_id", "E0266", "E0782", "campus_id_of_enrollment", "E1027", "campus"),
    "grade": ("grade", "E0017", "E1517", "grade_level", "grade_level_code", "entry_grade_level"),
    "class_of": ("class_of", "graduating_class", "graduation_year", "cohort_year", "grad_year"),
    "grade_9_began_on": ("grade_9_began_on", "ninth_grade_entry_date", "grade_9_entry_date"),
    "counselor_email": ("counselor_email", "counselor"),
    "economically_disadvantaged": (
        "economically_disadvantaged",
        "E0785",
        "economic_disadvantage_code",
        "economic_disadvantage",
        "eco_dis",
        "econ_dis",
    ),
    "special_education": (
        "special_education",
        "E0794",
        "special_ed_indicator_code",
        "special_ed",
        "sped",
    ),
    "emergent_bilingual": ("emergent_bilingual", "eb", "lep"),
    "emergent_bilingual_code": (
        "E0790",
        "emergent_bilingual_indicator_code",
        "emergent_bilingual_indicator",
        "lep_indicator_code",
    ),
    "at_risk": ("at_risk", "E0919", "at_risk_indicator_code"),
    "section_504": ("section_504", "section_504_indicator_code", "section_504_indicator"),
    "program": ("program",),
    "echs": ("E1560", "echs_indicator_code", "echs"),
    "ptech": ("E1612", "p_tech_indicator_code", "ptech"),
    "enrollment_status": ("enrollment_status",),
    "leaver_reason": ("E1001", "leaver_reason_code", "exit_withdraw_type"),
    "graduated_on": ("graduated_on", "E0791", "graduation_date", "diploma_award_date"),
    "diploma_type": ("diploma_type", "E0806", "graduation_type_code", "graduation_type"),
    "endorsement": ("endorsement",),
    "endorsement_completed": ("E3021", "endorsement_completed"),
    "distinguished": ("distinguished", "E3089", "disting_level_achievement_graduate"),
    "home_language": ("home_language", "E0895", "home_language_code"),
    "associate_degree": (
        "E1596",
        "associate_degree_indicator",
        "associate_degree_indicator_code",
    ),
    "associate_degree_on": ("E3123",),
}

SEXES = {"f": "F", "female": "F", "01": "F", "1": "F", "m": "M", "male": "M", "02": "M", "2": "M"}
RACES = {
    "01": "american_indian",
    "american indian": "american_indian",
    "american indian - alaskan native": "american_indian",
    "american_indian": "american_indian",
    "02": "asian",
    "asian": "asian",
    "03": "black",
    "black": "black",
    "black - african american": "black",
    "black or african american": "black",
    "04": "pacific_islander",
    "pacific islander": "pacific_islander",
    "native hawaiian - pacific islander": "pacific_islander",
    "pacific_islander": "pacific_islander",
    "05": "white",
    "white": "white",
    "two_or_more": "two_or_more",
    "two or more": "two_or_more",
}
RACE_FLAGS = ("american_indian", "asian", "black", "pacific_islander", "white")
ECONOMIC_CODES = {"00": False, "01": True, "02": True, "99": True}  # C054
EMERGENT_CODES = dict.fromkeys("0FS345", False) | {"1": True}  # C061: only 1 is identified now
PROGRAMS = {"echs": "echs", "ptech": "ptech", "p-tech": "ptech"}
STATUSES = {"enrolled": "enrolled", "graduated": "graduated", "withdrawn": "withdrawn"}


# Columns that a list of students does not have; with them a row is about something else.
_OF_OTHER_FILES = frozenset(
    {"coursekind", "coursetitle", "serviceid", "e0724", "kind", "credentialkind", "earnedon"}
) | {"sourcedid", "schoolid"}


def _matches(header: frozenset[str]) -> tuple[str, ...]:
    ids = _present(header, "state_unique_id", "local_id")
    about = _present(header, *(field for field in ALIASES if field not in IDENTITY))
    return (ids[0], about[0]) if ids and about and not header & _OF_OTHER_FILES else ()


def _present(header: frozenset[str], *fields: str) -> tuple[str, ...]:
    names = (key(name) for field in fields for name in ALIASES[field])
    return tuple(name for name in names if name in header)


def _read(tables: tuple[Table, ...]) -> Iterator[LineResult]:
    return each_row(tables, ALIASES, read_row)


def read_row(row: Row) -> LineResult:
    """One roster row; also for rows whose columns another adapter maps to these fields."""
    who = person(row, strict=True)
    if who.state_unique_id is None and who.local_id is None:
        _say_who_is_missing(row)
        return row.result(who)
    return row.result(who, _associate_degree(row), _student(row))


def _associate_degree(row: Row) -> tuple[EvidenceItem, ...]:
    """The degree that a graduate's row tells of (PEIMS elements E1596 and E3123)."""
    earned = row.day("associate_degree_on")
    if not row.yes_no("associate_degree"):
        return ()
    if values.is_digits(row.typed("associate_degree") or ""):
        row.note(
            "associate_degree",
            "A code of table C235.",
            "associate_degree_code_taken_as_yes",
            "The table was not read; 1 and 01 are taken as yes. Check the students it names.",
        )
    dated: dict[str, object] = {"earned_on": earned.isoformat()} if earned else {}
    payload = {"kind": "associate_degree"} | dated
    return (
        EvidenceItem(
            "credential", payload, f"associate_degree|{earned or '-'}", "associate_degree"
        ),
    )


def _say_who_is_missing(row: Row) -> None:
    if not row.problems:
        row.problem(
            "state_unique_id",
            "A Texas Unique Student ID of ten digits, or a local id.",
            "nobody_named",
            "Add the id to this row: a roster is matched by id only.",
        )


def _student(row: Row) -> StudentItem:
    began = row.day("grade_9_began_on")
    return StudentItem(
        sex=row.choice("sex", SEXES),
        hispanic_latino=row.yes_no("hispanic_latino"),
        race=_race(row),
        campus_id=row.campus_id("campus_id"),
        grade=_grade(row),
        class_of=row.whole("class_of", 2000, 2100) or (began.year + 4 if began else None),
        grade_9_began_on=began,
        counselor_email=_email(row),
        economically_disadvantaged=_economic(row),
        special_education=row.yes_no("special_education"),
        emergent_bilingual=_emergent(row),
        at_risk=row.yes_no("at_risk"),
        section_504=row.yes_no("section_504"),
        program=_program(row),
        enrollment_status=_status(row),
        graduated_on=_graduated_on(row),
        diploma_type=_graduation_type(row),
        endorsement=_endorsement(row),
        distinguished=row.yes_no("distinguished"),
        home_language=row.text("home_language"),
    )


def _grade(row: Row) -> int | None:
    text = row.typed("grade")
    level = values.grade_level(text) if text else None
    if text and level is None:
        row.problem("grade", "A grade from 01 to 12, or KG, PK, EE.", "unknown_code")
    return level


def _race(row: Row) -> tuple[str, ...] | None:
    text = row.typed("race")
    if text is None:
        return _race_of_flags(row)
    parts = [part.strip().lower() for part in text.replace("|", ";").split(";") if part.strip()]
    named = [RACES.get(part.zfill(2) if values.is_digits(part) else part) for part in parts]
    if None in named or not named:
        row.problem("race", "Codes 01 to 05 or race names, divided by semicolons.", "unknown_code")
        return None
    return tuple(sorted({name for name in named if name}))


def _race_of_flags(row: Row) -> tuple[str, ...] | None:
    flags = {name: row.yes_no(f"race_{name}") for name in RACE_FLAGS}
    if all(flag is None for flag in flags.values()):
        return None
    return tuple(name for name, flag in flags.items() if flag)


def _email(row: Row) -> str | None:
    text = row.typed("counselor_email")
    if text and ("@" not in text.strip("@") or " " in text):
        row.problem("counselor_email", "An email address.", "bad_email")
        return None
    return text.lower() if text else None


def _economic(row: Row) -> bool | None:
    """C054 codes, or yes and no. A code that lost its zero (1, 2) means the same."""
    text = row.typed("economically_disadvantaged")
    if text is None:
        return None
    by_code = ECONOMIC_CODES.get(text.zfill(2))
    answer = by_code if by_code is not None else values.yes_no(text)
    if answer is None:
        row.problem(
            "economically_disadvantaged",
            "00, 01, 02 or 99 (table C054), or yes/no.",
            "unknown_code",
        )
    return answer


def _emergent(row: Row) -> bool | None:
    if row.typed("emergent_bilingual_code"):
        return _emergent_code(row, "emergent_bilingual_code")
    text = (row.typed("emergent_bilingual") or "").upper()
    if text in {"F", "T"}:
        row.problem(
            "emergent_bilingual",
            "Y or N; F alone may mean “false” or “monitored, first year”.",
            "ambiguous_code",
            "Write Y or N, or name the column E0790 if it holds codes of table C061.",
        )
        return None
    if text in EMERGENT_CODES:
        return _emergent_code(row, "emergent_bilingual")
    return row.yes_no("emergent_bilingual")


def _emergent_code(row: Row, field: str) -> bool | None:
    code = (row.typed(field) or "").upper().lstrip("0") or "0"
    answer = EMERGENT_CODES.get(code)
    if answer is None:
        row.problem(field, "0, 1, F, S, 3, 4 or 5 (table C061).", "unknown_code")
    elif code in "FS34":
        row.note(
            field,
            "1 for a student identified now.",
            "monitored_emergent_bilingual",
            "Monitored students are kept as not emergent bilingual now. Nothing to do.",
        )
    return answer


def _program(row: Row) -> str | None:
    if row.has("program"):
        return row.choice("program", PROGRAMS)
    if row.yes_no("ptech"):
        return "ptech"
    return "echs" if row.yes_no("echs") else None


def _status(row: Row) -> str | None:
    """The status, or what the leaver reason says: C162 code 01 is graduated, others left."""
    if row.has("enrollment_status"):
        return row.choice("enrollment_status", STATUSES)
    code = _two_digits(row, "leaver_reason")
    if code is None:
        return None
    return "graduated" if code == "01" else "withdrawn"


def _two_digits(row: Row, field: str) -> str | None:
    text = row.typed(field)
    if text is None:
        return None
    if not values.is_digits(text) or len(text) > 2:
        row.problem(field, "A code of two digits.", "unknown_code")
        return None
    return text.zfill(2)


def _graduation_type(row: Row) -> str | None:
    """A code of table C062; one that the table does not list is kept, with a note."""
    code = _two_digits(row, "diploma_type")
    if code is not None and code not in graduation_types():
        row.note(
            "diploma_type",
            "A graduation type of code table C062, such as 34.",
            "unlisted_graduation_type",
            "The code is kept, and meets no indicator by itself. Check it in the student system.",
        )
    return code


def _graduated_on(row: Row) -> date | None:
    """A date; the older PEIMS form MMYYYY gives the last day of that month, with a note."""
    text = row.typed("graduated_on")
    if text is None or not (values.is_digits(text) and len(text) in {5, 6}):
        return row.day("graduated_on")
    month_end = values.month_end(text.zfill(6))
    if month_end is None:
        row.problem("graduated_on", "A date such as 2026-05-28, or MMYYYY.", "bad_date")
    else:
        row.note("graduated_on", "A full date.", "day_assumed", "The last of the month was taken.")
    return month_end


def _endorsement(row: Row) -> bool | None:
    """Yes or no, or any of the C332 codes 1 to 5 of endorsements completed."""
    text = row.typed("endorsement_completed")
    if text is None:
        return row.yes_no("endorsement")
    if text.lstrip("0") in set("12345"):
        return True
    row.problem("endorsement_completed", "1 to 5 (table C332).", "unknown_code", CORRECT_AND_UPLOAD)
    return None


FORMAT = Format(
    id="careercraft_students",
    title="Student roster (CareerCraft template or PEIMS column names)",
    vendor="CareerCraft",
    kind="roster",
    covers=(),
    cadence="each term, and whenever students enroll or leave",
    description=(
        "One row per student: ids, name, campus, grade, class, program flags and graduation. "
        "Columns may come in any order, under our names or under PEIMS element numbers and names."
    ),
    matches=_matches,
    read_tables=_read,
    columns=TEMPLATE_COLUMNS,
    reported_aliases=ALIASES,
)
