"""A watch list shared with the campus, and a caseload that the director assigned there."""

from __future__ import annotations

from uuid import UUID, uuid4

from careercraft.models import CaseloadMove, WatchList
from careercraft.privacy.sealing import Place as SealedPlace
from careercraft.privacy.sealing import seal_json
from tests.security.things import Place

CAMPUS_OBJECTS = {"watch_list_id", "move_id"}


def make(place: Place) -> dict[str, UUID]:
    list_id, move_id = uuid4(), uuid4()
    director = place.district.director.user_id
    body = {"name": "Near the cut", "asked": {"near": "either"}}
    place.session.add_all(
        [
            WatchList(
                id=list_id,
                district_id=place.district.id,
                owner_id=director,
                campus_id=place.campus.id,
                kind="live",
                class_of=2027,
                body_sealed=seal_json(
                    place.keys, SealedPlace("watch_lists", "body_sealed", list_id), body
                ),
            ),
            CaseloadMove(
                id=move_id,
                district_id=place.district.id,
                counselor_id=director,
                moved_by=director,
                before={str(place.student.id): ""},
            ),
        ]
    )
    return {"watch_list_id": list_id, "move_id": move_id}
