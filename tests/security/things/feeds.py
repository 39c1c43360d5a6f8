"""A feed that watches a folder."""

from __future__ import annotations

from uuid import UUID, uuid4

from careercraft.models import Feed
from careercraft.privacy.sealing import Place as SealedPlace
from careercraft.privacy.sealing import seal_json
from tests.conftest import MOMENT
from tests.security.things import Place

DISTRICT_OBJECTS = {"feed_id"}
PLAIN_ARGUMENTS = {"source": "sftp"}


def make(place: Place) -> dict[str, UUID]:
    feed_id = uuid4()
    plain = {
        "name": "SAT, nightly",
        "folder": "sat",
        "pattern": "*.csv",
        "marker": "",
        "host": "",
        "port": 22,
        "user": "",
        "host_key": "",
    }
    place.session.add(
        Feed(
            id=feed_id,
            district_id=place.district.id,
            kind="folder",
            format_id="college_board_sat",
            campuses={"only": []},
            settings_sealed=seal_json(
                place.keys, SealedPlace("feeds", "settings_sealed", feed_id), plain
            ),
            local_hour=2,
            every_days=7,
            acts_for=place.district.director.user_id,
            next_run_at=MOMENT,
        )
    )
    return {"feed_id": feed_id}
