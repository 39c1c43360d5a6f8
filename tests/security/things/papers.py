"""A document that was handed in about a student."""

from __future__ import annotations

from uuid import UUID, uuid4

from careercraft.models import Paper
from careercraft.privacy.sealing import Place as SealedPlace
from careercraft.privacy.sealing import seal_json
from tests.security.things import Place

CAMPUS_OBJECTS = {"paper_id"}
PLAIN_ARGUMENTS = {"page_number": "1"}


def make(place: Place) -> dict[str, UUID]:
    paper_id = uuid4()
    sealed = SealedPlace("papers", "about_sealed", paper_id)
    place.session.add(
        Paper(
            id=paper_id,
            district_id=place.district.id,
            student_id=place.student.id,
            kind="certificate",
            state="received",
            about_sealed=seal_json(place.keys, sealed, {"name": "a.pdf", "note": "", "reason": ""}),
            media_type="application/pdf",
            size=5,
            pages=1,
            drawn=1,
            content_hash=b"-",
            kept_by=place.district.director.user_id,
        )
    )
    return {"paper_id": paper_id}
