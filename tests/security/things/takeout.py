"""A complete export that failed."""

from __future__ import annotations

from uuid import UUID, uuid4

from careercraft.models import DistrictExport
from careercraft.privacy.sealing import Place as SealedPlace
from careercraft.privacy.sealing import seal_json
from tests.conftest import MOMENT
from tests.security.things import Place

DISTRICT_OBJECTS = {"export_id"}


def make(place: Place) -> dict[str, UUID]:
    export_id = uuid4()
    purpose = SealedPlace("district_exports", "purpose_sealed", export_id)
    place.session.add(
        DistrictExport(
            id=export_id,
            district_id=place.district.id,
            state="failed",
            purpose_sealed=seal_json(place.keys, purpose, "Yearly copy"),
            counts={},
            asked_by=place.district.director.user_id,
            asked_at=MOMENT,
        )
    )
    return {"export_id": export_id}
