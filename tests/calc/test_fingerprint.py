from __future__ import annotations

from copy import deepcopy

from careercraft.calc.contract import facts_from_contract
from careercraft.calc.fingerprint import facts_fingerprint
from tests.calc.students import RICH


def test_the_order_of_evidence_and_its_refs_do_not_change_the_fingerprint() -> None:
    turned = deepcopy(RICH)
    turned["scores"].reverse()
    assert facts_fingerprint(facts_from_contract(turned)) == facts_fingerprint(
        facts_from_contract(RICH)
    )


def test_any_change_of_a_fact_changes_the_fingerprint() -> None:
    seen = {facts_fingerprint(facts_from_contract(RICH))}
    for change in (
        lambda student: student["scores"][0]["parts"].update(math=530),
        lambda student: student["scores"].pop(),
        lambda student: student.update(special_education=False),
        lambda student: student.pop("enlistments"),
        lambda student: student["credentials"][0].update(lists=[]),
    ):
        student = deepcopy(RICH)
        change(student)
        seen.add(facts_fingerprint(facts_from_contract(student)))
    assert len(seen) == 6
