"""What the state says of each student: CCMR Tracker, Verifier and final listing, by indicator.

TEA does not publish the layouts and changes them each year, so these files come through a saved
mapping of their columns to this template. What they say is kept beside what the rules say here.
"""

from __future__ import annotations

from collections.abc import Iterator

from careercraft.imports.formats.base import Format, each_row
from careercraft.imports.formats.identity import IDENTITY, TEMPLATE_IDENTITY, person
from careercraft.imports.formats.row import Row
from careercraft.imports.reader import Table
from careercraft.imports.rows import EvidenceItem, LineResult

INDICATORS = (
    "ccmr_met",
    "tsi_ela",
    "tsi_math",
    "ap_ib",
    "dual_credit",
    "onramps",
    "college_prep_ela",
    "college_prep_math",
    "associate_degree",
    "level_certificate",
    "ibc",
    "iep_workforce",
    "special_education_advanced",
    "enlistment",
)
TEMPLATE_COLUMNS = (*TEMPLATE_IDENTITY, "listing", "listing_year", *INDICATORS)
ALIASES = IDENTITY | {
    "listing": ("listing", "state_listing"),
    "listing_year": ("listing_year", "accountability_year"),
    "ccmr_met": ("ccmr_met", "met_ccmr", "ccmr", "ccmr_ready", "ccmr_indicator"),
    "tsi_ela": ("tsi_ela", "tsi_reading", "met_tsi_reading", "tsi_rdg", "met_tsi_ela_reading"),
    "tsi_math": ("tsi_math", "met_tsi_math", "met_tsi_mathematics"),
    "ap_ib": ("ap_ib", "ap_or_ib", "met_ap_ib"),
    "dual_credit": ("dual_credit", "dual_credit_9hr", "dual_credit_hours_met"),
    "onramps": ("onramps",),
    "college_prep_ela": ("college_prep_ela", "college_prep_english", "college_prep_reading"),
    "college_prep_math": ("college_prep_math",),
    "associate_degree": ("associate_degree", "associates_degree"),
    "level_certificate": ("level_certificate", "level_i_ii", "level_i_or_ii_certificate"),
    "ibc": ("ibc", "earn_industry_based_certification", "industry_based_certification"),
    "iep_workforce": ("iep_workforce", "iep", "graduate_with_completed_iep"),
    "special_education_advanced": ("special_education_advanced", "sped_adv_grad_plan"),
    "enlistment": ("enlistment", "military_enlistment", "enlist_in_us_armed_forces"),
}
LISTINGS = {
    "tracker": "tracker",
    "ccmr tracker": "tracker",
    "verifier": "verifier",
    "ccmr verifier": "verifier",
    "preliminary": "verifier",
    "final": "final",
    "final listing": "final",
}
CROSSES = {"x": True, "met": True, "not met": False, "did not meet": False}


def _matches(header: frozenset[str]) -> tuple[str, ...]:
    return ("listing", "listing_year") if {"listing", "listingyear"} <= header else ()


def _read(tables: tuple[Table, ...]) -> Iterator[LineResult]:
    return each_row(tables, ALIASES, _row)


def _row(row: Row) -> LineResult:
    who = person(row)
    listing, year = row.choice("listing", LISTINGS), row.whole("listing_year", 2018, 2100)
    for field, what in (
        ("listing", "tracker, verifier or final."),
        ("listing_year", "The accountability year."),
    ):
        if row.typed(field) is None:
            row.problem(field, what, "missing_value")
    said = {name: _said(row, name) for name in INDICATORS}
    met = {name: answer for name, answer in said.items() if answer is not None}
    if row.problems or listing is None or year is None:
        return row.result(who)
    if not met:
        row.note(None, "What the state says of an indicator.", "says_nothing")
        return row.result(who)
    payload: dict[str, object] = {"listing": listing, "year": year, "met": met}
    item = EvidenceItem("state_word", payload, f"state|{listing}|{year}", "state_listing")
    return row.result(who, (item,))


def _said(row: Row, name: str) -> bool | None:
    text = row.typed(name)
    crossed = CROSSES.get(text.lower()) if text else None
    return row.yes_no(name) if crossed is None else crossed


FORMAT = Format(
    id="careercraft_state_listing",
    title="The state's CCMR listing (Tracker, Verifier or final)",
    vendor="CareerCraft",
    kind="evidence",
    covers=("state_listing",),
    cadence="March and summer (Tracker), June (Verifier), August (final)",
    description=(
        "What the state says of each student, by indicator. Map the columns of the state's file "
        "to this template once a year; the rules here are not changed by it. Each difference is "
        "listed student by student."
    ),
    matches=_matches,
    read_tables=_read,
    columns=TEMPLATE_COLUMNS,
    reported_aliases=ALIASES,
)
