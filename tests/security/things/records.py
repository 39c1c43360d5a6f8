"""A case with a contested part, a letter, a packet, a holiday and a disagreement."""

from __future__ import annotations

from uuid import UUID, uuid4

from careercraft.models import (
    AccessPacket,
    Correction,
    Disagreement,
    Holiday,
    ImportBatch,
    PrivacyRequest,
    RequestItem,
    RequestLetter,
)
from careercraft.privacy.sealing import Place as SealedPlace
from careercraft.privacy.sealing import seal_json
from tests.conftest import MOMENT
from tests.security.things import Place

DISTRICT_OBJECTS = {
    "request_id",
    "item_id",
    "letter_id",
    "packet_id",
    "holiday_id",
    "disagreement_id",
}
DETAILS = {"requester": "A", "relation": "parent", "contact": "B", "asks": "C"}
VALUES = {
    "label": "Grade",
    "current": 12,
    "current_written": "Grade 12",
    "asked": 11,
    "asked_written": "Grade 11",
    "why": "D",
    "what": "",
    "on": None,
    "name": "",
}


def make(place: Place) -> dict[str, UUID]:
    request_id, item_id, letter_id, packet_id, correction_id = (uuid4() for _ in range(5))
    officer = place.district.records_officer.user_id
    own = {"district_id": place.district.id}

    def sealed(table: str, column: str, row: UUID, value: object) -> bytes:
        return seal_json(place.keys, SealedPlace(table, column, row), value)

    place.session.add(
        PrivacyRequest(
            **own,
            id=request_id,
            number=1,
            student_id=place.student.id,
            kind="amendment",
            state="closed_withdrawn",
            received_on=MOMENT.date(),
            channel="letter",
            language="en",
            lodged_by=officer,
            facts={},
            details_sealed=sealed("privacy_requests", "details_sealed", request_id, DETAILS),
            closed_at=MOMENT,
        )
    )
    place.session.flush()
    place.session.add_all(
        [
            RequestItem(
                **own,
                id=item_id,
                request_id=request_id,
                subject="row",
                field="grade",
                ground="inaccurate",
                values_sealed=sealed("request_items", "values_sealed", item_id, VALUES),
            ),
            RequestLetter(
                **own,
                id=letter_id,
                request_id=request_id,
                letter="withdrawn",
                language="en",
                content_sealed=b"never opened here",
                prepared_at=MOMENT,
                sent_at=MOMENT,
            ),
            AccessPacket(
                **own,
                id=packet_id,
                request_id=request_id,
                student_id=place.student.id,
                state="failed",
                language="en",
                asked_by=officer,
            ),
            Correction(
                **own,
                id=correction_id,
                student_id=place.student.id,
                request_id=request_id,
                subject="row",
                field="grade",
                before_sealed=b"",
                after_sealed=sealed("corrections", "after_sealed", correction_id, {"value": 11}),
                corrected_at=MOMENT,
            ),
        ]
    )
    holiday = Holiday(**own, id=uuid4(), day=MOMENT.date(), name="E")
    batch_id = uuid4()
    batch = ImportBatch(
        **own,
        id=batch_id,
        state="applied",
        format_id="careercraft_students",
        names_sealed=sealed("import_batches", "names_sealed", batch_id, [{"name": "f"}]),
        content_sha256="1" * 64,
        size=1,
        uploaded_by=officer,
        uploaded_at=MOMENT,
        counts={},
    )
    place.session.add_all([holiday, batch])
    place.session.flush()
    disagreement = Disagreement(
        **own,
        id=uuid4(),
        correction_id=correction_id,
        batch_id=batch_id,
        row_id=uuid4(),
        noted_at=MOMENT,
    )
    place.session.add(disagreement)
    return {
        "request_id": request_id,
        "item_id": item_id,
        "letter_id": letter_id,
        "packet_id": packet_id,
        "holiday_id": holiday.id,
        "disagreement_id": disagreement.id,
    }
