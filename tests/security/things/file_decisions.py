"""A kept meaning of columns, and a decision about who a row is."""

from __future__ import annotations

from uuid import UUID, uuid4

from careercraft.imports.formats.mapped import Meaning, meaning_as_plain
from careercraft.imports.rows import Person
from careercraft.models import ColumnMapping, MatchDecision
from careercraft.privacy.sealing import Place as SealedPlace
from careercraft.privacy.sealing import seal_json
from tests.security.things import Place

DISTRICT_OBJECTS = {"mapping_id", "decision_id"}


def make(place: Place) -> dict[str, UUID]:
    mapping_id, decision_id = uuid4(), uuid4()
    director = place.district.director.user_id
    meaning = Meaning("careercraft_students", ("Id", "Level"), ("local_id", "grade"))
    plain = {"name": "Ours", "meaning": meaning_as_plain(meaning)}
    where = SealedPlace("column_mappings", "mapping_sealed", mapping_id)
    mapping = ColumnMapping(
        id=mapping_id,
        district_id=place.district.id,
        format_id=meaning.format_id,
        header_lookup=mapping_id.bytes,
        mapping_sealed=seal_json(place.keys, where, plain),
        saved_by=director,
    )
    person = Person(local_id="1")._asdict() | {"other_ids": []}
    decided = SealedPlace("match_decisions", "person_sealed", decision_id)
    decision = MatchDecision(
        id=decision_id,
        district_id=place.district.id,
        person_lookup=decision_id.bytes,
        person_sealed=seal_json(place.keys, decided, person),
        student_id=None,
        decided_by=director,
    )
    place.session.add_all([mapping, decision])
    return {"mapping_id": mapping_id, "decision_id": decision_id}
