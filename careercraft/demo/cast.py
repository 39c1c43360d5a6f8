"""The named cast: each student shows one situation, for the demonstration and the tests alike.

Tests refer to these people by key. It should not change frequently: add a person rather than
change one.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from careercraft.demo.records import (
    Ap,
    Course,
    Credential,
    Record,
    Sat,
    School,
    Student,
    Tsia2,
)
from careercraft.demo.schools import (
    BLUEBONNET,
    EARLY_COLLEGE,
    LLANO_RIVER,
    PECAN_GROVE,
    SANDHILL,
)

TSI, AP_IB, DUAL_CREDIT, ONRAMPS = "tsi", "ap_ib", "dual_credit", "onramps"
ASSOCIATE, LEVEL_CERTIFICATE, IBC = "associate_degree", "level_certificate", "ibc"
IEP, ADVANCED_PLAN, MILITARY = "iep_workforce", "advanced_plan_special_education", "military"
FOUNDATION, IEP_EMPLOYED = "34", "54"
NEW_LISTS, SUNSETTING_LIST = ("2022-25", "2025-30"), ("2022-25",)
WELDING = "WELDING"


class CastMember(NamedTuple):
    """One person of the cast.

    `story` says in a line what they show; `meets` names every indicator that they meet once all
    files of the district are in, as the rule engine's contract spells them.
    """

    key: str
    story: str
    record: Record
    meets: frozenset[str] = frozenset()

    @property
    def student(self) -> Student:
        """Who they are."""
        return self.record.student


def _english(part: int, on: date, hours: int = 3) -> Course:
    title = f"Composition {part}"
    service = "03220300" if part == 1 else "03220400"
    return _dual("ela", service, title, on, hours)


def _dual(subject: str, service_id: str, title: str, on: date, hours: int = 3) -> Course:
    grade = 12 if on >= date(2026, 8, 1) else 11
    return Course("dual_credit", subject, service_id, title, grade, on, hours=hours, passed=True)


def _college_prep(subject: str, on: date) -> Course:
    service, title = {
        "ela": ("CP110100", "College Preparatory English"),
        "math": ("CP111200", "College Preparatory Mathematics"),
    }[subject]
    return Course("college_prep", subject, service, title, 12, on, passed=True, approved_list=False)


def _welding(how_many: int, first_fall: int) -> tuple[Course, ...]:
    """The first courses of the welding program, one a year: one credit, then two credits each."""
    steps = (
        ("13032200", "Principles of Manufacturing", 1, 1.0),
        ("13032300", "Welding I", 2, 2.0),
        ("13032400", "Welding II", 3, 2.0),
    )
    return tuple(
        Course(
            "cte",
            "other",
            service,
            title,
            9 + year,
            date(first_fall + year + 1, 5, 21),
            credits=earned,
            level=level,
            program_of_study=WELDING,
            passed=True,
        )
        for year, (service, title, level, earned) in enumerate(steps[:how_many])
    )


def _hispanic(school: School, ids: tuple[str, str], name: tuple[str, str], born: date) -> Student:
    return _student(school, ids, name, born)._replace(hispanic_latino=True)


def _student(school: School, ids: tuple[str, str], name: tuple[str, str], born: date) -> Student:
    """A student of the class of 2027; `ids` are state and local id, `name` first and last."""
    first, last = name
    return Student(school, *ids, last, first, born, "F", 2027)


def _seniors_by_tests() -> tuple[CastMember, ...]:
    daniela = _hispanic(
        BLUEBONNET, ("0417720031", "004101"), ("Daniela", "Cantú"), date(2009, 2, 11)
    )
    marcus = _student(BLUEBONNET, ("9917720032", "004102"), ("Marcus", "Bell"), date(2008, 10, 3))
    linh = _student(BLUEBONNET, ("9917720033", "004103"), ("Linh", "Pham"), date(2009, 4, 27))
    brianna = _student(
        BLUEBONNET, ("0017720034", "004104"), ("Brianna", "Foster"), date(2009, 1, 19)
    )
    hector = _hispanic(
        BLUEBONNET, ("9917720035", "004105"), ("Héctor", "Salinas"), date(2008, 12, 8)
    )
    return (
        CastMember(
            "daniela",
            "Her best SAT math score is 20 points short; reading is met.",
            Record(
                daniela._replace(economically_disadvantaged=True),
                sat=(Sat(date(2026, 3, 4), 520, 490), Sat(date(2026, 10, 3), 500, 510)),
            ),
        ),
        CastMember(
            "marcus",
            "Met by the SAT alone, in both subjects.",
            Record(
                marcus._replace(sex="M", race=("black",)),
                sat=(Sat(date(2026, 3, 4), 560, 580),),
            ),
            frozenset({TSI}),
        ),
        CastMember(
            "linh",
            "Reading is met only when two TSIA2 sessions are put together: diagnostic 5 in March, "
            "essay 5 in September.",
            Record(
                linh._replace(race=("asian",), home_language="Vietnamese"),
                tsia2=(
                    Tsia2(date(2026, 3, 24), 940, 5, 4),
                    Tsia2(date(2026, 3, 26), math_crc=953),
                    Tsia2(date(2026, 9, 22), essay=5),
                ),
            ),
            frozenset({TSI}),
        ),
        CastMember(
            "brianna",
            "TSIA2 math is one point short: 949, and a diagnostic of 5.",
            Record(
                brianna._replace(at_risk=True, economically_disadvantaged=True),
                tsia2=(Tsia2(date(2026, 4, 14), 950, None, 6, 949, 5),),
            ),
        ),
        CastMember(
            "hector",
            "TSIA2 met on the dot: 945 with an essay of 5, and math 950.",
            Record(
                hector._replace(sex="M"),
                tsia2=(Tsia2(date(2026, 4, 14), 945, None, 5, 950),),
            ),
            frozenset({TSI}),
        ),
    )


def _seniors_by_courses() -> tuple[CastMember, ...]:
    zoe = _hispanic(
        PECAN_GROVE, ("9917720036", "005106"), ("Zoë", "O’Hara-Núñez"), date(2009, 3, 30)
    )
    tyrese = _student(
        PECAN_GROVE, ("9917720037", "005107"), ("Tyrese", "Coleman"), date(2009, 6, 2)
    )
    emily = _student(
        PECAN_GROVE, ("9917720038", "005108"), ("Emily", "Schroeder"), date(2008, 11, 21)
    )
    andres = _hispanic(
        PECAN_GROVE, ("0917720039", "005109"), ("Andrés", "Villarreal"), date(2009, 5, 5)
    )
    kevin = _student(PECAN_GROVE, ("9917720040", "005110"), ("Kevin", "Tran"), date(2009, 7, 14))
    spring, fall = date(2026, 5, 21), date(2025, 12, 18)
    history = _dual("other", "03340100", "United States History to 1877", fall)
    history_2 = _dual("other", "03340100", "United States History since 1877", spring)
    psychology = _dual("other", "03350100", "General Psychology", spring)
    return (
        CastMember(
            "zoe",
            "Vendors write her name without accent, apostrophe and hyphen, and leave her id out; "
            "she is found by name and date of birth.",
            Record(zoe, ap=(Ap(2026, "87", 4),)),
            frozenset({AP_IB}),
        ),
        CastMember(
            "tyrese",
            "Met by one AP exam with a 3; his SAT is below both cuts.",
            Record(
                tyrese._replace(sex="M", race=("black",)),
                sat=(Sat(date(2026, 3, 4), 470, 440),),
                ap=(Ap(2026, "07", 2), Ap(2026, "53", 3)),
            ),
            frozenset({AP_IB}),
        ),
        CastMember(
            "emily",
            "Three hours of dual credit English are enough.",
            Record(emily, courses=(_english(1, spring),)),
            frozenset({DUAL_CREDIT}),
        ),
        CastMember(
            "andres",
            "Nine hours of dual credit in other subjects, three in each.",
            Record(
                andres._replace(sex="M", emergent_bilingual=True, home_language="Spanish"),
                courses=(history, history_2, psychology),
            ),
            frozenset({DUAL_CREDIT}),
        ),
        CastMember(
            "kevin",
            "Six hours of dual credit in other subjects: one course short.",
            Record(
                kevin._replace(sex="M", race=("asian",), home_language="Vietnamese"),
                courses=(history, history_2),
            ),
        ),
    )


def _others_enrolled() -> tuple[CastMember, ...]:
    noah = _student(BLUEBONNET, ("9917720041", "004111"), ("Noah", "Whitfield"), date(2009, 8, 9))
    maria = _hispanic(BLUEBONNET, ("9917720042", "004112"), ("María", "García"), date(2008, 9, 15))
    maria_2 = _hispanic(
        PECAN_GROVE, ("9917720043", "005113"), ("María", "García"), date(2009, 5, 28)
    )
    jaxon = _student(LLANO_RIVER, ("9917720044", "007114"), ("Jaxon", "Reyes"), date(2009, 1, 6))
    caleb = _student(BLUEBONNET, ("9917720045", "004115"), ("Caleb", "Stone"), date(2010, 2, 2))
    mateo = _hispanic(EARLY_COLLEGE, ("9917720046", "006116"), ("Mateo", "Ruiz"), date(2012, 4, 17))
    return (
        CastMember(
            "noah",
            "Nothing yet: no score, no course, no certification.",
            Record(noah._replace(sex="M", at_risk=True)),
        ),
        CastMember(
            "maria_bluebonnet",
            "One of two students called María García; this one meets the SAT.",
            Record(maria, sat=(Sat(date(2026, 3, 4), 480, 530),)),
            frozenset({TSI}),
        ),
        CastMember(
            "maria_pecan_grove",
            "One of two students called María García; this one is ten points short in reading.",
            Record(maria_2, sat=(Sat(date(2026, 3, 4), 470, 530),)),
        ),
        CastMember(
            "jaxon",
            "Earned a welding certification, but is one course short of completing the program.",
            Record(
                jaxon._replace(sex="M"),
                courses=_welding(2, 2023),
                credentials=(
                    Credential("ibc", date(2026, 4, 30), "351", "01", NEW_LISTS, (WELDING,)),
                ),
            ),
        ),
        CastMember(
            "caleb",
            "A junior with one SAT: math exactly met, reading ten points short.",
            Record(
                caleb._replace(sex="M", class_of=2028, special_education=True),
                sat=(Sat(date(2026, 10, 3), 470, 530),),
            ),
        ),
        CastMember(
            "mateo",
            "A freshman of the early college who met TSIA2 math before grade 9.",
            Record(
                mateo._replace(sex="M", class_of=2030, economically_disadvantaged=True),
                tsia2=(Tsia2(date(2026, 4, 21), 938, 4, 4, 950),),
            ),
        ),
    )


def _graduates() -> tuple[CastMember, ...]:
    grace = _student(
        EARLY_COLLEGE, ("9917720047", "006117"), ("Grace", "Okafor"), date(2008, 3, 12)
    )
    lucia = _hispanic(
        PECAN_GROVE, ("0017720048", "005118"), ("Lucía", "Mendoza"), date(2007, 12, 1)
    )
    dylan = _student(LLANO_RIVER, ("9917720049", "007119"), ("Dylan", "McCoy"), date(2008, 5, 23))
    destiny = _student(
        BLUEBONNET, ("9917720050", "004120"), ("Destiny", "Walker"), date(2008, 7, 7)
    )
    samuel = _hispanic(
        BLUEBONNET, ("9917720051", "004121"), ("Samuel", "Ortiz"), date(2006, 10, 30)
    )
    ashley = _student(
        PECAN_GROVE, ("9917720052", "005122"), ("Ashley", "Nguyen"), date(2007, 1, 25)
    )
    victor = _student(BLUEBONNET, ("9917720053", "004123"), ("Victor", "Hale"), date(2008, 2, 29))
    return (
        CastMember(
            "grace",
            "Class of 2026, has nearly everything: both tests, AP, dual credit, OnRamps, a "
            "certificate, a certification and an associate degree.",
            _with_everything(_graduate(grace, 2026)._replace(race=("black",))),
            frozenset({TSI, AP_IB, DUAL_CREDIT, ONRAMPS, ASSOCIATE, LEVEL_CERTIFICATE, IBC}),
        ),
        CastMember(
            "lucia",
            "Class of 2026, in special education, met by an endorsement.",
            Record(_graduate(lucia, 2026)._replace(special_education=True)),
            frozenset({ADVANCED_PLAN}),
        ),
        CastMember(
            "dylan",
            "Class of 2026, met only by a certification whose list is sunsetting.",
            Record(
                _graduate(dylan, 2026)._replace(sex="M"),
                courses=_welding(3, 2022),
                credentials=(
                    Credential("ibc", date(2025, 11, 4), "360", "01", SUNSETTING_LIST, (WELDING,)),
                ),
            ),
            frozenset({IBC}),
        ),
        CastMember(
            "destiny",
            "Class of 2026, enlisted in the summer after graduation; the form is on file.",
            Record(
                _graduate(destiny, 2026)._replace(race=("black", "white")),
                credentials=(Credential("enlistment", date(2026, 7, 13), evidence="dd_form_4"),),
            ),
            frozenset({MILITARY}),
        ),
        CastMember(
            "samuel",
            "Class of 2025, completed the IEP and found full-time work (graduation type 54).",
            Record(
                _graduate(samuel, 2025)._replace(
                    sex="M",
                    special_education=True,
                    diploma_type=IEP_EMPLOYED,
                    endorsement=False,
                    distinguished=False,
                )
            ),
            frozenset({IEP}),
        ),
        CastMember(
            "ashley",
            "Class of 2025, met by college preparatory courses in both subjects.",
            Record(
                _graduate(ashley, 2025)._replace(race=("asian",), home_language="Vietnamese"),
                courses=(
                    _college_prep("ela", date(2025, 5, 22)),
                    _college_prep("math", date(2025, 5, 22)),
                ),
            ),
            frozenset({TSI}),
        ),
        CastMember(
            "victor",
            "Class of 2026, met nothing: the certification exam was passed but never certified.",
            Record(
                _graduate(victor, 2026)._replace(sex="M", endorsement=False),
                courses=_welding(3, 2022),
                credentials=(
                    Credential("ibc", date(2026, 4, 16), "351", "02", NEW_LISTS, (WELDING,)),
                ),
            ),
        ),
    )


def _graduate(student: Student, class_of: int) -> Student:
    return student._replace(
        class_of=class_of, diploma_type=FOUNDATION, endorsement=True, distinguished=True
    )


def _with_everything(student: Student) -> Record:
    fall, spring = date(2025, 12, 18), date(2026, 5, 21)
    return Record(
        student,
        sat=(Sat(date(2025, 3, 5), 610, 590), Sat(date(2025, 10, 4), 640, 630)),
        tsia2=(Tsia2(date(2023, 9, 12), 958, None, 6, 961),),
        ap=(Ap(2024, "53", 3), Ap(2025, "36", 4), Ap(2026, "66", 5)),
        courses=(
            _english(1, date(2025, 5, 22)),
            _english(2, spring),
            _dual("math", "03101100", "College Algebra", fall),
            _dual("other", "03330100", "Federal Government", spring),
            Course(
                "onramps",
                "math",
                "03380002",
                "OnRamps Statistics",
                12,
                spring,
                hours=3,
                qualified=True,
            ),
            *_welding(3, 2022),
        ),
        credentials=(
            Credential("ibc", date(2026, 3, 17), "351", "01", NEW_LISTS, (WELDING,)),
            Credential("level_1_certificate", date(2026, 5, 15)),
            Credential("associate_degree", date(2026, 5, 15)),
        ),
    )


CAST: dict[str, CastMember] = {
    member.key: member
    for member in (
        *_seniors_by_tests(),
        *_seniors_by_courses(),
        *_others_enrolled(),
        *_graduates(),
    )
}
"""Everyone, by key."""


def cast_records() -> tuple[Record, ...]:
    """The cast as the generator and the files take it."""
    return tuple(member.record for member in CAST.values())


def other_district() -> tuple[Record, ...]:
    """The two students of Sandhill Flats ISD, of whom Cottonwood Bend must never hear."""
    wren = _student(SANDHILL, ("9917729901", "000901"), ("Wren", "Abernathy"), date(2009, 3, 3))
    ines = _hispanic(SANDHILL, ("9917729902", "000902"), ("Inés", "Zambrano"), date(2009, 6, 19))
    return (
        Record(wren, sat=(Sat(date(2026, 3, 4), 590, 560),)),
        Record(ines, sat=(Sat(date(2026, 10, 3), 450, 480),)),
    )
