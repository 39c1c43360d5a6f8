"""A token of a program."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256
from uuid import UUID, uuid4

from careercraft.models import ApiToken
from careercraft.privacy.sealing import Place as SealedPlace
from careercraft.privacy.sealing import seal_json
from tests.conftest import MOMENT
from tests.security.things import Place

DISTRICT_OBJECTS = {"token_id"}


def make(place: Place) -> dict[str, UUID]:
    token_id = uuid4()
    sealed = seal_json(place.keys, SealedPlace("api_tokens", "name_sealed", token_id), "Warehouse")
    place.session.add(
        ApiToken(
            id=token_id,
            district_id=place.district.id,
            name_sealed=sealed,
            secret_hash=sha256(token_id.bytes).digest(),
            hint="abcdef",
            scopes={"allowed": ["students"]},
            made_by=place.district.director.user_id,
            made_at=MOMENT,
            expires_at=MOMENT + timedelta(days=30),
        )
    )
    return {"token_id": token_id}
