"""Whether anything of a district's classes changed since something was counted.

A trigger notes each change of students, outcomes, campuses or files in its own transaction.
The notes of a district together are one mark: every committed change makes another, and none ever
comes back, so that what was counted under a mark is true as long as the mark stands.
"""

from __future__ import annotations

from sqlalchemy import String, cast, func, literal, select
from sqlalchemy.dialects.postgresql import aggregate_order_by

from careercraft.models import ClassNote
from careercraft.services.context import Desk


def mark(desk: Desk) -> str | None:
    """The mark under which what is read from now on may be kept, and be found again.

    None where nothing may be kept: in a transaction that has itself changed something, which
    others do not see yet, and where no change was ever noted.
    """
    each = cast(ClassNote.mark, String)
    together = func.string_agg(each, aggregate_order_by(literal(""), ClassNote.id.asc()))
    unchanged = func.pg_current_xact_id_if_assigned().is_(None)
    found: str | None = desk.session.execute(select(together).where(unchanged)).scalar_one()
    return found
