"""ECHS and P-TECH programs: what a district says of them, duties, files, scenarios, reports."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from careercraft.fence import fence

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

TABLES = (
    "kept_files",
    "programs",
    "program_duties",
    "program_entries",
    "program_reports",
    "program_scenarios",
)


def upgrade() -> None:
    op.create_table('kept_files',
    sa.Column('subject_type', sa.String(), nullable=False),
    sa.Column('subject_id', sa.Uuid(), nullable=False),
    sa.Column('topic', sa.String(), nullable=False),
    sa.Column('school_year', sa.Integer(), nullable=True),
    sa.Column('name_sealed', sa.LargeBinary(), nullable=False),
    sa.Column('media_type', sa.String(), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('kept_by', sa.Uuid(), nullable=False),
    sa.Column('kept_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('removed_by', sa.Uuid(), nullable=True),
    sa.Column('removed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('district_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['district_id', 'kept_by'], ['users.district_id', 'users.id'], name=op.f('fk_kept_files_district_id_kept_by_users')),
    sa.ForeignKeyConstraint(['district_id', 'removed_by'], ['users.district_id', 'users.id'], name=op.f('fk_kept_files_district_id_removed_by_users')),
    sa.ForeignKeyConstraint(['district_id'], ['districts.id'], name=op.f('fk_kept_files_district_id_districts')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_kept_files')),
    sa.UniqueConstraint('district_id', 'id', name=op.f('uq_kept_files_district_id_id'))
    )
    op.create_index(op.f('ix_kept_files_district_id'), 'kept_files', ['district_id'], unique=False)
    op.create_index('ix_kept_files_subject', 'kept_files', ['district_id', 'subject_id', 'topic'], unique=False)
    op.create_table('programs',
    sa.Column('campus_id', sa.Uuid(), nullable=False),
    sa.Column('model', sa.String(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('first_year', sa.Integer(), nullable=False),
    sa.Column('edition', sa.String(), nullable=False),
    sa.Column('created_by', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('district_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['district_id', 'campus_id'], ['campuses.district_id', 'campuses.id'], name=op.f('fk_programs_district_id_campus_id_campuses')),
    sa.ForeignKeyConstraint(['district_id', 'created_by'], ['users.district_id', 'users.id'], name=op.f('fk_programs_district_id_created_by_users')),
    sa.ForeignKeyConstraint(['district_id'], ['districts.id'], name=op.f('fk_programs_district_id_districts')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_programs')),
    sa.UniqueConstraint('district_id', 'campus_id', 'model', name=op.f('uq_programs_district_id_campus_id_model')),
    sa.UniqueConstraint('district_id', 'id', name=op.f('uq_programs_district_id_id'))
    )
    op.create_index(op.f('ix_programs_district_id'), 'programs', ['district_id'], unique=False)
    op.create_table('program_duties',
    sa.Column('program_id', sa.Uuid(), nullable=False),
    sa.Column('school_year', sa.Integer(), nullable=False),
    sa.Column('requirement', sa.String(), nullable=False),
    sa.Column('status', sa.String(), nullable=False),
    sa.Column('owner_id', sa.Uuid(), nullable=True),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('note_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('changed_by', sa.Uuid(), nullable=True),
    sa.Column('changed_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('district_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['district_id', 'changed_by'], ['users.district_id', 'users.id'], name=op.f('fk_program_duties_district_id_changed_by_users')),
    sa.ForeignKeyConstraint(['district_id', 'owner_id'], ['users.district_id', 'users.id'], name=op.f('fk_program_duties_district_id_owner_id_users')),
    sa.ForeignKeyConstraint(['district_id', 'program_id'], ['programs.district_id', 'programs.id'], name=op.f('fk_program_duties_district_id_program_id_programs')),
    sa.ForeignKeyConstraint(['district_id'], ['districts.id'], name=op.f('fk_program_duties_district_id_districts')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_program_duties')),
    sa.UniqueConstraint('district_id', 'program_id', 'school_year', 'requirement', name=op.f('uq_program_duties_district_id_program_id_school_year_requirement'))
    )
    op.create_index(op.f('ix_program_duties_district_id'), 'program_duties', ['district_id'], unique=False)
    op.create_table('program_entries',
    sa.Column('program_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('key', sa.String(), nullable=False),
    sa.Column('data_year', sa.Integer(), nullable=True),
    sa.Column('value', sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('document_sealed', sa.LargeBinary(), nullable=False),
    sa.Column('entered_by', sa.Uuid(), nullable=False),
    sa.Column('entered_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('withdrawn_by', sa.Uuid(), nullable=True),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('district_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['district_id', 'entered_by'], ['users.district_id', 'users.id'], name=op.f('fk_program_entries_district_id_entered_by_users')),
    sa.ForeignKeyConstraint(['district_id', 'program_id'], ['programs.district_id', 'programs.id'], name=op.f('fk_program_entries_district_id_program_id_programs')),
    sa.ForeignKeyConstraint(['district_id', 'withdrawn_by'], ['users.district_id', 'users.id'], name=op.f('fk_program_entries_district_id_withdrawn_by_users')),
    sa.ForeignKeyConstraint(['district_id'], ['districts.id'], name=op.f('fk_program_entries_district_id_districts')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_program_entries'))
    )
    op.create_index(op.f('ix_program_entries_district_id'), 'program_entries', ['district_id'], unique=False)
    op.create_index('uq_program_entries_standing', 'program_entries', ['district_id', 'program_id', 'kind', 'key', 'data_year'], unique=True, postgresql_where=sa.text('withdrawn_at is null'), postgresql_nulls_not_distinct=True)
    op.create_table('program_reports',
    sa.Column('program_id', sa.Uuid(), nullable=False),
    sa.Column('audience', sa.String(), nullable=False),
    sa.Column('data_year', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('pages', sa.Integer(), nullable=True),
    sa.Column('size', sa.Integer(), nullable=True),
    sa.Column('asked_by', sa.Uuid(), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('ready_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('task_id', sa.Uuid(), nullable=True),
    sa.Column('district_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['district_id', 'asked_by'], ['users.district_id', 'users.id'], name=op.f('fk_program_reports_district_id_asked_by_users')),
    sa.ForeignKeyConstraint(['district_id', 'program_id'], ['programs.district_id', 'programs.id'], name=op.f('fk_program_reports_district_id_program_id_programs')),
    sa.ForeignKeyConstraint(['district_id'], ['districts.id'], name=op.f('fk_program_reports_district_id_districts')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_program_reports')),
    sa.UniqueConstraint('district_id', 'id', name=op.f('uq_program_reports_district_id_id'))
    )
    op.create_index(op.f('ix_program_reports_district_id'), 'program_reports', ['district_id'], unique=False)
    op.create_index('ix_program_reports_program', 'program_reports', ['program_id', 'asked_at'], unique=False)
    op.create_table('program_scenarios',
    sa.Column('program_id', sa.Uuid(), nullable=False),
    sa.Column('data_year', sa.Integer(), nullable=False),
    sa.Column('name_sealed', sa.LargeBinary(), nullable=False),
    sa.Column('changes_sealed', sa.LargeBinary(), nullable=False),
    sa.Column('created_by', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('removed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('district_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['district_id', 'created_by'], ['users.district_id', 'users.id'], name=op.f('fk_program_scenarios_district_id_created_by_users')),
    sa.ForeignKeyConstraint(['district_id', 'program_id'], ['programs.district_id', 'programs.id'], name=op.f('fk_program_scenarios_district_id_program_id_programs')),
    sa.ForeignKeyConstraint(['district_id'], ['districts.id'], name=op.f('fk_program_scenarios_district_id_districts')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_program_scenarios')),
    sa.UniqueConstraint('district_id', 'id', name=op.f('uq_program_scenarios_district_id_id'))
    )
    op.create_index(op.f('ix_program_scenarios_district_id'), 'program_scenarios', ['district_id'], unique=False)
    for table in TABLES:
        fence(op, table)


def downgrade() -> None:
    op.drop_index(op.f('ix_program_scenarios_district_id'), table_name='program_scenarios')
    op.drop_table('program_scenarios')
    op.drop_index('ix_program_reports_program', table_name='program_reports')
    op.drop_index(op.f('ix_program_reports_district_id'), table_name='program_reports')
    op.drop_table('program_reports')
    op.drop_index('uq_program_entries_standing', table_name='program_entries', postgresql_where=sa.text('withdrawn_at is null'), postgresql_nulls_not_distinct=True)
    op.drop_index(op.f('ix_program_entries_district_id'), table_name='program_entries')
    op.drop_table('program_entries')
    op.drop_index(op.f('ix_program_duties_district_id'), table_name='program_duties')
    op.drop_table('program_duties')
    op.drop_index(op.f('ix_programs_district_id'), table_name='programs')
    op.drop_table('programs')
    op.drop_index('ix_kept_files_subject', table_name='kept_files')
    op.drop_index(op.f('ix_kept_files_district_id'), table_name='kept_files')
    op.drop_table('kept_files')
