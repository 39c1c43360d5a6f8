"""Which data decide which designation year, spelled out: the names of one round differ by year.

The report is labelled by the year after its data, and the designation is for the year after that.
"""

from __future__ import annotations

from typing import NamedTuple

from careercraft.calc.calendar import SchoolYear
from careercraft.calc.citations import Authority
from careercraft.calc.findings import Message
from careercraft.calc.history import Dated, NoValueInForce
from careercraft.calc.obm.editions import history_of, in_force


class Offsets(NamedTuple):
    """How many school years before the designation year the report and its data lie."""

    report_label: int
    data: int


class Cycle(NamedTuple):
    """One round: the school year of the data, the report, the application, the designation.

    ``applied_in_fall_of`` and ``noticed_in_spring_of`` are years of the calendar.
    """

    data_year: SchoolYear
    report_label: SchoolYear
    designation_year: SchoolYear
    applied_in_fall_of: int
    noticed_in_spring_of: int
    authority: Authority

    @classmethod
    def of_designation(cls, year: int) -> Cycle:
        """Return the round that decides a designation year.

        Raises ``NoValueInForce`` before the first year that the measures decide.
        """
        return _cycle(SchoolYear(year), in_force("cycle", Offsets, SchoolYear(year)))

    @classmethod
    def of_data(cls, year: int) -> Cycle:
        """Return the round that reads the data of a school year. Raises as ``of_designation``."""
        for entry in history_of("cycle", Offsets).entries:
            if entry.dated is not None:
                designated = year + entry.dated.value.data
                if designated >= entry.start:
                    return cls.of_designation(designated)
        raise NoValueInForce(f"No designation rests on the data of {SchoolYear(year)}.")

    @property
    def because(self) -> Message:
        """The round in words."""
        return Message(
            "obm_cycle",
            {
                "data": self.data_year,
                "report": self.report_label,
                "designation": self.designation_year,
                "fall": self.applied_in_fall_of,
                "spring": self.noticed_in_spring_of,
            },
        )


def _cycle(designation_year: SchoolYear, offsets: Dated[Offsets]) -> Cycle:
    label = SchoolYear(designation_year - offsets.value.report_label)
    return Cycle(
        data_year=SchoolYear(designation_year - offsets.value.data),
        report_label=label,
        designation_year=designation_year,
        applied_in_fall_of=label - 1,
        noticed_in_spring_of=int(label),
        authority=offsets.authority,
    )
