"""What a person may do, as a closed vocabulary, and which role brings which permission."""

from __future__ import annotations

from enum import StrEnum


class Permission(StrEnum):
    """`scope:resource:action`, sorted. A route names the one that it needs."""

    CAMPUS_BONUS_READ = "campus:bonus:read"
    CAMPUS_EVIDENCE_TYPE = "campus:evidence:type"
    """Type a fact from a document onto a student's page."""
    CAMPUS_FIGURES_READ = "campus:figures:read"
    """Counts, rates and ratings; never whom they count."""
    CAMPUS_LISTS_EXPORT = "campus:lists:export"
    CAMPUS_OUTCOMES_RECOMPUTE = "campus:outcomes:recompute"
    CAMPUS_PLAN_READ = "campus:plan:read"
    """Planned actions and shared conference notes of the students whom one may see."""
    CAMPUS_PLAN_WRITE = "campus:plan:write"
    CAMPUS_PROGRAM_EDIT = "campus:program:edit"
    CAMPUS_PROGRAM_READ = "campus:program:read"
    """Figures, calendar and duties of a program; never whom the figures count."""
    CAMPUS_ROSTER_READ = "campus:roster:read"
    CAMPUS_STUDENT_PRINT = "campus:student:print"
    CAMPUS_STUDENT_READ = "campus:student:read"
    DISTRICT_BONUS_READ = "district:bonus:read"
    DISTRICT_BONUS_RECONCILE = "district:bonus:reconcile"
    DISTRICT_BONUS_SETTLE = "district:bonus:settle"
    DISTRICT_FILES_APPLY = "district:files:apply"
    DISTRICT_FILES_READ = "district:files:read"
    DISTRICT_PROGRAMS_MANAGE = "district:programs:manage"
    DISTRICT_RATINGS_SET = "district:ratings:set"
    DISTRICT_RULES_READ = "district:rules:read"
    DISTRICT_SOURCES_DECLARE = "district:sources:declare"
    OWN_TIME_LOG = "own:time:log"


class Role(StrEnum):
    """The roles of a district's staff, sorted."""

    AUDITOR = "auditor"
    CAMPUS_COUNSELOR = "campus_counselor"
    CAMPUS_PRINCIPAL = "campus_principal"
    DISTRICT_DIRECTOR = "district_director"
    PROGRAM_PRINCIPAL = "program_principal"
    RECORDS_OFFICER = "records_officer"


ROLE_TITLES = {
    Role.CAMPUS_COUNSELOR: "Campus counselor",
    Role.CAMPUS_PRINCIPAL: "Campus principal",
    Role.PROGRAM_PRINCIPAL: "ECHS/P-TECH principal",
    Role.DISTRICT_DIRECTOR: "District CCMR director",
    Role.RECORDS_OFFICER: "Records officer",
    Role.AUDITOR: "Auditor",
}

DISTRICT_ROLES = frozenset({Role.AUDITOR, Role.DISTRICT_DIRECTOR, Role.RECORDS_OFFICER})
"""Roles that reach every campus of their district; all others are held at one campus."""

PERMISSIONS_OF_ROLE: dict[Role, frozenset[Permission]] = {
    Role.AUDITOR: frozenset(
        {
            Permission.CAMPUS_FIGURES_READ,
            Permission.CAMPUS_PROGRAM_READ,
            Permission.DISTRICT_RULES_READ,
        }
    ),
    Role.CAMPUS_COUNSELOR: frozenset(
        {
            Permission.CAMPUS_BONUS_READ,
            Permission.CAMPUS_EVIDENCE_TYPE,
            Permission.CAMPUS_FIGURES_READ,
            Permission.CAMPUS_LISTS_EXPORT,
            Permission.CAMPUS_PLAN_READ,
            Permission.CAMPUS_PLAN_WRITE,
            Permission.CAMPUS_PROGRAM_READ,
            Permission.CAMPUS_ROSTER_READ,
            Permission.CAMPUS_STUDENT_PRINT,
            Permission.CAMPUS_STUDENT_READ,
            Permission.DISTRICT_RULES_READ,
            Permission.OWN_TIME_LOG,
        }
    ),
    Role.CAMPUS_PRINCIPAL: frozenset(
        {
            Permission.CAMPUS_BONUS_READ,
            Permission.CAMPUS_FIGURES_READ,
            Permission.CAMPUS_LISTS_EXPORT,
            Permission.CAMPUS_PLAN_READ,
            Permission.CAMPUS_PROGRAM_READ,
            Permission.CAMPUS_ROSTER_READ,
            Permission.CAMPUS_STUDENT_PRINT,
            Permission.CAMPUS_STUDENT_READ,
            Permission.DISTRICT_RULES_READ,
        }
    ),
    Role.DISTRICT_DIRECTOR: frozenset(Permission),
    Role.PROGRAM_PRINCIPAL: frozenset(
        {
            Permission.CAMPUS_FIGURES_READ,
            Permission.CAMPUS_PROGRAM_EDIT,
            Permission.CAMPUS_PROGRAM_READ,
            Permission.CAMPUS_ROSTER_READ,
            Permission.CAMPUS_STUDENT_PRINT,
            Permission.CAMPUS_STUDENT_READ,
            Permission.DISTRICT_RULES_READ,
        }
    ),
    Role.RECORDS_OFFICER: frozenset(
        {
            Permission.CAMPUS_EVIDENCE_TYPE,
            Permission.CAMPUS_FIGURES_READ,
            Permission.CAMPUS_PROGRAM_READ,
            Permission.CAMPUS_LISTS_EXPORT,
            Permission.CAMPUS_PLAN_READ,
            Permission.CAMPUS_ROSTER_READ,
            Permission.CAMPUS_STUDENT_PRINT,
            Permission.CAMPUS_STUDENT_READ,
            Permission.DISTRICT_FILES_READ,
            Permission.DISTRICT_RULES_READ,
        }
    ),
}

ROLES_THAT_OPEN_STUDENTS = frozenset(
    role for role, held in PERMISSIONS_OF_ROLE.items() if Permission.CAMPUS_ROSTER_READ in held
)
"""Roles through which somebody reaches named students, each as far as the role reaches."""
