"""Industry certifications, certificates, associate degrees and enlistments."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from careercraft.imports.formats import values
from careercraft.imports.formats.base import Format, each_row
from careercraft.imports.formats.identity import IDENTITY, TEMPLATE_IDENTITY, person
from careercraft.imports.formats.row import Row
from careercraft.imports.reader import Table
from careercraft.imports.rows import EvidenceItem, LineResult

TEMPLATE_COLUMNS = (
    *TEMPLATE_IDENTITY,
    "kind",
    "code",
    "earned_on",
    "result",
    "lists",
    "programs_of_study",
    "evidence",
)

ALIASES = IDENTITY | {
    "kind": ("kind", "credential_kind"),
    "code": ("code", "E1640", "post_secondary_certification_licensure", "certification_code"),
    "earned_on": ("earned_on", "E1632", "date_cert_taken", "certification_date"),
    "result": ("result", "E1733", "certification_result"),
    "lists": ("lists", "ibc_lists"),
    "programs_of_study": ("programs_of_study", "E1643", "program_of_study"),
    "evidence": ("evidence",),
}

KINDS = {
    "ibc": "ibc",
    "level_1_certificate": "level_1_certificate",
    "level_2_certificate": "level_2_certificate",
    "associate_degree": "associate_degree",
    "enlistment": "enlistment",
}
EVIDENCE = {"peims": "peims", "dd_form_4": "dd_form_4", "dd form 4": "dd_form_4", "dmdc": "dmdc"}
COVERS = {
    "ibc": "ibc",
    "level_1_certificate": "level_certificate",
    "level_2_certificate": "level_certificate",
    "associate_degree": "associate_degree",
    "enlistment": "enlistment",
}
CODE_DIGITS = 3  # table C214
RESULT_DIGITS = 2  # table C232


def _matches(header: frozenset[str]) -> tuple[str, ...]:
    kind = [name for name in ("kind", "credentialkind") if name in header]
    if kind and header & {"earnedon", "code", "evidence"}:
        return ("kind", sorted(header & {"earnedon", "code", "evidence"})[0])
    peims = [name for name in ("e1640", "postsecondarycertificationlicensure") if name in header]
    return (peims[0],) if peims else ()


def _read(tables: tuple[Table, ...]) -> Iterator[LineResult]:
    return each_row(tables, ALIASES, _row)


def _row(row: Row) -> LineResult:
    who = person(row)
    kind = _kind(row)
    before = len(row.problems)
    item = _item(row, kind) if kind else None
    if item is None or len(row.problems) > before:
        return row.result(who)
    return row.result(who, (item,))


def _kind(row: Row) -> str | None:
    """The named kind; a PEIMS file of certifications has no such column and holds IBCs only."""
    if not row.has("kind"):
        return "ibc"
    if row.typed("kind") is None:
        row.problem("kind", "One of: " + ", ".join(sorted(KINDS)) + ".", "missing_value")
        return None
    return row.choice("kind", KINDS)


def _item(row: Row, kind: str) -> EvidenceItem | None:
    earned = row.day("earned_on")
    if earned is None and row.typed("earned_on") is None:
        row.note(
            "earned_on",
            "The date.",
            "no_date",
            "Rules that depend on the date will say “unknown”. Add it when you have it.",
        )
    if kind == "enlistment":
        return _enlistment(row, earned)
    return _ibc(row, earned) if kind == "ibc" else _certificate(kind, earned)


def _enlistment(row: Row, on: date | None) -> EvidenceItem | None:
    evidence = row.choice("evidence", EVIDENCE)
    if row.typed("evidence") is None:
        row.problem("evidence", "peims, dd_form_4 or dmdc.", "missing_value")
    if evidence is None:
        return None
    payload: dict[str, object] = {"evidence": evidence} | _dated("on", on)
    return EvidenceItem("enlistment", payload, f"enlistment|{evidence}|{on or '-'}", "enlistment")


def _certificate(kind: str, earned: date | None) -> EvidenceItem:
    payload: dict[str, object] = {"kind": kind} | _dated("earned_on", earned)
    return EvidenceItem("credential", payload, f"{kind}|{earned or '-'}", COVERS[kind])


def _ibc(row: Row, earned: date | None) -> EvidenceItem | None:
    code = _code(row, "code", CODE_DIGITS)
    if row.typed("code") is None:
        row.problem("code", "The certification code of three digits (table C214).", "missing_value")
    if code is None:
        return None
    payload: dict[str, object] = {"kind": "ibc", "code": code} | _dated("earned_on", earned)
    result = _code(row, "result", RESULT_DIGITS)
    if result:
        payload["result"] = result
    for field in ("lists", "programs_of_study"):
        parts = _parts(row, field)
        if parts:
            payload[field] = parts
    return EvidenceItem("credential", payload, f"ibc|{code}|{earned or '-'}", "ibc")


def _dated(name: str, day: date | None) -> dict[str, object]:
    return {name: day.isoformat()} if day else {}


def _code(row: Row, field: str, width: int) -> str | None:
    """A code of `width` digits; lost leading zeros are put back, with a note."""
    text = row.typed(field)
    if text is None:
        return None
    if not values.is_digits(text) or len(text) > width:
        row.problem(field, f"A code of {width} digits.", "unknown_code")
        return None
    if len(text) < width:
        row.note(
            field, f"A code of {width} digits.", "code_repadded", "Leading zeros were put back."
        )
    return text.zfill(width)


def _parts(row: Row, field: str) -> list[str]:
    text = (row.text(field) or "").replace("|", ";")
    return [part.strip() for part in text.split(";") if part.strip()]


FORMAT = Format(
    id="careercraft_credentials",
    title="Certifications, certificates, degrees and enlistments (CareerCraft template)",
    vendor="CareerCraft",
    kind="evidence",
    covers=("ibc", "level_certificate", "associate_degree", "enlistment"),
    cadence="as they are earned; before the PEIMS summer submission at the latest",
    description=(
        "One row per student and credential: industry-based certifications, Level I and II "
        "certificates, associate degrees and documented military enlistments."
    ),
    matches=_matches,
    read_tables=_read,
    columns=TEMPLATE_COLUMNS,
    reported_aliases=ALIASES,
)
