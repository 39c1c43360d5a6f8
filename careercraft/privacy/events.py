"""What the audit trail records, as a closed vocabulary."""

from __future__ import annotations

from enum import StrEnum


class Event(StrEnum):
    """`object:action`, sorted."""

    DOCUMENT_ASKED = "document:asked"
    DOCUMENT_DOWNLOADED = "document:downloaded"
    IMPORT_APPLIED = "import:applied"
    IMPORT_DISCARDED = "import:discarded"
    IMPORT_READ = "import:read"
    IMPORT_ROWS_VIEWED = "import:rows_viewed"
    IMPORT_UNDONE = "import:undone"
    IMPORT_UPLOADED = "import:uploaded"
    LIST_EXPORTED = "list:exported"
    OUTCOMES_RECOMPUTED = "outcomes:recomputed"
    ROSTER_VIEWED = "roster:viewed"
    SIGN_IN_ENDED = "sign_in:ended"
    SIGN_IN_SUCCEEDED = "sign_in:succeeded"
    SOURCE_DECLARED_ABSENT = "source:declared_absent"
    SOURCE_DECLARATION_WITHDRAWN = "source:declaration_withdrawn"
    STUDENT_VIEWED = "student:viewed"
    TASK_CANCELLED = "task:cancelled"
    USER_ADDED = "user:added"
