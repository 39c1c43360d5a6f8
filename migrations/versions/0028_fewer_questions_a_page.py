"""Ask for the end of the audit trail in one step: its lock, and its last link once it is held.

A function that may change something sees, in each of its statements, what was committed until then;
one statement that took the lock and read the link would see what was there before it waited.
"""

from alembic import op

from careercraft.db import APP_ROLE

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        create function hold_audit_trail(district uuid) returns table (number bigint, hash bytea)
        language plpgsql volatile set search_path = public, pg_temp as $$
        begin
            perform pg_advisory_xact_lock(hashtextextended(district::text, 0));
            return query
                select last.number, last.hash from audit_events last
                order by last.number desc limit 1;
        end $$
        """
    )
    op.execute("revoke all on function hold_audit_trail(uuid) from public")
    op.execute(f"grant execute on function hold_audit_trail(uuid) to {APP_ROLE}")


def downgrade() -> None:
    op.execute("drop function hold_audit_trail(uuid)")
