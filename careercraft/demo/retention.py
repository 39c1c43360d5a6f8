"""Retention and access in the demonstration: a district's own period, a register, a review."""

from __future__ import annotations

from datetime import timedelta

from careercraft.demo.cases import Office
from careercraft.services.context import Desk
from careercraft.services.promises import registers, reviews, terms
from careercraft.services.promises.registers import Shown
from careercraft.services.records.cases import today
from careercraft.services.retention import periods

OWN_PERIOD = ("print_days", "365", "Board policy on records, adopted in August 2025.")
UNTRAINED_EVERY = 7
"""One in so many people has a training that has run out."""


def keep_promises(office: Office) -> bool:
    """Fill the registers, unless they hold something; says whether it did."""
    with office.desk("district_director", 3) as desk:
        if reviews.overview(desk).reviews:
            return False
        periods.set_own(desk, *OWN_PERIOD)
        _train(desk)
        terms.acknowledge(desk)
    _review(office)
    return True


def _train(desk: Desk) -> None:
    """Most were trained in August; some a year before, and one was never checked."""
    on = today(desk)
    for place, entry in enumerate(registers.register(desk).entries):
        ago = 430 if place % UNTRAINED_EVERY == 3 else 100 - place % 5
        number = f"Online course, certificate {4100 + place}"
        day = on - timedelta(days=ago)
        registers.enter(desk, entry.member.id, Shown("training", day, number))
        if place % UNTRAINED_EVERY != 5:
            checked = Shown("background_check", on - timedelta(days=900 + place), "On file with HR")
            registers.enter(desk, entry.member.id, checked)


def _review(office: Office) -> None:
    """Last year's review is closed; this year's is half done."""
    with office.desk("records_officer", 371) as desk:
        review_id = reviews.begin(desk)
        lines = reviews.page(desk, review_id).lines
        for line in lines:
            if not line.own:
                reviews.decide(desk, line.id, "kept")
    with office.desk("district_director", 370) as desk:
        for line in lines:
            if line.own:
                reviews.decide(desk, line.id, "kept")
        reviews.close(desk, review_id)
    with office.desk("records_officer", 2) as desk:
        review_id = reviews.begin(desk)
        open_lines = [one for one in reviews.page(desk, review_id).lines if not one.own]
        for line in open_lines[: len(open_lines) // 2]:
            reviews.decide(desk, line.id, "kept")
