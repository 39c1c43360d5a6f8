"""A discarded upload and a row of it."""

from __future__ import annotations

from uuid import UUID, uuid4

from careercraft.models import ImportBatch
from careercraft.privacy.sealing import Place as SealedPlace
from careercraft.privacy.sealing import seal_json
from tests.conftest import MOMENT
from tests.security.things import Place

DISTRICT_OBJECTS = {"batch_id", "row_id"}
PLAIN_ARGUMENTS = {"format_id": "careercraft_students", "covers": "ACT"}


def make(place: Place) -> dict[str, UUID]:
    batch_id = uuid4()
    names = [{"file": str(uuid4()), "name": "a.csv"}]
    batch = ImportBatch(
        id=batch_id,
        district_id=place.district.id,
        state="discarded",
        names_sealed=seal_json(
            place.keys, SealedPlace("import_batches", "names_sealed", batch_id), names
        ),
        content_sha256="0" * 64,
        size=1,
        uploaded_by=place.district.director.user_id,
        uploaded_at=MOMENT,
        counts={},
    )
    place.session.add(batch)
    return {"batch_id": batch_id, "row_id": uuid4()}
