"""What a person may do, as a closed vocabulary, and which role brings which permission."""

from __future__ import annotations

from enum import StrEnum


class Permission(StrEnum):
    """`scope:resource:action`, sorted. A route names the one that it needs."""

    CAMPUS_BONUS_READ = "campus:bonus:read"
    CAMPUS_EVIDENCE_TYPE = "campus:evidence:type"
    """Type a fact from a document onto a student's page."""
    CAMPUS_CASELOAD_ASSIGN = "campus:caseload:assign"
    CAMPUS_FIGURES_READ = "campus:figures:read"
    """Counts, rates and ratings; never whom they count."""
    CAMPUS_LISTS_EXPORT = "campus:lists:export"
    CAMPUS_OUTCOMES_RECOMPUTE = "campus:outcomes:recompute"
    CAMPUS_PAPERS_CONFIDENTIAL = "campus:papers:confidential"
    """See documents that say more than their fact: a DD Form 4, a paper of special education."""
    CAMPUS_PAPERS_KEEP = "campus:papers:keep"
    """Hand in a document about a student, remove one, bring one back."""
    CAMPUS_PAPERS_READ = "campus:papers:read"
    """See the documents of the students whom one may see."""
    CAMPUS_PLAN_READ = "campus:plan:read"
    """Planned actions and shared conference notes of the students whom one may see."""
    CAMPUS_PLAN_WRITE = "campus:plan:write"
    CAMPUS_PROGRAM_EDIT = "campus:program:edit"
    CAMPUS_PROGRAM_READ = "campus:program:read"
    """Figures, calendar and duties of a program; never whom the figures count."""
    CAMPUS_ROSTER_READ = "campus:roster:read"
    CAMPUS_STUDENT_PRINT = "campus:student:print"
    CAMPUS_STUDENT_READ = "campus:student:read"
    DISTRICT_AUDIT_READ = "district:audit:read"
    """The audit trail and the audit room: who did what, students by opaque id alone."""
    DISTRICT_API_MANAGE = "district:api:manage"
    """Make tokens with which programs read what their maker may read."""
    CAMPUS_TESTING_ARRANGE = "campus:testing:arrange"
    """Plan testing days: who sits, in which room, with which accommodations."""
    DISTRICT_BONUS_READ = "district:bonus:read"
    DISTRICT_BONUS_RECONCILE = "district:bonus:reconcile"
    DISTRICT_BONUS_SETTLE = "district:bonus:settle"
    DISTRICT_DATA_EXPORT = "district:data:export"
    """Take everything away, with the password entered again."""
    DISTRICT_DISCLOSURES_READ = "district:disclosures:read"
    DISTRICT_FEEDS_MANAGE = "district:feeds:manage"
    """Say where files come from by themselves, and what is done with them."""
    DISTRICT_FILES_APPLY = "district:files:apply"
    DISTRICT_FILES_READ = "district:files:read"
    DISTRICT_AGREEMENT_END = "district:agreement:end"
    """Ask for, confirm or withdraw the end of the agreement: two different people."""
    DISTRICT_ACCESS_REVIEW = "district:access:review"
    """Review who has access, and keep the registers of training and background checks."""
    DISTRICT_RECORDS_DESTROY = "district:records:destroy"
    DISTRICT_RETENTION_READ = "district:retention:read"
    DISTRICT_RETENTION_SET = "district:retention:set"
    DISTRICT_PROGRAMS_MANAGE = "district:programs:manage"
    DISTRICT_HEARINGS_HEAR = "district:hearings:hear"
    """Only the cases whose hearing officer the person is."""
    DISTRICT_INCIDENTS_CLOSE = "district:incidents:close"
    DISTRICT_INCIDENTS_READ = "district:incidents:read"
    """The list of incidents with its clocks; never whom they affect."""
    DISTRICT_INCIDENTS_WORK = "district:incidents:work"
    DISTRICT_RATINGS_SET = "district:ratings:set"
    DISTRICT_REQUESTS_DECIDE = "district:requests:decide"
    DISTRICT_REQUESTS_PROPOSE = "district:requests:propose"
    DISTRICT_REQUESTS_READ = "district:requests:read"
    DISTRICT_REQUESTS_WORK = "district:requests:work"
    DISTRICT_RULES_READ = "district:rules:read"
    DISTRICT_SOURCES_DECLARE = "district:sources:declare"
    DISTRICT_TESTING_FEES = "district:testing:fees"
    """Say how many sittings the district covers in a school year."""
    OWN_TIME_LOG = "own:time:log"


class Role(StrEnum):
    """The roles of a district's staff, sorted."""

    AUDITOR = "auditor"
    CAMPUS_COUNSELOR = "campus_counselor"
    CAMPUS_PRINCIPAL = "campus_principal"
    DISTRICT_DIRECTOR = "district_director"
    PROGRAM_PRINCIPAL = "program_principal"
    HEARING_OFFICER = "hearing_officer"
    RECORDS_OFFICER = "records_officer"


ROLE_TITLES = {
    Role.CAMPUS_COUNSELOR: "Campus counselor",
    Role.CAMPUS_PRINCIPAL: "Campus principal",
    Role.PROGRAM_PRINCIPAL: "ECHS/P-TECH principal",
    Role.DISTRICT_DIRECTOR: "District CCMR director",
    Role.RECORDS_OFFICER: "Records officer",
    Role.HEARING_OFFICER: "Hearing officer",
    Role.AUDITOR: "Auditor",
}

DISTRICT_ROLES = frozenset(
    {Role.AUDITOR, Role.DISTRICT_DIRECTOR, Role.HEARING_OFFICER, Role.RECORDS_OFFICER}
)
"""Roles that reach every campus of their district; all others are held at one campus."""

