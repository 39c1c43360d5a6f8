"""The kinds of document that are handed in, with who may see them and what they can show."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from careercraft.privacy.access import Actor, permissions
from careercraft.privacy.permissions import Permission

NO_PRESET: dict[str, str] = {}


class PaperKind(NamedTuple):
    """A kind of document. `template`: what can be typed from it; `preset`: what it says already.

    `confidential`: only for whoever works with the evidence itself.
    """

    id: str
    title: str
    hint: str
    indicators: tuple[str, ...] = ()
    template: str | None = None
    preset: dict[str, str] = NO_PRESET
    confidential: bool = False


_KINDS = (
    PaperKind(
        "certificate",
        "Certificate, license or degree",
        "of an industry-based certification, a Level I or Level II certificate, a degree",
        ("ibc", "level_certificate", "associate_degree"),
        "careercraft_credentials",
    ),
    PaperKind(
        "score_report",
        "Score report",
        "SAT, ACT, TSIA2, AP, IB or ASVAB, as the testing company wrote it",
        ("tsi", "ap_ib", "military"),
        "careercraft_scores",
    ),
    PaperKind(
        "transcript",
        "Transcript or grade report",
        "of a college, of OnRamps, of a college preparatory or CTE course",
        ("dual_credit", "onramps", "tsi", "ibc"),
        "careercraft_courses",
    ),
    PaperKind(
        "dd_form_4",
        "DD Form 4 (enlistment)",
        "it carries a Social Security number, which you cover before you scan it",
        ("military",),
        "careercraft_credentials",
        {"kind": "enlistment", "evidence": "dd_form_4"},
        confidential=True,
    ),
    PaperKind(
        "enrollment_proof",
        "Proof of college enrollment",
        "a letter or schedule of the college that shows the day classes began",
        (),
        "careercraft_enrollments",
    ),
    PaperKind(
        "iep_paper",
        "Paper of special education",
        "about the graduation code or workforce readiness; never more of the IEP than that",
        ("iep_workforce", "advanced_plan_special_education"),
        confidential=True,
    ),
    PaperKind("receipt", "Receipt or voucher", "of an exam fee"),
    PaperKind("other", "Other document", "say in the note what it is"),
)
KINDS = {one.id: one for one in _KINDS}
STATES = {
    "received": "Received, to be verified",
    "confirmed": "Verified",
    "turned_down": "Does not show it",
}


def may_see(actor: Actor) -> tuple[PaperKind, ...]:
    """The kinds that a person may see at all."""
    held = permissions(actor)
    if Permission.CAMPUS_PAPERS_READ not in held:
        return ()
    all_ = Permission.CAMPUS_PAPERS_CONFIDENTIAL in held
    return tuple(one for one in _KINDS if all_ or not one.confidential)


def ids(kinds: Iterable[PaperKind]) -> list[str]:
    """The ids of some kinds."""
    return [one.id for one in kinds]
