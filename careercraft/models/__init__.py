"""The tables, one noun per file."""

from careercraft.models.api import ApiToken
from careercraft.models.audit import AuditEvent, AuditHead, AuditRoom
from careercraft.models.bonus import (
    BonusAssumption,
    BonusDecision,
    BonusList,
    BonusListRow,
    BonusMapping,
    BonusScenario,
    BonusTotals,
)
from careercraft.models.cases import (
    AccessPacket,
    Holiday,
    PrivacyRequest,
    RequestItem,
    RequestLetter,
    RequestStep,
    RightsPassed,
)
from careercraft.models.corrections import (
    Correction,
    Disagreement,
    Disclosure,
    Restriction,
    Statement,
)
from careercraft.models.desk import CaseloadMove, OutcomeChange, WatchList, WatchListStudent
from careercraft.models.districts import Campus, DataKey, District, SignInIndex, SourceDeclaration
from careercraft.models.documents import Document, PrintRun
from careercraft.models.evidence import Evidence
from careercraft.models.feeds import Feed, FeedFile, FeedRun, Mail
from careercraft.models.file_decisions import ColumnMapping, MatchDecision
from careercraft.models.imports import ImportBatch, ImportRow
from careercraft.models.incidents import Incident, IncidentEntry, IncidentStudent
from careercraft.models.kept_files import KeptFile
from careercraft.models.outcomes import Outcome
from careercraft.models.papers import Paper
from careercraft.models.people import Assignment, SignIn, User
from careercraft.models.plans import ConferenceNote, PlanAction, TimeEntry
from careercraft.models.programs import (
    Program,
    ProgramDuty,
    ProgramEntry,
    ProgramReport,
    ProgramScenario,
)
from careercraft.models.promises import (
    AccessReview,
    AccessReviewLine,
    StaffProof,
    TermsAcknowledgement,
)
from careercraft.models.ratings import CampusScores, GroupCount, RulePreview
from careercraft.models.retention import (
    AgreementEnd,
    DeidentifiedRecord,
    Destruction,
    RecordKey,
    RetentionPeriod,
    RetentionRun,
)
from careercraft.models.students import ClassNote, Student, StudentVersion
from careercraft.models.takeout import DistrictExport
from careercraft.models.tasks import Task
from careercraft.models.testing import SittingDay, SittingFees, SittingRoom, SittingSeat
from careercraft.models.what_if import WhatIfChoice, WhatIfRun

__all__ = [
    "AccessPacket",
    "AccessReview",
    "AccessReviewLine",
    "AgreementEnd",
    "ApiToken",
    "Assignment",
    "AuditEvent",
    "AuditHead",
    "AuditRoom",
    "BonusAssumption",
    "BonusDecision",
    "BonusList",
    "BonusListRow",
    "BonusMapping",
    "BonusScenario",
    "BonusTotals",
    "Campus",
    "CampusScores",
    "CaseloadMove",
    "ClassNote",
    "ColumnMapping",
    "ConferenceNote",
    "Correction",
    "DataKey",
    "DeidentifiedRecord",
    "Destruction",
    "Disagreement",
    "Disclosure",
    "District",
    "DistrictExport",
    "Document",
    "Evidence",
    "Feed",
    "FeedFile",
    "FeedRun",
    "GroupCount",
    "Holiday",
    "ImportBatch",
    "ImportRow",
    "Incident",
    "IncidentEntry",
    "IncidentStudent",
    "KeptFile",
    "Mail",
    "MatchDecision",
    "Outcome",
    "OutcomeChange",
    "Paper",
    "PlanAction",
    "PrintRun",
    "PrivacyRequest",
    "Program",
    "ProgramDuty",
    "ProgramEntry",
    "ProgramReport",
    "ProgramScenario",
    "RecordKey",
    "RequestItem",
    "RequestLetter",
    "RequestStep",
    "Restriction",
    "RetentionPeriod",
    "RetentionRun",
    "RightsPassed",
    "RulePreview",
    "SignIn",
    "SignInIndex",
    "SittingDay",
    "SittingFees",
    "SittingRoom",
    "SittingSeat",
    "SourceDeclaration",
    "StaffProof",
    "Statement",
    "Student",
    "StudentVersion",
    "Task",
    "TermsAcknowledgement",
    "TimeEntry",
    "User",
    "WatchList",
    "WatchListStudent",
    "WhatIfChoice",
    "WhatIfRun",
]
