"""What a complete export holds: every table, but for those with a reason; every kept file.

A guard holds that each table and each area of the file store is in it or has its reason here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Column, LargeBinary, Table

from careercraft.db import Base

LEFT_OUT = {
    "sign_in_index": "keyed hashes by which a sign-in finds its district",
    "record_keys": "the keys of single records and files, for the same reason",
    "data_keys": "the keys themselves: the export is readable without them",
    "sign_ins": "hashes of the tokens of browsers; when people signed in is in the audit trail",
    "class_notes": "that something changed, in numbers that mean nothing outside",
    "district_exports": "exports like this one",
    "what_if_choices": "who was ticked for a what-if, kept for two weeks",
    "what_if_runs": "what-ifs of many students, kept for two weeks and worked out anew at will",
}
"""Tables of which nothing is exported, and why."""

SECRETS = {
    ("users", "password_hash"): "nobody's password leaves, not even as a hash",
    ("api_tokens", "secret_hash"): "what a program shows is kept nowhere",
    ("api_tokens", "hint"): "the beginning of a secret",
    ("feeds", "secret_sealed"): "the password or key of somebody's server",
    ("data_keys", "wrapped"): "a key",
    ("feed_files", "content_hash"): "a keyed hash, by which a file is known again",
    ("import_batches", "content_sha256"): "a keyed hash, by which a file is known again",
}
"""Columns that are left out, and why; keyed hashes are left out everywhere."""

ONLY_SHARED = {"conference_notes": ("audience", "shared")}
"""Rows of a table that are exported. A note that only its author sees is no record of the district
(34 CFR 99.3, sole possession)."""

FILES_LEFT_OUT = {
    "audit_room": "made anew from what is exported here, for two weeks",
    "export": "exports like this one",
    "incident_letters": "the letters of an incident in one file; each is exported by itself",
    "paper_drawn": "pictures of the first pages of documents; the documents are exported",
    "audit_head": "the end of the audit trail, kept apart to notice a cut; the trail is exported",
}
"""Areas of the file store of which nothing is exported, and why."""


def exported_tables() -> tuple[Table, ...]:
    """Every table whose rows are exported, by name."""
    tables: Mapping[str, Table] = Base.metadata.tables
    return tuple(tables[name] for name in sorted(tables) if name not in LEFT_OUT)


def exported_columns(table: Table) -> tuple[Column[Any], ...]:
    """The columns of a table that are exported, its id first."""
    kept = [column for column in table.columns if why_not(column) is None]
    return tuple(sorted(kept, key=lambda column: column.name != "id"))


def why_not(column: Column[Any]) -> str | None:
    """Why a column is left out; None where it is exported."""
    reason = SECRETS.get((column.table.name, column.name))
    if reason is None and isinstance(column.type, LargeBinary) and not is_sealed(column):
        return "a keyed hash, by which a row is found; it means nothing outside"
    return reason


def is_sealed(column: Column[Any]) -> bool:
    """Whether a column is kept encrypted; in the export it is open."""
    return column.name.endswith("_sealed")


def plain_name(column: Column[Any]) -> str:
    """The name of a column in the export."""
    return str(column.name).removesuffix("_sealed")
