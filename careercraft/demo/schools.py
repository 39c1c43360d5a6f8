"""The two invented districts, their schools and the people who work there.

County numbers of Texas end at 254, so a district number that begins with 999 belongs to nobody.
"""

from __future__ import annotations

from typing import NamedTuple

from careercraft.demo.records import School, Staff


class DemoDistrict(NamedTuple):
    """A district with its schools and staff; `number` is the six-digit county-district number."""

    number: str
    name: str
    schools: tuple[School, ...]
    staff: tuple[Staff, ...]

    def counselor_of(self, school: School, last_name: str) -> Staff:
        """The counselor of a school who looks after the students of this letter."""
        at_school = [
            one
            for one in self.staff
            if one.school == school.number and one.role == "campus_counselor"
        ]
        by_letter = [one for one in at_school if last_name[0].upper() in one.letters]
        return (by_letter or at_school)[0]


BLUEBONNET = School("999901001", "Bluebonnet High School", "", "449901")
PECAN_GROVE = School("999901002", "Pecan Grove High School", "", "449902")
EARLY_COLLEGE = School("999901003", "Cottonwood Early College High School", "echs", "449903")
LLANO_RIVER = School("999901004", "Llano River P-TECH Academy", "ptech", "449904")
SANDHILL = School("999902001", "Sandhill Flats High School", "", "449905")

_DOMAIN = "cottonwoodbend.example"
_OTHER_DOMAIN = "sandhillflats.example"

COTTONWOOD_BEND = DemoDistrict(
    "999901",
    "Cottonwood Bend ISD",
    (BLUEBONNET, PECAN_GROVE, EARLY_COLLEGE, LLANO_RIVER),
    (
        Staff(
            "campus_counselor",
            "Teresa Alvarado",
            f"teresa.alvarado@{_DOMAIN}",
            BLUEBONNET.number,
            "ABCDEFGHIJKL",
        ),
        Staff(
            "campus_counselor",
            "Derrick Lawson",
            f"derrick.lawson@{_DOMAIN}",
            BLUEBONNET.number,
            "MNOPQRSTUVWXYZ",
        ),
        Staff(
            "campus_counselor",
            "Kim-Anh Vu",
            f"kim-anh.vu@{_DOMAIN}",
            PECAN_GROVE.number,
        ),
        Staff(
            "campus_counselor",
            "Renata Solís",
            f"renata.solis@{_DOMAIN}",
            EARLY_COLLEGE.number,
        ),
        Staff(
            "campus_counselor",
            "Walter Hinojosa",
            f"walter.hinojosa@{_DOMAIN}",
            LLANO_RIVER.number,
        ),
        Staff(
            "campus_principal",
            "Marcus Whitfield",
            f"marcus.whitfield@{_DOMAIN}",
            BLUEBONNET.number,
        ),
        Staff(
            "campus_principal",
            "Elena Cantú",
            f"elena.cantu@{_DOMAIN}",
            EARLY_COLLEGE.number,
        ),
        Staff(
            "program_principal",
            "Ramona Estrada",
            f"ramona.estrada@{_DOMAIN}",
            EARLY_COLLEGE.number,
        ),
        Staff("district_director", "Yvonne Mercer", f"yvonne.mercer@{_DOMAIN}"),
        Staff("records_officer", "Paul Trevino", f"paul.trevino@{_DOMAIN}"),
        Staff("hearing_officer", "Lorraine Abbott", f"lorraine.abbott@{_DOMAIN}"),
        Staff("auditor", "Grace Okafor", f"grace.okafor@{_DOMAIN}"),
    ),
)

SANDHILL_FLATS = DemoDistrict(
    "999902",
    "Sandhill Flats ISD",
    (SANDHILL,),
    (
        Staff("campus_counselor", "Joy Benning", f"joy.benning@{_OTHER_DOMAIN}", SANDHILL.number),
        Staff("district_director", "Luis Cano", f"luis.cano@{_OTHER_DOMAIN}"),
    ),
)
