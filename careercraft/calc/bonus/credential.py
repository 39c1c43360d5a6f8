"""What goes with the TSI standard on the career path: a certification or a certificate."""

from __future__ import annotations

from careercraft.calc.criteria.case import Case
from careercraft.calc.criteria.credentials import (
    CERTIFICATION,
    any_certification,
    certifications,
    is_sunsetting,
)
from careercraft.calc.criteria.credit import level_certificate_in_time
from careercraft.calc.facts import Credential
from careercraft.calc.finding import MET
from careercraft.calc.findings import Fact, Finding, Message, all_of, any_of, holds

COUNTS = {"yes": True, "no": False, "unknown": None}
NOTHING = Message("bonus_credential_none")


def credential(case: Case) -> Finding:
    """Judge whether any certification or certificate counts for the bonus."""
    judged = [(one, _certification(one, finding, case)) for one, finding in certifications(case)]
    ways = (any_certification(judged, case), level_certificate_in_time(case))
    return any_of("credential", ways, nothing=NOTHING)


def _certification(one: Credential, finding: Finding, case: Case) -> Finding:
    """Return the judgement of a certification, with the open question of a sunsetting one."""
    sunsetting = is_sunsetting(one, case.rules)
    if finding.state is not MET or sunsetting is False:
        return finding
    values = finding.because.values
    plain = finding.but(
        id_=CERTIFICATION,
        retold=lambda reason: reason._replace(because=Message("ibc_met", values)),
    )
    return all_of(CERTIFICATION, (plain, _sunset(one, sunsetting, finding, case)))


def _sunset(one: Credential, sunsetting: bool | None, met: Finding, case: Case) -> Finding:
    rule = case.rules.bonus.sunsetting_ibc
    counts = COUNTS[rule.value.counts]
    answer = True if counts else counts if sunsetting else None
    ending = {True: "counts", False: "does_not_count", None: "unknown"}[answer]
    return holds(
        "sunset",
        answer,
        Message(f"bonus_sunsetting_{ending}", met.because.values),
        authority=rule.authority,
        fact=Fact("what.ibc", one.code or "", one.earned_on),
        evidence=(one.ref,),
        next_=("earn_ibc",),
    )
