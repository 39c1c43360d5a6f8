"""Drawing the students: names, ages, groups, schools and what graduates left with.

Every number comes from one `random.Random`, so the same seed gives the same people.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date, timedelta
from random import Random

from careercraft.demo.data import read
from careercraft.demo.records import School, Student
from careercraft.demo.schools import COTTONWOOD_BEND
from careercraft.privacy.names import folded

FULL_PERCENT = 100
DAYS_IN_AGE_GROUP = 365
HOME_LANGUAGES = {"hispanic": "Spanish", "vietnamese": "Vietnamese", "asian": "Other"}
RACES_OF_TWO = (("black", "white"), ("asian", "white"), ("american_indian", "white"))
ALTERED_COMPLETION = "55"
FOUNDATION = "34"


class People:
    """A source of students who are never given a used id."""

    def __init__(self, rng: Random, taken: Collection[Student] = ()) -> None:
        self._rng = rng
        self._state_ids = {student.state_unique_id for student in taken}
        self._local_ids = {student.local_id for student in taken}
        self._named = {_name_and_birth(student) for student in taken}

    def everyone(self) -> tuple[Student, ...]:
        """All classes of all schools, each class with its graduation facts where it has left."""
        drawn: list[Student] = []
        for class_of, sizes in read("shape")["classes"].items():
            members = [
                self._student(school, class_of)
                for school in COTTONWOOD_BEND.schools
                for _ in range(sizes[school.number])
            ]
            drawn += self._with_diplomas(members) if members[0].graduated else members
        return tuple(drawn)

    def _student(self, school: School, class_of: int) -> Student:
        group = _weighted(self._rng, ethnic_shares())
        sex = self._rng.choice("FM")
        student = Student(
            school,
            self._new_state_id(),
            self._new_local_id(),
            "",
            "",
            self._birth_date(class_of),
            sex,
            class_of,
            hispanic_latino=group == "hispanic",
            race=self._race(group),
        )
        return self._in_groups(self._named_anew(student, group), group)

    def _birth_date(self, class_of: int) -> date:
        """Between one September and the next; a few are a year older than their classmates."""
        late = 1 if self._chance(6) else 0
        first = date(class_of - 19 - late, 9, 1)
        return first + timedelta(days=self._rng.randrange(DAYS_IN_AGE_GROUP))

    def _named_anew(self, student: Student, group: str) -> Student:
        """A name of the group; drawn again if someone of that name was born on the same day."""
        pool = self._name_pool(group)
        names = read("names")
        while True:
            first = self._rng.choice(names[pool][student.sex])
            last = self._rng.choice(names[pool]["family"])
            if pool == "hispanic" and self._chance(12):
                last = f"{last}-{self._rng.choice(names[pool]['family'])}"
            middle = self._rng.choice(names[pool][student.sex]) if self._chance(55) else ""
            named = student._replace(first_name=first, last_name=last, middle_name=middle)
            if _name_and_birth(named) not in self._named:
                self._named.add(_name_and_birth(named))
                return named

    def _name_pool(self, group: str) -> str:
        if group == "asian":
            return self._rng.choice(("vietnamese", "vietnamese", "asian"))
        if group == "black":
            return "black" if self._chance(70) else "general"
        return "hispanic" if group == "hispanic" else "general"

    def _race(self, group: str) -> tuple[str, ...]:
        if group == "hispanic":
            return self._rng.choice((("white",), ("white",), ("white",), ("american_indian",)))
        if group == "two_or_more":
            return self._rng.choice(RACES_OF_TWO)
        return (group,)

    def _in_groups(self, student: Student, group: str) -> Student:
        shape = read("shape")
        emergent = self._chance(shape["emergent_bilingual"][group])
        disadvantaged = self._chance(shape["economically_disadvantaged"][group])
        return student._replace(
            economically_disadvantaged=disadvantaged,
            emergent_bilingual=emergent,
            special_education=self._chance(shape["special_education"][student.sex]),
            at_risk=self._chance(_at_risk_percent(disadvantaged, emergent)),
            section_504=self._chance(shape["section_504"]),
            home_language=self._home_language(student, group, emergent),
            withdrawn=not student.graduated and self._chance(shape["withdrawn"]),
        )

    def _home_language(self, student: Student, group: str, emergent: bool) -> str:
        if not (emergent or self._chance(25)):
            return "English"
        if student.last_name in read("names")["vietnamese"]["family"]:
            return HOME_LANGUAGES["vietnamese"]
        return HOME_LANGUAGES.get(group, "English")

    def _with_diplomas(self, members: Sequence[Student]) -> Iterator[Student]:
        """Graduation types: most under the foundation program with an endorsement; in special
        education a published share with a completed IEP, and one with an endorsement.
        """
        served = [s.state_unique_id for s in members if s.special_education]
        self._rng.shuffle(served)
        by_iep = _count(len(members), published_percent("iep_workforce"))
        by_plan = _count(len(members), published_percent("advanced_plan_special_education"))
        completed_iep = frozenset(served[:by_iep])
        endorsed = frozenset(served[by_iep : by_iep + by_plan])
        for student in members:
            yield self._with_diploma(student, completed_iep, endorsed)

    def _with_diploma(
        self, student: Student, completed_iep: frozenset[str], endorsed: frozenset[str]
    ) -> Student:
        if student.state_unique_id in completed_iep:
            return student._replace(
                diploma_type=ALTERED_COMPLETION, endorsement=False, distinguished=False
            )
        if student.special_education:
            endorsement = student.state_unique_id in endorsed
            return student._replace(
                diploma_type=FOUNDATION, endorsement=endorsement, distinguished=False
            )
        endorsement = self._chance(90)
        return student._replace(
            diploma_type=FOUNDATION,
            endorsement=endorsement,
            distinguished=endorsement and self._chance(85),
        )

    def _chance(self, percent: float) -> bool:
        return self._rng.random() * FULL_PERCENT < percent

    def _new_state_id(self) -> str:
        """Ten digits, one in eight with a leading zero; beginning so that it resembles nobody's."""
        start = "0" if self._rng.randrange(8) == 0 else "99"
        return self._unused(self._state_ids, start, 10)

    def _new_local_id(self) -> str:
        """Six digits with leading zeros; nine for the few who came from another district."""
        return self._unused(self._local_ids, "0", 9 if self._chance(4) else 6)

    def _unused(self, taken: set[str], start: str, digits: int) -> str:
        while True:
            rest = digits - len(start)
            number = start + str(self._rng.randrange(10**rest)).zfill(rest)
            if number not in taken:
                taken.add(number)
                return number


def ethnic_shares() -> dict[str, float]:
    """The published shares of the federal categories, in percent."""
    groups = read("published")["groups"]
    names = read("shape")["economically_disadvantaged"]
    return {name: groups[name]["percent"] for name in names}


def published_percent(indicator: str) -> float:
    """The published share of graduates who met an indicator, in percent."""
    return float(read("published")["ready"][indicator]["percent"])


def _at_risk_percent(disadvantaged: bool, emergent: bool) -> float:
    shares: dict[str, float] = read("shape")["at_risk"]
    if emergent:
        return shares["emergent_bilingual"]
    return shares["economically_disadvantaged" if disadvantaged else "otherwise"]


def _count(of: int, percent: float) -> int:
    return round(of * percent / FULL_PERCENT)


def _weighted(rng: Random, shares: dict[str, float]) -> str:
    return rng.choices(list(shares), weights=list(shares.values()))[0]


def _name_and_birth(student: Student) -> tuple[str, str, date]:
    return folded(student.last_name), folded(student.first_name), student.birth_date
