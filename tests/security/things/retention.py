"""A proposal, a certificate, an access review with a line, and a proof of training."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

from careercraft.models import (
    AccessReview,
    AccessReviewLine,
    Destruction,
    RetentionRun,
    StaffProof,
)
from careercraft.privacy.sealing import Place as SealedPlace
from careercraft.privacy.sealing import seal_json
from tests.conftest import MOMENT
from tests.security.things import Place

DISTRICT_OBJECTS = {"retention_run_id", "destruction_id", "review_id", "line_id", "proof_id"}
PLAIN_ARGUMENTS = {"name": "print_days", "language": "es"}


def make(place: Place) -> dict[str, UUID]:
    own = {"district_id": place.district.id}
    director = place.district.director.user_id
    run_id, destruction_id, review_id, line_id, proof_id = (uuid4() for _ in range(5))
    sealed = SealedPlace("staff_proofs", "document_sealed", proof_id)
    place.session.add_all(
        [
            RetentionRun(
                **own,
                id=run_id,
                as_of=MOMENT.date(),
                state="dismissed",
                found={"work": 1},
                held=0,
                destroyed={},
            ),
            Destruction(
                **own,
                id=destruction_id,
                number=1,
                kind="student",
                state="failed",
                instructed_by=director,
                instructed_at=MOMENT,
                people={},
                counts={},
                kept={},
            ),
            AccessReview(
                **own,
                id=review_id,
                begun_by=director,
                begun_at=MOMENT,
                due_on=MOMENT.date() + timedelta(days=30),
            ),
            StaffProof(
                **own,
                id=proof_id,
                user_id=director,
                kind="training",
                done_on=MOMENT.date(),
                document_sealed=seal_json(place.keys, sealed, "A"),
                entered_by=director,
            ),
        ]
    )
    place.session.flush()
    place.session.add(
        AccessReviewLine(
            **own,
            id=line_id,
            review_id=review_id,
            user_id=director,
            role="district_director",
        )
    )
    place.session.flush()
    return {
        "retention_run_id": run_id,
        "destruction_id": destruction_id,
        "review_id": review_id,
        "line_id": line_id,
        "proof_id": proof_id,
    }
