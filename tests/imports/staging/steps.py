"""Staging a few lines, and reading what was kept of them."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select

from careercraft.imports.formats import format_by_id
from careercraft.imports.rows import EvidenceItem, LineResult, Person
from careercraft.imports.staging import stage
from careercraft.imports.stored import open_row
from careercraft.models import ImportRow
from careercraft.services import imports
from careercraft.services.context import Desk
from tests.services.uploads import sat

TODAY = date(2026, 11, 16)
STATE_ID = "1234567890"
ROSA = Person(STATE_ID, "004411", "Ibarra", "Rosa", None, date(2008, 9, 14))


def score(day: str = "2025-10-04", math: int = 510, key: str = "SAT|a") -> EvidenceItem:
    payload: dict[str, object] = {"test": "SAT", "date": day, "parts": {"math": math}}
    return EvidenceItem("score", payload, key, "SAT")


def stage_lines(
    desk: Desk, *lines: LineResult, format_id: str = "college_board_sat"
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Stage some lines; returns the counts and each row as it was kept, with its columns."""
    batch_id = imports.upload(desk, [sat([])]).batch_id
    result = stage(
        desk.session, desk.keys, batch_id, lines, format_by_id(format_id), TODAY, lambda _: None
    )
    query = select(ImportRow).where(ImportRow.batch_id == batch_id).order_by(ImportRow.id)
    kept = [
        open_row(desk.keys, row.id, row.row_sealed)
        | {"outcome": row.outcome, "rung": row.rung, "student_id": row.student_id}
        for row in desk.session.scalars(query)
    ]
    return result.counts, kept


def stage_roster(desk: Desk, *lines: LineResult) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    return stage_lines(desk, *lines, format_id="careercraft_students")


def codes(remarks: list[dict[str, Any]]) -> list[str]:
    return [remark["code"] for remark in remarks]
