"""How long the rules take for one student, with every reason built."""

from __future__ import annotations

from datetime import date

from bench.timing import best
from careercraft.calc import (
    Course,
    GraduatingClass,
    Score,
    StudentFacts,
    evaluate_student,
    rules_for_class,
)
from careercraft.calc.facts import EVIDENCE_KINDS

STUDENTS = 2000


def student(class_of: int) -> StudentFacts:
    """A senior with a usual file: three SAT, two TSIA2 sittings, two AP exams, four courses."""
    sat = [Score("SAT", {"ebrw": 450 + n, "math": 480 + n}, date(2025, 10, n)) for n in (4, 11, 18)]
    tsia = [Score("TSIA2", {"elar_crc": 940, "essay": 4, "math_crc": 944}, date(2026, 2, 1))] * 2
    ap = [Score("AP", {"score": 2}, date(2026, 5, 15), exam) for exam in ("07", "36")]
    dual = [Course("dual_credit", "other", 3, passed=True, ended=date(2025, 12, 18))] * 2
    cte = [Course("cte", program_of_study="HEALTH", level=2, credits=1, passed=True)] * 2
    return StudentFacts(
        GraduatingClass(class_of),
        date(class_of - 4, 8, 15),
        graduated=False,
        special_education=False,
        scores=(*sat, *tsia, *ap),
        courses=(*dual, *cte),
        known=EVIDENCE_KINDS,
    )


def main() -> None:
    """Judge the same student many times under an old, the present and the tiered rules."""
    for class_of in (2021, 2027, 2030):
        rules, facts = rules_for_class(class_of), student(class_of)
        best(
            f"judging one student of the class of {class_of}",
            "µs",
            STUDENTS,
            lambda facts=facts, rules=rules: [
                evaluate_student(facts, rules) for _ in range(STUDENTS)
            ],
        )


if __name__ == "__main__":
    main()