OF_THE_RECORDS_OFFICE = frozenset(
    {
        Permission.DISTRICT_HEARINGS_HEAR,
        Permission.DISTRICT_REQUESTS_DECIDE,
        Permission.DISTRICT_REQUESTS_WORK,
    }
)
"""What the director may not do: who answers for the data does not judge complaints about them."""

PERMISSIONS_OF_ROLE: dict[Role, frozenset[Permission]] = {
    Role.AUDITOR: frozenset(
        {
            Permission.CAMPUS_FIGURES_READ,
            Permission.CAMPUS_PROGRAM_READ,
            Permission.DISTRICT_AUDIT_READ,
            Permission.DISTRICT_INCIDENTS_READ,
            Permission.DISTRICT_RETENTION_READ,
            Permission.DISTRICT_RULES_READ,
        }
    ),
    Role.CAMPUS_COUNSELOR: frozenset(
        {
            Permission.CAMPUS_BONUS_READ,
            Permission.CAMPUS_EVIDENCE_TYPE,
            Permission.CAMPUS_CASELOAD_ASSIGN,
            Permission.CAMPUS_FIGURES_READ,
            Permission.CAMPUS_LISTS_EXPORT,
            Permission.CAMPUS_PAPERS_CONFIDENTIAL,
            Permission.CAMPUS_PAPERS_KEEP,
            Permission.CAMPUS_PAPERS_READ,
            Permission.CAMPUS_PLAN_READ,
            Permission.CAMPUS_PLAN_WRITE,
            Permission.CAMPUS_PROGRAM_READ,
            Permission.CAMPUS_ROSTER_READ,
            Permission.CAMPUS_STUDENT_PRINT,
            Permission.CAMPUS_STUDENT_READ,
            Permission.CAMPUS_TESTING_ARRANGE,
            Permission.DISTRICT_RULES_READ,
            Permission.OWN_TIME_LOG,
        }
    ),
    Role.CAMPUS_PRINCIPAL: frozenset(
        {
            Permission.CAMPUS_BONUS_READ,
            Permission.CAMPUS_CASELOAD_ASSIGN,
            Permission.CAMPUS_FIGURES_READ,
            Permission.CAMPUS_LISTS_EXPORT,
            Permission.CAMPUS_PAPERS_READ,
            Permission.CAMPUS_PLAN_READ,
            Permission.CAMPUS_PROGRAM_READ,
            Permission.CAMPUS_ROSTER_READ,
            Permission.CAMPUS_STUDENT_PRINT,
            Permission.CAMPUS_STUDENT_READ,
            Permission.CAMPUS_TESTING_ARRANGE,
            Permission.DISTRICT_RULES_READ,
        }
    ),
    Role.DISTRICT_DIRECTOR: frozenset(Permission),
    Role.PROGRAM_PRINCIPAL: frozenset(
        {
            Permission.CAMPUS_FIGURES_READ,
            Permission.CAMPUS_PAPERS_KEEP,
            Permission.CAMPUS_PAPERS_READ,
            Permission.CAMPUS_PROGRAM_EDIT,
            Permission.CAMPUS_PROGRAM_READ,
            Permission.CAMPUS_ROSTER_READ,
            Permission.CAMPUS_STUDENT_PRINT,
            Permission.CAMPUS_STUDENT_READ,
            Permission.DISTRICT_RULES_READ,
        }
    ),
    Role.DISTRICT_DIRECTOR: frozenset(Permission) - OF_THE_RECORDS_OFFICE,
    Role.HEARING_OFFICER: frozenset({Permission.DISTRICT_HEARINGS_HEAR}),
    Role.RECORDS_OFFICER: frozenset(
        {
            Permission.CAMPUS_EVIDENCE_TYPE,
            Permission.CAMPUS_FIGURES_READ,
            Permission.CAMPUS_PROGRAM_READ,
            Permission.CAMPUS_LISTS_EXPORT,
            Permission.CAMPUS_PAPERS_CONFIDENTIAL,
            Permission.CAMPUS_PAPERS_KEEP,
            Permission.CAMPUS_PAPERS_READ,
            Permission.CAMPUS_PLAN_READ,
            Permission.CAMPUS_ROSTER_READ,
            Permission.CAMPUS_STUDENT_PRINT,
            Permission.CAMPUS_STUDENT_READ,
            Permission.DISTRICT_AUDIT_READ,
            Permission.DISTRICT_ACCESS_REVIEW,
            Permission.DISTRICT_AGREEMENT_END,
            Permission.DISTRICT_DISCLOSURES_READ,
            Permission.DISTRICT_FILES_READ,
            Permission.DISTRICT_INCIDENTS_CLOSE,
            Permission.DISTRICT_INCIDENTS_READ,
            Permission.DISTRICT_INCIDENTS_WORK,
            Permission.DISTRICT_RECORDS_DESTROY,
            Permission.DISTRICT_RETENTION_READ,
            Permission.DISTRICT_RETENTION_SET,
            Permission.DISTRICT_REQUESTS_DECIDE,
            Permission.DISTRICT_REQUESTS_PROPOSE,
            Permission.DISTRICT_REQUESTS_READ,
            Permission.DISTRICT_REQUESTS_WORK,
            Permission.DISTRICT_RULES_READ,
        }
    ),
}

ROLES_THAT_OPEN_STUDENTS = frozenset(
    role for role, held in PERMISSIONS_OF_ROLE.items() if Permission.CAMPUS_ROSTER_READ in held
)
"""Roles through which somebody reaches named students, each as far as the role reaches."""
