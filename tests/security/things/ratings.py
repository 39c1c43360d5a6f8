"""A year of ratings, and a preview of other rules."""

from __future__ import annotations

from uuid import UUID, uuid4

from careercraft.models import RulePreview
from tests.security.things import Place

CAMPUS_OBJECTS = {"preview_id"}
PLAIN_ARGUMENTS = {"year": "2027", "before": "2026", "after": "2027", "area": "ratings"}


def make(place: Place) -> dict[str, UUID]:
    """A preview of one campus."""
    preview = RulePreview(
        id=uuid4(),
        district_id=place.district.id,
        campus_id=place.campus.id,
        class_of=2026,
        rules_of=2027,
        asked_by=place.district.director.user_id,
    )
    place.session.add(preview)
    return {"preview_id": preview.id}
