"""The bonus at work: assumptions, scenarios, and the lists that the state publishes."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from careercraft.fence import fence

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

FENCED = (
    "bonus_assumptions",
    "bonus_decisions",
    "bonus_list_rows",
    "bonus_lists",
    "bonus_mappings",
    "bonus_scenarios",
    "bonus_totals",
)


def upgrade() -> None:
    op.create_table('bonus_assumptions',
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('value', sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('reason_sealed', sa.LargeBinary(), nullable=False),
    sa.Column('set_by', sa.Uuid(), nullable=False),
    sa.Column('set_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('district_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['district_id', 'set_by'], ['users.district_id', 'users.id'], name=op.f('fk_bonus_assumptions_district_id_set_by_users')),
    sa.ForeignKeyConstraint(['district_id'], ['districts.id'], name=op.f('fk_bonus_assumptions_district_id_districts')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_bonus_assumptions'))
    )
    op.create_index(op.f('ix_bonus_assumptions_district_id'), 'bonus_assumptions', ['district_id'], unique=False)
    op.create_index('ix_bonus_assumptions_newest', 'bonus_assumptions', ['district_id', 'name', 'number'], unique=True)
    op.create_table('bonus_lists',
    sa.Column('class_of', sa.Integer(), nullable=False),
    sa.Column('edition', sa.String(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('names_sealed', sa.LargeBinary(), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('columns', sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('counts', sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('uploaded_by', sa.Uuid(), nullable=False),
    sa.Column('uploaded_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('loaded_by', sa.Uuid(), nullable=True),
    sa.Column('loaded_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('undone_by', sa.Uuid(), nullable=True),
    sa.Column('undone_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('task_id', sa.Uuid(), nullable=True),
    sa.Column('district_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['district_id', 'uploaded_by'], ['users.district_id', 'users.id'], name=op.f('fk_bonus_lists_district_id_uploaded_by_users')),
    sa.ForeignKeyConstraint(['district_id'], ['districts.id'], name=op.f('fk_bonus_lists_district_id_districts')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_bonus_lists')),
    sa.UniqueConstraint('district_id', 'id', name=op.f('uq_bonus_lists_district_id_id'))
    )
    op.create_index('ix_bonus_lists_class', 'bonus_lists', ['district_id', 'class_of'], unique=False)
    op.create_index(op.f('ix_bonus_lists_district_id'), 'bonus_lists', ['district_id'], unique=False)
    op.create_index('uq_bonus_lists_loaded', 'bonus_lists', ['district_id', 'class_of', 'edition'], unique=True, postgresql_where=sa.text("state = 'loaded'"))
    op.create_table('bonus_mappings',
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('columns', sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('kept_by', sa.Uuid(), nullable=False),
    sa.Column('kept_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('district_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['district_id', 'kept_by'], ['users.district_id', 'users.id'], name=op.f('fk_bonus_mappings_district_id_kept_by_users')),
    sa.ForeignKeyConstraint(['district_id'], ['districts.id'], name=op.f('fk_bonus_mappings_district_id_districts')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_bonus_mappings')),
    sa.UniqueConstraint('district_id', 'name', name=op.f('uq_bonus_mappings_district_id_name'))
    )
    op.create_index(op.f('ix_bonus_mappings_district_id'), 'bonus_mappings', ['district_id'], unique=False)
    op.create_table('bonus_scenarios',
    sa.Column('class_of', sa.Integer(), nullable=False),
    sa.Column('content_sealed', sa.LargeBinary(), nullable=False),
    sa.Column('created_by', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('district_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['district_id', 'created_by'], ['users.district_id', 'users.id'], name=op.f('fk_bonus_scenarios_district_id_created_by_users')),
    sa.ForeignKeyConstraint(['district_id'], ['districts.id'], name=op.f('fk_bonus_scenarios_district_id_districts')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_bonus_scenarios'))
    )
    op.create_index('ix_bonus_scenarios_class', 'bonus_scenarios', ['district_id', 'class_of'], unique=False)
    op.create_index(op.f('ix_bonus_scenarios_district_id'), 'bonus_scenarios', ['district_id'], unique=False)
    op.create_table('bonus_totals',
    sa.Column('class_of', sa.Integer(), nullable=False),
    sa.Column('edition', sa.String(), nullable=False),
    sa.Column('document_sealed', sa.LargeBinary(), nullable=False),
    sa.Column('figures', sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('entered_by', sa.Uuid(), nullable=False),
    sa.Column('entered_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('district_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['district_id', 'entered_by'], ['users.district_id', 'users.id'], name=op.f('fk_bonus_totals_district_id_entered_by_users')),
    sa.ForeignKeyConstraint(['district_id'], ['districts.id'], name=op.f('fk_bonus_totals_district_id_districts')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_bonus_totals'))
    )
    op.create_index('ix_bonus_totals_class', 'bonus_totals', ['district_id', 'class_of', 'edition', 'entered_at'], unique=False)
    op.create_index(op.f('ix_bonus_totals_district_id'), 'bonus_totals', ['district_id'], unique=False)
    op.create_table('bonus_decisions',
    sa.Column('list_id', sa.Uuid(), nullable=False),
    sa.Column('about_id', sa.Uuid(), nullable=False),
    sa.Column('decision', sa.String(), nullable=False),
    sa.Column('note_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('decided_by', sa.Uuid(), nullable=False),
    sa.Column('decided_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('district_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['district_id', 'decided_by'], ['users.district_id', 'users.id'], name=op.f('fk_bonus_decisions_district_id_decided_by_users')),
    sa.ForeignKeyConstraint(['district_id', 'list_id'], ['bonus_lists.district_id', 'bonus_lists.id'], name=op.f('fk_bonus_decisions_district_id_list_id_bonus_lists')),
    sa.ForeignKeyConstraint(['district_id'], ['districts.id'], name=op.f('fk_bonus_decisions_district_id_districts')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_bonus_decisions'))
    )
    op.create_index(op.f('ix_bonus_decisions_district_id'), 'bonus_decisions', ['district_id'], unique=False)
    op.create_index('ix_bonus_decisions_list', 'bonus_decisions', ['list_id', 'about_id', 'decided_at'], unique=False)
    op.create_table('bonus_list_rows',
    sa.Column('list_id', sa.Uuid(), nullable=False),
    sa.Column('line', sa.Integer(), nullable=False),
    sa.Column('fate', sa.String(), nullable=False),
    sa.Column('rung', sa.String(), nullable=True),
    sa.Column('student_id', sa.Uuid(), nullable=True),
    sa.Column('row_sealed', sa.LargeBinary(), nullable=False),
    sa.Column('decided_by', sa.Uuid(), nullable=True),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('district_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['district_id', 'decided_by'], ['users.district_id', 'users.id'], name=op.f('fk_bonus_list_rows_district_id_decided_by_users')),
    sa.ForeignKeyConstraint(['district_id', 'list_id'], ['bonus_lists.district_id', 'bonus_lists.id'], name=op.f('fk_bonus_list_rows_district_id_list_id_bonus_lists')),
    sa.ForeignKeyConstraint(['district_id', 'student_id'], ['students.district_id', 'students.id'], name=op.f('fk_bonus_list_rows_district_id_student_id_students')),
    sa.ForeignKeyConstraint(['district_id'], ['districts.id'], name=op.f('fk_bonus_list_rows_district_id_districts')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_bonus_list_rows')),
    sa.UniqueConstraint('district_id', 'id', name=op.f('uq_bonus_list_rows_district_id_id'))
    )
    op.create_index(op.f('ix_bonus_list_rows_district_id'), 'bonus_list_rows', ['district_id'], unique=False)
    op.create_index('ix_bonus_list_rows_list', 'bonus_list_rows', ['list_id', 'fate', 'line'], unique=False)
    for table in FENCED:
        fence(op, table)


def downgrade() -> None:
    op.drop_index('ix_bonus_list_rows_list', table_name='bonus_list_rows')
    op.drop_index(op.f('ix_bonus_list_rows_district_id'), table_name='bonus_list_rows')
    op.drop_table('bonus_list_rows')
    op.drop_index('ix_bonus_decisions_list', table_name='bonus_decisions')
    op.drop_index(op.f('ix_bonus_decisions_district_id'), table_name='bonus_decisions')
    op.drop_table('bonus_decisions')
    op.drop_index(op.f('ix_bonus_totals_district_id'), table_name='bonus_totals')
    op.drop_index('ix_bonus_totals_class', table_name='bonus_totals')
    op.drop_table('bonus_totals')
    op.drop_index(op.f('ix_bonus_scenarios_district_id'), table_name='bonus_scenarios')
    op.drop_index('ix_bonus_scenarios_class', table_name='bonus_scenarios')
    op.drop_table('bonus_scenarios')
    op.drop_index(op.f('ix_bonus_mappings_district_id'), table_name='bonus_mappings')
    op.drop_table('bonus_mappings')
    op.drop_index('uq_bonus_lists_loaded', table_name='bonus_lists', postgresql_where=sa.text("state = 'loaded'"))
    op.drop_index(op.f('ix_bonus_lists_district_id'), table_name='bonus_lists')
    op.drop_index('ix_bonus_lists_class', table_name='bonus_lists')
    op.drop_table('bonus_lists')
    op.drop_index('ix_bonus_assumptions_newest', table_name='bonus_assumptions')
    op.drop_index(op.f('ix_bonus_assumptions_district_id'), table_name='bonus_assumptions')
    op.drop_table('bonus_assumptions')
