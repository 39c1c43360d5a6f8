"""Lets a district take one person of its own out of the sign-in index."""

from alembic import op

from careercraft.fence import APP_ROLE, CURRENT_DISTRICT

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        f"""
        create function forget_sign_in(owner uuid) returns void
        language sql security definer set search_path = public, pg_temp as $$
            delete from sign_in_index where district_id = {CURRENT_DISTRICT} and user_id = owner
        $$
        """
    )
    op.execute("revoke all on function forget_sign_in(uuid) from public")
    op.execute(f"grant execute on function forget_sign_in(uuid) to {APP_ROLE}")


def downgrade() -> None:
    op.execute("drop function forget_sign_in(uuid)")
