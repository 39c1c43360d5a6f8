"""The certificate of a destruction: made from what was noted then, without naming a student."""

from __future__ import annotations

from uuid import UUID

from careercraft.documents.certificate import CertificateInput, render
from careercraft.filters import long_date
from careercraft.models import Destruction
from careercraft.privacy.access import NotFound
from careercraft.privacy.events import Event
from careercraft.privacy.retention import schedule
from careercraft.services import districts
from careercraft.services.context import Desk
from careercraft.services.people import names_of
from careercraft.services.retention import deidentifying
from careercraft.services.retention.destructions import day_of, found

BY_THE_WAY = {
    "words": "Words of staff in which the student was named",
    "keys": "Keys of single records",
}
SUBJECTS = {
    "student": "The record of one student, named here by nothing but the number of the case.",
    "retention": "Records that had reached the end of their period, as proposed and confirmed.",
    "agreement": "Every record that CareerCraft kept for the district; the agreement has ended.",
}
WHAT_WAS_DONE = {
    "student": "Rows and files were deleted, and the student was taken out of whatever names "
    "several students. Uploaded files that named the student were destroyed whole.",
    "retention": "Rows and files were deleted.",
    "agreement": "Rows, files and waiting work were deleted.",
}
WHAT_BECAME_OF_KEYS = {
    "student": "What belonged to the student was encrypted (AES-256-GCM) with a key of that record "
    "alone. That key was destroyed, so that it cannot be read in any copy either.",
    "retention": "Each student's record and each file was encrypted (AES-256-GCM) with a key of "
    "its own. Those keys were destroyed, so that no copy of them can be read either.",
    "agreement": "Everything was encrypted (AES-256-GCM) under keys of the district. Those keys "
    "were destroyed, so that no copy can be read either.",
}
RANDOM_CODES = (
    "Before, a few coarse facts were read off. What may stay of them is kept apart, under random "
    "codes that were drawn and not worked out from anything, without a day, a case or a number of "
    "a record. All such rows of the district were written anew in a random order, so that none "
    "tells when it came. Names, birth dates, ids, free text and documents are never among them."
)
ABOUT_COPIES = (
    "Backups of keys are kept apart from backups of data, and for days only: from {day} on no "
    "backup holds the key any more. Lines of files that nobody had matched to the student, and "
    "files of several students, were encrypted with other keys; copies of those run out with the "
    "backups of data."
)


def pdf(desk: Desk, destruction_id: UUID) -> bytes:
    """The certificate as a tagged PDF; raises `NotFound` before the destruction is done."""
    one = found(desk, destruction_id)
    if one.state != "done" or one.done_at is None:
        raise NotFound("certificate")
    content = render(certificate(desk, one)).content
    desk.record(Event.CERTIFICATE_DOWNLOADED, "destruction", one.id)
    desk.session.commit()
    return content


def certificate(desk: Desk, one: Destruction) -> CertificateInput:
    """What a certificate says."""
    assert one.done_at is not None  # noqa: S101 - asked only of what is done
    return CertificateInput(
        district=districts.current_district(desk).name,
        number=one.number,
        subject=SUBJECTS[one.kind],
        done_on=day_of(one.done_at),
        facts=tuple(_facts(desk, one)),
        destroyed=tuple(_destroyed(one)),
        method=(
            WHAT_WAS_DONE[one.kind],
            WHAT_BECAME_OF_KEYS[one.kind],
            *_without_a_name(one),
            *_copies(one),
        ),
        kept=tuple(sorted(one.kept.items())),
    )


def _facts(desk: Desk, one: Destruction) -> list[tuple[str, str]]:
    names = names_of(desk, {who for who in (one.instructed_by, one.confirmed_by) if who})
    said = [("Destroyed on", long_date(day_of(one.done_at)) if one.done_at else "")]
    if one.case_number is not None:
        said.append(("Case", str(one.case_number)))
    if one.subject_id is not None:
        said.append(("Number of the record", str(one.subject_id)))
    said.append(("Ordered on", long_date(day_of(one.instructed_at))))
    said.append(("Ordered by", _who(one.instructed_by, names, one.people.get("instructed", ""))))
    if one.confirmed_by is not None:
        said.append(
            ("Confirmed by", _who(one.confirmed_by, names, one.people.get("confirmed", "")))
        )
    return said


def _who(user_id: UUID | None, names: dict[UUID, str], roles: str) -> str:
    """Name and role; the number of the account where the name is gone."""
    if user_id is None:
        return "The operator of the installation"
    name = names.get(user_id) or f"account {user_id}"
    return f"{name} ({roles})" if roles else name


def _destroyed(one: Destruction) -> list[tuple[str, str]]:
    titles = {kind.id: kind.title["en"] for kind in schedule()} | BY_THE_WAY
    return [
        (titles.get(name, name), str(number))
        for name, number in sorted(one.counts.items(), key=lambda pair: titles.get(pair[0], ""))
    ]


def _without_a_name(one: Destruction) -> tuple[str, ...]:
    """What whoever decided made sure of, where rows without a name may stay."""
    if one.stays is None:
        return ()
    made_sure = deidentifying.assurances(one.stays)
    return (RANDOM_CODES, f"Whoever ordered it confirmed: {' '.join(f'“{w}”' for w in made_sure)}")


def _copies(one: Destruction) -> list[str]:
    if one.unreadable_on is None:
        return []
    return [ABOUT_COPIES.format(day=long_date(one.unreadable_on))]
