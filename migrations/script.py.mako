"""${message}

A migration locks no table for long, works while the previous release still runs, and never deletes
what a district owns. A new table of a district needs row-level security: call `fence`.
"""

import sqlalchemy as sa
from alembic import op

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = None
depends_on = None


def upgrade() -> None:
    ${upgrades if upgrades else "pass"}


def downgrade() -> None:
    ${downgrades if downgrades else "pass"}
