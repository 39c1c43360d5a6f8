"""A planned action, a conference note and an entry of the director's time log."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid4

from careercraft.models import ConferenceNote, PlanAction, TimeEntry
from careercraft.privacy.sealing import Place as SealedPlace
from careercraft.privacy.sealing import seal_json
from tests.security.things import Place

CAMPUS_OBJECTS = {"action_id", "note_id", "entry_id"}


def make(place: Place) -> dict[str, UUID]:
    action_id, note_id, entry_id = uuid4(), uuid4(), uuid4()
    common = {"district_id": place.district.id, "student_id": place.student.id}
    person = place.district.director.user_id
    body = seal_json(
        place.keys,
        SealedPlace("plan_actions", "body_sealed", action_id),
        {"what": "Retake the SAT", "earlier": []},
    )
    text = seal_json(
        place.keys, SealedPlace("conference_notes", "text_sealed", note_id), "Came alone."
    )
    place.session.add_all(
        [
            PlanAction(
                id=action_id,
                body_sealed=body,
                owner_id=person,
                created_by=person,
                state="planned",
                **common,
            ),
            ConferenceNote(
                id=note_id,
                author_id=person,
                audience="shared",
                held_on=date(2026, 11, 2),
                text_sealed=text,
                **common,
            ),
            TimeEntry(
                id=entry_id,
                user_id=person,
                category="individual_planning",
                minutes=20,
                spent_on=date(2026, 11, 2),
                **common,
            ),
        ]
    )
    return {"action_id": action_id, "note_id": note_id, "entry_id": entry_id}
