"""The register of indicators, in the order in which they are shown."""

from __future__ import annotations

from careercraft.calc.criteria.case import Criterion
from careercraft.calc.criteria.credentials import ibc
from careercraft.calc.criteria.credit import (
    associate_degree,
    dual_credit,
    level_certificate,
    onramps,
)
from careercraft.calc.criteria.exams import ap_ib
from careercraft.calc.criteria.military import military
from careercraft.calc.criteria.special_education import (
    advanced_plan_special_education,
    iep_workforce,
)
from careercraft.calc.criteria.tsi import tsi

INDICATORS: dict[str, Criterion] = {
    "tsi": tsi,
    "ap_ib": ap_ib,
    "dual_credit": dual_credit,
    "onramps": onramps,
    "associate_degree": associate_degree,
    "level_certificate": level_certificate,
    "ibc": ibc,
    "iep_workforce": iep_workforce,
    "advanced_plan_special_education": advanced_plan_special_education,
    "military": military,
}
