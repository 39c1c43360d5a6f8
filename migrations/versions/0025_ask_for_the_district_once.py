"""Ask for the district of a session once a statement, not once for each row that it looks at.

The fences stay as they are in all that they let through.
"""

from alembic import op
from sqlalchemy import text

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

SETTING = "nullif(current_setting('careercraft.district_id', true), '')::uuid"
FENCES = """
    select c.relname as name, pg_get_expr(p.polqual, p.polrelid) as shown
    from pg_policy p join pg_class c on c.oid = p.polrelid
    where p.polname = 'own_district' order by c.relname
"""


def upgrade() -> None:
    _fence_by(f"(select {SETTING})")


def downgrade() -> None:
    _fence_by(SETTING)


def _fence_by(district: str) -> None:
    """Every fence anew, by the column that it already compares."""
    for name, shown in op.get_bind().execute(text(FENCES)).all():
        column = "id" if name == "districts" else "district_id"
        if column not in shown:
            raise RuntimeError(f"The fence of {name} is not one of ours: {shown}")
        own_rows = f"{column} = {district}"
        op.execute(
            f"alter policy own_district on {name} using ({own_rows}) with check ({own_rows})"
        )
