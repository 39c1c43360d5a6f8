"""Heads of the audit trail, and through which sign-in something was done."""

import sqlalchemy as sa
from alembic import op

from careercraft.db import APP_ROLE
from careercraft.fence import fence

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("audit_events", sa.Column("sign_in_id", sa.Uuid(), nullable=True))
    op.create_index("ix_audit_events_actor", "audit_events", ["district_id", "actor_id", "number"])
    op.create_index("ix_audit_events_at", "audit_events", ["district_id", "at"])
    op.create_table(
        "audit_heads",
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seal", sa.LargeBinary(), nullable=False),
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id"], ["districts.id"], name=op.f("fk_audit_heads_district_id_districts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_heads")),
    )
    op.create_index(op.f("ix_audit_heads_district_id"), "audit_heads", ["district_id"])
    op.create_index("ix_audit_heads_number", "audit_heads", ["district_id", "number"])
    fence(op, "audit_heads", rights="select, insert")
    op.execute(
        """
        create trigger audit_heads_stay before update or delete or truncate on audit_heads
        for each statement execute function refuse_change()
        """
    )
    _name_districts()


def _name_districts() -> None:
    """Which districts there are, for work that is done nightly in each of them."""
    op.execute(
        """
        create function districts_with_staff() returns table (district_id uuid)
        language sql stable security definer set search_path = public, pg_temp as $$
            select distinct i.district_id from sign_in_index i
        $$
        """
    )
    op.execute("revoke all on function districts_with_staff() from public")
    op.execute(f"grant execute on function districts_with_staff() to {APP_ROLE}")


def downgrade() -> None:
    op.execute("drop function districts_with_staff()")
    op.drop_table("audit_heads")
    op.drop_index("ix_audit_events_at", "audit_events")
    op.drop_index("ix_audit_events_actor", "audit_events")
    op.drop_column("audit_events", "sign_in_id")
