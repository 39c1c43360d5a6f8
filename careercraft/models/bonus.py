"""The bonus at work: what a district assumes, what it tries out, and what the state says."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from careercraft.db import Base, InDistrict, Moment, Now, Sealed


class BonusAssumption(InDistrict, Base):
    """What a district has settled for itself where the law or its data leave a question open.

    `name`: rounding or enrollment_rate. `value` is empty where the district went back to what
    the product proposes. Rows are added, never changed: the newest of a name holds.
    """

    __tablename__ = "bonus_assumptions"
    __table_args__ = (
        ForeignKeyConstraint(["district_id", "set_by"], ["users.district_id", "users.id"]),
        Index("ix_bonus_assumptions_newest", "district_id", "name", "number", unique=True),
    )

    name: Mapped[str]
    number: Mapped[int]
    """Counts the changes of this name, from 1."""
    value: Mapped[dict[str, Any]]
    reason_sealed: Mapped[Sealed]
    set_by: Mapped[UUID]
    set_at: Mapped[Now]


class BonusScenario(InDistrict, Base):
    """A "what if" under a name. It holds opaque ids and numbers, sealed, and touches no outcome."""

    __tablename__ = "bonus_scenarios"
    __table_args__ = (
        ForeignKeyConstraint(["district_id", "created_by"], ["users.district_id", "users.id"]),
        Index("ix_bonus_scenarios_class", "district_id", "class_of"),
    )

    class_of: Mapped[int]
    content_sealed: Mapped[Sealed]
    created_by: Mapped[UUID]
    created_at: Mapped[Now]
    changed_at: Mapped[Now]
    deleted_at: Mapped[Moment | None]


class BonusMapping(InDistrict, Base):
    """Which column of a state list means what, kept under a name for the next file."""

    __tablename__ = "bonus_mappings"
    __table_args__ = (
        ForeignKeyConstraint(["district_id", "kept_by"], ["users.district_id", "users.id"]),
        UniqueConstraint("district_id", "name"),
    )

    name: Mapped[str]
    columns: Mapped[dict[str, Any]]
    """Field to column head."""
    kept_by: Mapped[UUID]
    kept_at: Mapped[Now]


class BonusList(InDistrict, Base):
    """A list of graduates that the state published for a class, as a file.

    `edition`: early or final. `state`: uploaded, mapped, reading, loaded, replaced, undone or
    discarded. `columns`: field to column head, as the person mapped it. `names_sealed`: the
    stored file.
    """

    __tablename__ = "bonus_lists"
    __table_args__ = (
        UniqueConstraint("district_id", "id"),
        ForeignKeyConstraint(["district_id", "uploaded_by"], ["users.district_id", "users.id"]),
        Index(
            "uq_bonus_lists_loaded",
            "district_id",
            "class_of",
            "edition",
            unique=True,
            postgresql_where=text("state = 'loaded'"),
        ),
        Index("ix_bonus_lists_class", "district_id", "class_of"),
    )

    class_of: Mapped[int]
    edition: Mapped[str]
    state: Mapped[str]
    names_sealed: Mapped[Sealed]
    size: Mapped[int]
    columns: Mapped[dict[str, Any]]
    counts: Mapped[dict[str, Any]]
    uploaded_by: Mapped[UUID]
    uploaded_at: Mapped[Now]
    loaded_by: Mapped[UUID | None]
    loaded_at: Mapped[Moment | None]
    undone_by: Mapped[UUID | None]
    undone_at: Mapped[Moment | None]
    task_id: Mapped[UUID | None]


class BonusListRow(InDistrict, Base):
    """One student of a state list, and who that is with us.

    `fate`: matched, unmatched, ambiguous, refused or set_aside. `row_sealed`: the person and what
    the state says of them. `decided_by`: who said so where the ladder could not.
    """

    __tablename__ = "bonus_list_rows"
    __table_args__ = (
        UniqueConstraint("district_id", "id"),
        ForeignKeyConstraint(
            ["district_id", "list_id"], ["bonus_lists.district_id", "bonus_lists.id"]
        ),
        ForeignKeyConstraint(
            ["district_id", "student_id"], ["students.district_id", "students.id"]
        ),
        ForeignKeyConstraint(["district_id", "decided_by"], ["users.district_id", "users.id"]),
        Index("ix_bonus_list_rows_list", "list_id", "fate", "line"),
    )

    list_id: Mapped[UUID]
    line: Mapped[int]
    fate: Mapped[str]
    rung: Mapped[str | None]
    student_id: Mapped[UUID | None]
    row_sealed: Mapped[Sealed]
    decided_by: Mapped[UUID | None]
    decided_at: Mapped[Moment | None]


class BonusDecision(InDistrict, Base):
    """What a person decided about one difference; the newest of a list and student holds."""

    __tablename__ = "bonus_decisions"
    __table_args__ = (
        ForeignKeyConstraint(
            ["district_id", "list_id"], ["bonus_lists.district_id", "bonus_lists.id"]
        ),
        ForeignKeyConstraint(["district_id", "decided_by"], ["users.district_id", "users.id"]),
        Index("ix_bonus_decisions_list", "list_id", "about_id", "decided_at"),
    )

    list_id: Mapped[UUID]
    about_id: Mapped[UUID]
    """The student, or the row of the list where no student of ours is behind it."""
    decision: Mapped[str]
    note_sealed: Mapped[Sealed | None]
    decided_by: Mapped[UUID]
    decided_at: Mapped[Now]


class BonusTotals(InDistrict, Base):
    """What a state report says of the groups of a class, typed in from the named document.

    `figures`: per group graduates, met, above and dollars; a masked or missing one is null.
    """

    __tablename__ = "bonus_totals"
    __table_args__ = (
        ForeignKeyConstraint(["district_id", "entered_by"], ["users.district_id", "users.id"]),
        Index("ix_bonus_totals_class", "district_id", "class_of", "edition", "entered_at"),
    )

    class_of: Mapped[int]
    edition: Mapped[str]
    document_sealed: Mapped[Sealed]
    figures: Mapped[dict[str, Any]]
    entered_by: Mapped[UUID]
    entered_at: Mapped[Now]
    withdrawn_at: Mapped[Moment | None] = mapped_column(default=None)
