"""A scenario, a loaded state list and the totals of a report."""

from __future__ import annotations

from uuid import UUID, uuid4

from careercraft.models import BonusList, BonusScenario, BonusTotals
from careercraft.privacy.sealing import Place as SealedPlace
from careercraft.privacy.sealing import seal, seal_json
from tests.conftest import MOMENT
from tests.security.things import Place

DISTRICT_OBJECTS = {"list_id", "scenario_id", "totals_id"}
CLASS = 2027


def make(place: Place) -> dict[str, UUID]:
    scenario_id, list_id, totals_id = uuid4(), uuid4(), uuid4()
    by = place.district.director.user_id
    whose = {"district_id": place.district.id, "class_of": CLASS}
    content = {"name": str(scenario_id), "marked": [], "more": {}, "rate": 50}
    scenario = BonusScenario(
        id=scenario_id,
        content_sealed=seal_json(
            place.keys, SealedPlace("bonus_scenarios", "content_sealed", scenario_id), content
        ),
        created_by=by,
        created_at=MOMENT,
        changed_at=MOMENT,
        **whose,
    )
    names = {"file": str(uuid4()), "name": "a.csv"}
    state_list = BonusList(
        id=list_id,
        edition="final",
        state="undone",
        names_sealed=seal_json(
            place.keys, SealedPlace("bonus_lists", "names_sealed", list_id), names
        ),
        size=1,
        columns={},
        counts={"rows": 0},
        uploaded_by=by,
        uploaded_at=MOMENT,
        **whose,
    )
    totals = BonusTotals(
        id=totals_id,
        edition="final",
        document_sealed=seal(
            place.keys, SealedPlace("bonus_totals", "document_sealed", totals_id), b"a report"
        ),
        figures={},
        entered_by=by,
        entered_at=MOMENT,
        **whose,
    )
    place.session.add_all([scenario, state_list, totals])
    return {"scenario_id": scenario_id, "list_id": list_id, "totals_id": totals_id}
