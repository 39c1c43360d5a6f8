"""What of a destroyed record may stay, so that nobody can tell whose it was.

Of a record stays at most one row of a few coarse facts, under a random code. A row is kept only as
one of a group of rows that say exactly the same, none smaller than the smallest published group;
and it says how the student stands only where other rows of the same class and campus say otherwise,
so that knowing who is among them tells nothing of any of them. What does not fit is told more
coarsely, step by step, and in the end not at all. 34 CFR 99.31(b)(1).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from careercraft.privacy.cases.steps import Refused
from careercraft.privacy.masking import Audience, policy_for
from careercraft.privacy.parameters import in_force

STEPS = ("ways", "level", "state", "district", "class")
"""From the most that a row tells to the least."""
WHOLE = STEPS[0]
AGREEMENT, LAW = "agreement", "law"
FILE = "deidentification"
CITED = ("released_when_deidentified", "used_when_deidentified")
ATTESTED = {
    "published": "I looked at what was published about these students, such as the state's "
    "reports. Laid beside the rows that stay, it leads to nobody.",
    "no_list": "No list exists, here or elsewhere, that leads from the rows back to students.",
    "community": "I know of nothing else by which a person of the school community could tell "
    "whose a row is.",
}
"""What whoever decides has made sure of: the determination of 34 CFR 99.31(b)(1)."""
LONGEST_SECTION = 40
SIGNS = " .,()/-§"


class Remains(NamedTuple):
    """What a row that stays says. `told` names the step: what the row leaves out is None.

    `campus`: the state's campus number. `ways`: the indicators that were met, by id.
    """

    told: str
    class_of: int
    campus: str | None = None
    state: str | None = None
    level: str | None = None
    ways: tuple[str, ...] | None = None

    def down_to(self, step: str) -> Remains:
        """The same, told more coarsely."""
        kept = STEPS.index(step)
        return Remains(
            step,
            self.class_of,
            self.campus if kept <= STEPS.index("state") else None,
            self.state if kept <= STEPS.index("district") else None,
            self.level if kept <= STEPS.index("level") else None,
            self.ways if step == WHOLE else None,
        )


class Determination(NamedTuple):
    """Why rows may stay: on which ground, where it stands, and what was made sure of."""

    ground: str
    section: str
    attested: tuple[str, ...]

    def words(self, on: date) -> str:
        """The ground as a certificate names it."""
        where = f" ({self.section})" if self.section else ""
        return f"{grounds(on)[self.ground]}{where}."


def grounds(on: date) -> dict[str, str]:
    """The grounds on which rows may stay, in words; the agreement or the law must allow it."""
    return {
        AGREEMENT: "The agreement with the district lets de-identified records be kept",
        LAW: f"The law lets de-identified records be kept: {', '.join(cites(on))}",
    }


def cites(on: date) -> list[str]:
    """Where the law says that de-identified records may be kept and used."""
    return [in_force(FILE, name, on).cite for name in CITED]


def smallest_group(on: date) -> int:
    """How many rows must say the same: as many as in the smallest group that is published."""
    return policy_for(Audience.PUBLIC, on).smallest


def determined(ground: str, section: str, attested: Collection[str]) -> Determination:
    """A determination as it was entered; raises `Refused` with what is missing.

    `section`: the place in the agreement; letters and numbers only, for it stands on a certificate.
    """
    missing = []
    section = " ".join(section.split())
    if ground not in (AGREEMENT, LAW):
        missing.append("Choose on which ground rows may stay.")
    if ground == AGREEMENT and not section:
        missing.append("Say where in the agreement, for example Article IV, section 5.")
    if len(section) > LONGEST_SECTION or not _is_reference(section):
        missing.append("Name the place in the agreement in letters and numbers, at most 40.")
    if set(attested) != ATTESTED.keys():
        missing.append("Tick each of the three sentences, or delete the record whole.")
    if missing:
        raise Refused(*missing)
    return Determination(ground, section, tuple(ATTESTED))


def settle(
    records: Sequence[Remains], kept: Mapping[Remains, int], smallest: int
) -> list[Remains | None]:
    """What may stay of each record, in the same order; None where nothing may.

    `records` tell everything; `kept`: how many rows say what already. Each answer is shared by at
    least `smallest` rows, those already kept included.
    """
    answers: list[Remains | None] = [None] * len(records)
    groups, waiting = Counter(kept), set(range(len(records)))
    for step in STEPS:
        told = {place: records[place].down_to(step) for place in waiting}
        new = Counter(told.values())
        large = {one for one in new if new[one] + groups[one] >= smallest}
        fit = {one for one in large if _leaves_open(one, large | groups.keys())}
        for place in [place for place in waiting if told[place] in fit]:
            answers[place] = told[place]
            waiting.discard(place)
        groups.update({one: new[one] for one in fit})
    return answers


def _leaves_open(one: Remains, groups: Collection[Remains]) -> bool:
    """Whether rows of the same class and campus do not all say the same of how a student stands."""
    if one.state is None:
        return True
    same = (group for group in groups if group[1:3] == one[1:3])
    return len({group.state for group in same if group.state is not None}) > 1


def _is_reference(text: str) -> bool:
    return all(sign.isalnum() or sign in SIGNS for sign in text)
