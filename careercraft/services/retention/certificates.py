"""The certificate of a destruction: made from what was noted then, without naming a student."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from careercraft.documents.certificate import CertificateInput, certificate_words, render
from careercraft.documents.wording import LOCALES
from careercraft.filters import long_date
from careercraft.models import Destruction
from careercraft.privacy.access import NotFound
from careercraft.privacy.deidentifying import cites, smallest_group
from careercraft.privacy.events import Event
from careercraft.privacy.retention import LANGUAGES, schedule
from careercraft.services import districts
from careercraft.services.context import Desk
from careercraft.services.people import names_of
from careercraft.services.records.cases import today
from careercraft.services.retention import deidentifying
from careercraft.services.retention.destructions import day_of, found


def pdf(desk: Desk, destruction_id: UUID, language: str = "en") -> bytes:
    """The certificate as a tagged PDF; raises `NotFound` before the destruction is done."""
    one = found(desk, destruction_id)
    if one.state != "done" or one.done_at is None or language not in LANGUAGES:
        raise NotFound("certificate")
    content = render(certificate(desk, one, language), language).content
    desk.record(Event.CERTIFICATE_DOWNLOADED, "destruction", one.id)
    desk.session.commit()
    return content


def certificate(desk: Desk, one: Destruction, language: str = "en") -> CertificateInput:
    """What a certificate says."""
    assert one.done_at is not None  # noqa: S101 - asked only of what is done
    words = certificate_words(language)
    return CertificateInput(
        district=districts.current_district(desk).name,
        number=one.number,
        subject=words["subjects"][one.kind],
        done_on=day_of(one.done_at),
        facts=tuple(_facts(desk, one, language)),
        destroyed=tuple(_destroyed(one, language)),
        method=(
            words["was_done"][one.kind],
            words["became_of_keys"][one.kind],
            *_without_a_name(one, language),
            *_copies(one, language),
        ),
        kept=tuple(sorted(_kept(desk, one, language))),
    )


def _facts(desk: Desk, one: Destruction, language: str) -> list[tuple[str, str]]:
    words = certificate_words(language)
    label = words["facts"]
    names = names_of(desk, {who for who in (one.instructed_by, one.confirmed_by) if who})
    said = [(label["done_on"], _day(one.done_at, language))]
    if one.case_number is not None:
        said.append((label["case"], str(one.case_number)))
    if one.subject_id is not None:
        said.append((label["record"], str(one.subject_id)))
    said.append((label["ordered_on"], _day(one.instructed_at, language)))
    ordered = _who(one.instructed_by, names, one.people.get("instructed", ""), words)
    said.append((label["ordered_by"], ordered))
    if one.confirmed_by is not None:
        confirmed = _who(one.confirmed_by, names, one.people.get("confirmed", ""), words)
        said.append((label["confirmed_by"], confirmed))
    return said


def _day(at: datetime | None, language: str) -> str:
    return long_date(day_of(at), LOCALES[language].replace("-", "_")) if at else ""


def _who(user_id: UUID | None, names: dict[UUID, str], roles: str, words: Mapping[str, Any]) -> str:
    """Name and role; the number of the account where the name is gone."""
    if user_id is None:
        return str(words["operator"])
    name = names.get(user_id) or words["account"].format(id=user_id)
    held = ", ".join(words["roles"].get(role, role) for role in roles.split(", "))
    return f"{name} ({held})" if roles else str(name)


def _destroyed(one: Destruction, language: str) -> list[tuple[str, str]]:
    titles = {kind.id: kind.title[language] for kind in schedule()}
    titles |= certificate_words(language)["by_the_way"]
    return [
        (titles.get(name, name), str(number))
        for name, number in sorted(one.counts.items(), key=lambda pair: titles.get(pair[0], ""))
    ]


def _without_a_name(one: Destruction, language: str) -> tuple[str, ...]:
    """What whoever decided made sure of, where rows without a name may stay."""
    if one.stays is None:
        return ()
    words = certificate_words(language)
    made_sure = deidentifying.assurances(one.stays)
    if language != "en":
        made_sure = tuple(words["deidentified"]["attested"][name] for name in one.stays["attested"])
    said = " ".join(words["quoted"].format(said=sentence) for sentence in made_sure)
    return (words["random_codes"], words["made_sure"].format(said=said))


def _copies(one: Destruction, language: str) -> list[str]:
    if one.unreadable_on is None:
        return []
    day = long_date(one.unreadable_on, LOCALES[language].replace("-", "_"))
    return [certificate_words(language)["copies"].format(day=day)]


def _kept(desk: Desk, one: Destruction, language: str) -> list[tuple[str, str]]:
    """What is kept, as it was noted then; in Spanish wherever the reason is one that we know."""
    if language == "en":
        return list(one.kept.items())
    because = certificate_words(language)["kept_because"]
    known = {
        kind.title["en"]: (kind.title[language], because.get(kind.id))
        for kind in schedule()
        if kind.kept_longer == one.kept.get(kind.title["en"])
    }
    kept = {}
    for title, why in one.kept.items():
        in_spanish, reason = known.get(title, (title, None))
        kept[in_spanish] = reason or why
    if one.stays is not None and deidentifying.KIND in kept:
        kept.pop(deidentifying.KIND)
        title = next(kind.title[language] for kind in schedule() if kind.id == "deidentified")
        kept[title] = _why_rows_stay(desk, one.stays, language)
    return list(kept.items())


def _why_rows_stay(desk: Desk, stays: Mapping[str, Any], language: str) -> str:
    words = certificate_words(language)["deidentified"]
    on = today(desk)
    number = stays["rows"]
    rows = words["rows"].get(number) or words["several"].format(number=number)
    why = deidentifying.determination_of(stays)
    ground = words["grounds"][why.ground].format(cites=", ".join(cites(on)))
    where = f" ({why.section})" if why.section else ""
    return f"{rows} {ground}{where}. {words['says'].format(smallest=smallest_group(on))}"
