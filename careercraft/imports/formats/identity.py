"""The columns that say who, under every name they go by in our templates and in PEIMS."""

from __future__ import annotations

from careercraft.imports.formats.row import Row
from careercraft.imports.rows import Person

IDENTITY: dict[str, tuple[str, ...]] = {
    "state_unique_id": (
        "state_unique_id",
        "E1523",
        "tx_unique_student_id",
        "E3079",
        "student_unique_id",
        "texas_unique_student_id",
        "unique_id",
        "tsds_id",
        "tsds",
        "state_student_number",
        "student_texas_unique_id",
    ),
    "local_id": ("local_id", "E0923", "local_student_id", "student_number", "student_local_id"),
    "last_name": ("last_name", "E0705", "last_surname"),
    "first_name": ("first_name", "E0703"),
    "middle_name": ("middle_name", "E0704", "middle_initial"),
    "birth_date": ("birth_date", "E0006", "date_of_birth", "dob"),
}

TEMPLATE_IDENTITY = ("state_unique_id", "local_id", "last_name", "first_name", "birth_date")


def person(row: Row, *, strict: bool = False) -> Person:
    """Who the row is about. With `strict`, a state id that cannot be one is a problem."""
    return Person(
        state_unique_id=row.state_id("state_unique_id", strict=strict),
        local_id=row.local_id("local_id"),
        last_name=row.text("last_name"),
        first_name=row.text("first_name"),
        middle_name=row.text("middle_name"),
        birth_date=row.day("birth_date"),
    )
