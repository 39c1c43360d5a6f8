"""The board's one page on a class: counted here, small groups hidden, printed by documents."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from typing import NamedTuple

from careercraft.clock import TEXAS
from careercraft.documents import bonus_summary
from careercraft.documents.bonus_summary import Amount, Footnote, GroupOnPaper, SummaryInput
from careercraft.documents.pdf import Printed
from careercraft.filters import long_date
from careercraft.privacy.access import require
from careercraft.privacy.events import Event
from careercraft.privacy.masking import (
    Audience,
    Masked,
    Policy,
    Shown,
    Sum,
    Tally,
    mask_tallies,
    policy_for,
)
from careercraft.privacy.permissions import Permission
from careercraft.services import districts
from careercraft.services.bonus.graduates import ECONOMIC, GROUP_TITLES, OTHER, SPECIAL
from careercraft.services.bonus.money import GroupLine, Money, money
from careercraft.services.bonus.money_words import Assumed, assumed, band_sentence, dollars
from careercraft.services.context import Desk

ALL = "all"
STANDING_WORDS = {
    "read": "Read in the rule itself.",
    "secondary": "Secondary source: not read in the rule itself.",
    "assumed": "Assumption: no source settles this yet.",
}
HIDDEN = "not shown"
AMOUNTS = ("Earned so far", "Projected", "Still on the table")


def board_summary(desk: Desk, class_of: int) -> Printed:
    """The page as a PDF for people who may not open each student; that it was made is recorded.

    Raises `NotFound` for a class that earns no bonus.
    """
    told, masked = _masked(desk, class_of)
    printed = bonus_summary.render(_input(desk, told, masked))
    desk.record(
        Event.BONUS_SUMMARY_PRINTED,
        "class",
        details={
            "class_of": class_of,
            "pages": printed.pages,
            "sha256": sha256(printed.content).hexdigest(),
            "hidden": len(masked.hidden),
        },
    )
    desk.session.commit()
    return printed


def shown_to_a_meeting(desk: Desk, class_of: int) -> SummaryInput:
    """The same figures for a screen in a meeting, hidden in the same way. Raises `NotFound`."""
    return _input(desk, *_masked(desk, class_of))


def _masked(desk: Desk, class_of: int) -> tuple[Money, Masking]:
    require(desk.actor, Permission.DISTRICT_BONUS_READ)
    told = money(desk, class_of)
    today = desk.now.astimezone(TEXAS).date()
    return told, hide_small(told, policy_for(Audience.PUBLIC, today))


class Masking(NamedTuple):
    """What of a class outsiders may see: each group's tally, and which amounts may be told.

    `hidden` groups tell neither their count nor their dollars. `told` are the groups that the
    amounts of the class are made of: special education lies over the other two, so that without it
    the others still make a whole.
    """

    tallies: dict[str, Shown]
    everyone: Shown
    hidden: frozenset[str]
    smallest: int

    @property
    def told(self) -> frozenset[str]:
        """The groups whose dollars add up to the amounts; none where one of the two is hidden."""
        if self.hidden - {SPECIAL}:
            return frozenset()
        return frozenset(GROUP_TITLES) - self.hidden


def hide_small(told: Money, policy: Policy) -> Masking:
    """Hide the small groups, and whatever would give them away by subtraction."""
    tallies = {
        line.bonus.group: Tally(line.bonus.counts.met, line.bonus.counts.graduates)
        for line in told.groups
    }
    tallies[ALL] = Tally(told.met, told.graduates)
    sums = [Sum(ALL, (ECONOMIC, OTHER), rest=told.unplaced > 0), Sum(ALL, (SPECIAL,), rest=True)]
    shown = mask_tallies(tallies, sums, policy)
    hidden = frozenset(group for group in GROUP_TITLES if _is_hidden(shown[group]))
    return Masking({g: shown[g] for g in GROUP_TITLES}, shown[ALL], hidden, policy.smallest)


def _is_hidden(shown: Shown) -> bool:
    return isinstance(shown.number, Masked) or isinstance(shown.of, Masked)


def _input(desk: Desk, told: Money, masked: Masking) -> SummaryInput:
    return SummaryInput(
        district_name=districts.current_district(desk).name,
        class_of=told.class_of,
        paid_in=told.bonus.paid_in,
        printed_on=long_date(desk.now.astimezone(TEXAS).date()),
        data_through=long_date(told.data_through) if told.data_through else None,
        estimate=told.is_estimate,
        amounts=_amounts(told, masked),
        everyone=masked.everyone.words(),
        groups=tuple(_group(line, masked) for line in told.groups),
        hidden_note=_hidden_note(masked),
        spending=_spending(told, masked),
        footnotes=_footnotes(told, masked),
    )


def _amounts(told: Money, masked: Masking) -> tuple[Amount, ...]:
    """The three amounts, of the groups that may be told."""
    lines = [line for line in told.groups if line.bonus.group in masked.told]
    without = SPECIAL in masked.hidden
    if not lines:
        hidden = "so that no small group can be worked out from it"
        return tuple(Amount(title, HIDDEN, hidden) for title in AMOUNTS)
    earned, projected, open_ = AMOUNTS
    return (
        Amount(
            earned,
            _sum(line.bonus.dollars.low for line in lines),
            "by the records on file" + (", without special education" if without else ""),
        ),
        Amount(
            projected,
            _told(masked, (one.expected_met - one.bonus.counts.met for one in lines))
            or _sum(line.expected_dollars for line in lines),
            "with the enrollment rate named below",
        ),
        Amount(
            open_,
            _told(masked, (line.one_step for line in lines))
            or _sum(line.stepped_dollars - line.expected_dollars for line in lines),
            "more, if everyone who is one step away takes that step",
        ),
    )


def _sum(amounts: Iterable[int]) -> str:
    return dollars(max(0, sum(amounts)))


def _told(masked: Masking, counts: Iterable[int]) -> str | None:
    """Say "not shown" where the amount would tell of a few students only."""
    return HIDDEN if any(0 < one < masked.smallest for one in counts) else None


def _hidden_note(masked: Masking) -> str:
    if not masked.hidden:
        return ""
    note = f"Not shown: figures of fewer than {masked.smallest} students, on either side of met, "
    note += "and whatever would give them away by subtraction."
    if masked.told:
        note += " The amounts of the class leave special education out."
    return note


def _spending(told: Money, masked: Masking) -> str:
    said = (
        f"At least {told.bonus.spending_percent} percent is to be spent on college, career and "
        "military readiness in grades 8 to 12"
    )
    if masked.hidden:
        return f"{said}."
    return f"{said}: {dollars(told.bonus.spend_on_readiness.low)} of what is earned so far."


def _group(line: GroupLine, masked: Masking) -> GroupOnPaper:
    bonus = line.bonus
    hidden = bonus.group in masked.hidden
    threshold = f"{bonus.threshold_percent}%" if bonus.threshold_percent else "none"
    few = _told(masked, (line.expected_met - bonus.counts.met,))
    return GroupOnPaper(
        title=line.title,
        met=masked.tallies[bonus.group].words(),
        threshold=threshold if hidden else f"{threshold} ({bonus.minimum:,})",
        above=HIDDEN if hidden else f"{bonus.above.low:,}",
        rate=dollars(bonus.rate),
        earned=HIDDEN if hidden else dollars(bonus.dollars.low),
        projected=HIDDEN if hidden else few or dollars(line.expected_dollars),
    )


def _footnotes(told: Money, masked: Masking) -> tuple[Footnote, ...]:
    """What the amounts assume; nothing in them counts a few students."""
    return tuple(
        Footnote(
            one.name,
            _on_paper(one, told, masked),
            "Set by the district." if one.settled else STANDING_WORDS[one.basis.standing],
        )
        for one in assumed(told)
    )


def _on_paper(one: Assumed, told: Money, masked: Masking) -> str:
    if one.name == "Rounding":
        whole = band_sentence(told)
        return f"{whole.partition('. ')[0]}." if masked.hidden else whole
    return _rate_on_paper(told) if one.name == "Enrollment rate" else one.sentence


def _rate_on_paper(told: Money) -> str:
    """The rate without whoever set it and without the students behind it."""
    rate = told.rate
    if rate.percent is None:
        return "No college enrollment rate is used: nobody who hangs on enrollment is projected."
    said = f"Of 100 graduates who reached the TSI standard, {rate.percent} are expected to enroll"
    if rate.settled is None and rate.average is not None:
        classes = " and ".join(str(year) for year in rate.average.classes)
        return f"{said}: the district's average of the classes of {classes}."
    return f"{said}."
