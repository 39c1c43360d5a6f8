"""What the figures would be if more students met an indicator."""

from __future__ import annotations

from fractions import Fraction

from careercraft.calc.obm import (
    Count,
    Figure,
    Share,
    edition,
    figures_of,
    judge_program,
    with_more,
    with_students,
)
from tests.calc.obm.people import dual, eoc, measured, student


def tally(figure: Figure) -> Count | None:
    return figure.main.tally if figure.main else None


def test_so_many_more_students_reach_the_target() -> None:
    people = [student(f"s{n}", courses=(dual(9 if n < 3 else 0),)) for n in range(11)]
    figures = figures_of(measured(*people))
    changed = with_more(figures, {"ATT1": 2})
    assert tally(changed["ATT1"]) == Count(5, 11, 0)
    result = judge_program(edition("echs", "2023"), 6, changed)
    assert result.indicators["ATT1"].targets["distinction"].state.value == "met"
    assert changed["ATT2"] == figures["ATT2"]


def test_never_more_than_were_counted_nor_fewer_than_none() -> None:
    share = Share.counted(Count(3, 10, 2))
    assert share is not None
    figures = {"ATT1": Figure({"all": share})}
    assert tally(with_more(figures, {"ATT1": 99})["ATT1"]) == Count(10, 10, 0)
    assert tally(with_more(figures, {"ATT1": -99})["ATT1"]) == Count(0, 10, 2)


def test_a_percent_without_a_count_stays() -> None:
    figures = {"ATT1": Figure({"all": Share.of(Fraction(30))})}
    assert with_more(figures, {"ATT1": 5}) == figures


def test_chosen_students_meet_it() -> None:
    people = [student(f"s{n}") for n in range(4)]
    found = measured(*people)
    changed = with_students(found, {"ATT1": {"s1", "s2", "nobody"}})
    assert tally(changed["ATT1"]) == Count(2, 4, 0)
    assert tally(found["ATT1"].figure) == Count(0, 4, 0)


def test_a_student_without_a_result_is_counted_when_chosen() -> None:
    found = measured(
        student("tested", grade=9, scores=(eoc("A1", "did_not_meet"),)), student("not", grade=9)
    )
    assert tally(found["ACH1"].figure) == Count(0, 1, 0)
    assert tally(with_students(found, {"ACH1": ["not"]})["ACH1"]) == Count(1, 2, 0)
