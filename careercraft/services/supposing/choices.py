"""Students who were ticked for a what-if: kept for some days, so that no address names them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from uuid import UUID, uuid4

from sqlalchemy import delete

from careercraft.models import WhatIfChoice
from careercraft.privacy.access import NotFound, require
from careercraft.privacy.permissions import Permission
from careercraft.privacy.sealing import Place, seal_json, unseal_json
from careercraft.services.context import Desk

DAYS_KEPT = 14


def keep(desk: Desk, class_of: int, ids: Collection[UUID]) -> UUID:
    """Keep chosen students of a class for whoever chose them; returns the choice."""
    require(desk.actor, Permission.CAMPUS_ROSTER_READ)
    assert desk.actor.user_id is not None  # noqa: S101 - only people choose
    choice_id = uuid4()
    desk.session.add(
        WhatIfChoice(
            id=choice_id,
            district_id=desk.actor.district_id,
            owner_id=desk.actor.user_id,
            class_of=class_of,
            students_sealed=seal_json(desk.keys, _place(choice_id), sorted(map(str, ids))),
            made_at=desk.now,
        )
    )
    desk.session.commit()
    return choice_id


def students(desk: Desk, choice_id: UUID) -> frozenset[UUID]:
    """Who was chosen, by id; raises `NotFound` for what is not the reader's, or gone."""
    require(desk.actor, Permission.CAMPUS_ROSTER_READ)
    row = desk.session.get(WhatIfChoice, choice_id)
    if row is None or row.owner_id != desk.actor.user_id:
        raise NotFound("choice")
    return frozenset(map(UUID, unseal_json(desk.keys, _place(row.id), row.students_sealed)))


def leave_out(desk: Desk, row: WhatIfChoice, student_id: UUID) -> bool:
    """Take a student out of a choice; whether it held them."""
    place = _place(row.id)
    held = unseal_json(desk.keys, place, row.students_sealed)
    if str(student_id) not in held:
        return False
    row.students_sealed = seal_json(
        desk.keys, place, [one for one in held if one != str(student_id)]
    )
    return True


def remove_old(desk: Desk) -> int:
    """Remove what was chosen so long ago that nobody works with it; how many."""
    old = delete(WhatIfChoice).where(WhatIfChoice.made_at < desk.now - timedelta(days=DAYS_KEPT))
    return len(desk.session.scalars(old.returning(WhatIfChoice.id)).all())


def _place(choice_id: UUID) -> Place:
    return Place("what_if_choices", "students_sealed", choice_id)
