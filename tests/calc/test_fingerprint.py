from __future__ import annotations

from copy import deepcopy
from pathlib import Path

from careercraft.calc.contract import facts_from_contract
from careercraft.calc.fingerprint import FOLDER, facts_fingerprint, judging_texts
from devtools.compiling import RULES, resting_on
from tests.calc.students import RICH

JUDGES_NOTHING = {
    "__init__.py": "names what others may use",
    "closing.py": "which ways are closed, for the next steps",
    "contract.py": "reads what is given",
    "explain.py": "puts into words",
    "fingerprint.py": "this",
    "params/__init__.py": "reads the values, which are in the fingerprint themselves",
    "params/records.py": "the same",
    "params/schema.py": "the same",
    "scales.py": "the scales of tests, for drawings",
    "steps.py": "the next steps",
}
"""What the code that judges imports, directly or not, and why no outcome rests on it."""


def test_every_text_on_which_an_outcome_rests_is_in_the_fingerprint() -> None:
    judging = {_beside(one) for one in judging_texts()}
    first = [RULES / "evaluate.py", RULES / "bonus/student.py"]
    rest = {str(one.relative_to(RULES)) for one in resting_on(first) if RULES in one.parents}
    assert "criteria/tsi.py" in rest
    assert rest - JUDGES_NOTHING.keys() <= judging
    assert not JUDGES_NOTHING.keys() & judging
    assert JUDGES_NOTHING.keys() <= rest, "what nothing rests on any more need not be told"


def _beside(text: Path) -> str:
    return str(text.relative_to(FOLDER))


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
