"""Evidence that is kept and judged by no rule, in words: PSAT scores and what the state says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

KEPT_KINDS = frozenset({"on_file", "state_word"})
LISTINGS = {
    "tracker": "State's CCMR Tracker",
    "verifier": "State's CCMR Verifier",
    "final": "State's final CCMR listing",
}
STATE_INDICATORS = {
    "ccmr_met": "CCMR",
    "tsi_ela": "TSI reading",
    "tsi_math": "TSI math",
    "ap_ib": "AP or IB",
    "dual_credit": "dual credit",
    "onramps": "OnRamps",
    "college_prep_ela": "college prep ELA",
    "college_prep_math": "college prep math",
    "associate_degree": "associate degree",
    "level_certificate": "Level I or II certificate",
    "ibc": "IBC",
    "iep_workforce": "IEP and workforce readiness",
    "special_education_advanced": "special education, advanced diploma",
    "enlistment": "military enlistment",
}
PARTS = {"ebrw": "reading and writing", "math": "math"}
NOT_COUNTED = "kept on file, not counted by CCMR"


def kept_fact(kind: str, payload: Mapping[str, Any]) -> tuple[str, str]:
    """What a fact is and what it says."""
    if kind == "on_file":
        scores = [f"{PARTS.get(part, part)} {value}" for part, value in payload["parts"].items()]
        return str(payload["test"]), ", ".join((*scores, NOT_COUNTED))
    listing = LISTINGS.get(payload["listing"], "State's listing")
    said = [
        f"{STATE_INDICATORS.get(name, name)} {'met' if met else 'not met'}"
        for name, met in payload["met"].items()
    ]
    return f"{listing} {payload['year']}", ", ".join(said)
