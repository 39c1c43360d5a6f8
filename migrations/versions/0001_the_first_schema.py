"""The first schema: districts, people, students, evidence, imports, outcomes, audit.

Every table of a district is fenced by row-level security from its first day.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from careercraft.fence import APP_ROLE, CURRENT_DISTRICT, fence, prepare_role

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

FENCED = (
    "assignments",
    "campuses",
    "data_keys",
    "documents",
    "evidence",
    "import_batches",
    "import_rows",
    "outcomes",
    "sign_ins",
    "source_declarations",
    "student_versions",
    "students",
    "tasks",
    "users",
)


def upgrade() -> None:
    op.create_table('districts',
    sa.Column('number', sa.String(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_districts')),
    sa.UniqueConstraint('number', name=op.f('uq_districts_number'))
    )
    op.create_table('audit_events',
    sa.Column('number', sa.BigInteger(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('actor_id', sa.Uuid(), nullable=True),
    sa.Column('action', sa.String(), nullable=False),
    sa.Column('object_type', sa.String(), nullable=False),
    sa.Column('object_id', sa.Uuid(), nullable=True),
    sa.Column('reason', sa.String(), nullable=True),
    sa.Column('details', sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('previous_hash', sa.LargeBinary(), nullable=False),
    sa.Column('hash', sa.LargeBinary(), nullable=False),
    sa.Column('district_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['district_id'], ['districts.id'], name=op.f('fk_audit_events_district_id_districts')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_audit_events')),
    sa.UniqueConstraint('district_id', 'number', name=op.f('uq_audit_events_district_id_number'))
    )
    op.create_index(op.f('ix_audit_events_district_id'), 'audit_events', ['district_id'], unique=False)
    op.create_index('ix_audit_events_object', 'audit_events', ['district_id', 'object_id'], unique=False)
    op.create_table('campuses',
    sa.Column('number', sa.String(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('program', sa.String(), server_default='', nullable=False),
    sa.Column('district_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['district_id'], ['districts.id'], name=op.f('fk_campuses_district_id_districts')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_campuses')),
    sa.UniqueConstraint('district_id', 'id', name=op.f('uq_campuses_district_id_id')),
    sa.UniqueConstraint('district_id', 'number', name=op.f('uq_campuses_district_id_number'))
    )
    op.create_index(op.f('ix_campuses_district_id'), 'campuses', ['district_id'], unique=False)
    op.create_table('data_keys',
    sa.Column('purpose', sa.String(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('wrapped', sa.LargeBinary(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('destroyed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('district_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['district_id'], ['districts.id'], name=op.f('fk_data_keys_district_id_districts')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_data_keys')),
    sa.UniqueConstraint('district_id', 'purpose', 'version', name=op.f('uq_data_keys_district_id_purpose_version'))
    )
    op.create_index(op.f('ix_data_keys_district_id'), 'data_keys', ['district_id'], unique=False)
    op.create_table('sign_in_index',
    sa.Column('email_lookup', sa.LargeBinary(), nullable=False),
    sa.Column('district_id', sa.Uuid(), nullable=False),
    sa.Column('user_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['district_id'], ['districts.id'], name=op.f('fk_sign_in_index_district_id_districts')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sign_in_index'))
    )
    op.create_index('uq_sign_in_index_email_lookup', 'sign_in_index', ['email_lookup'], unique=True)
    op.create_table('users',
    sa.Column('email_lookup', sa.LargeBinary(), nullable=False),
    sa.Column('identity_sealed', sa.LargeBinary(), nullable=False),
    sa.Column('password_hash', sa.String(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('disabled_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('district_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['district_id'], ['districts.id'], name=op.f('fk_users_district_id_districts')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_users')),
    sa.UniqueConstraint('district_id', 'email_lookup', name=op.f('uq_users_district_id_email_lookup')),
    sa.UniqueConstraint('district_id', 'id', name=op.f('uq_users_district_id_id'))
    )
    op.create_index(op.f('ix_users_district_id'), 'users', ['district_id'], unique=False)
    op.create_table('assignments',
    sa.Column('user_id', sa.Uuid(), nullable=False),
    sa.Column('role', sa.String(), nullable=False),
    sa.Column('campus_id', sa.Uuid(), nullable=True),
    sa.Column('district_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['district_id', 'campus_id'], ['campuses.district_id', 'campuses.id'], name=op.f('fk_assignments_district_id_campus_id_campuses')),
    sa.ForeignKeyConstraint(['district_id', 'user_id'], ['users.district_id', 'users.id'], name=op.f('fk_assignments_district_id_user_id_users')),
    sa.ForeignKeyConstraint(['district_id'], ['districts.id'], name=op.f('fk_assignments_district_id_districts')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_assignments')),
    sa.UniqueConstraint('district_id', 'user_id', 'role', 'campus_id', name=op.f('uq_assignments_district_id_user_id_role_campus_id'), postgresql_nulls_not_distinct=True)
    )
    op.create_index(op.f('ix_assignments_district_id'), 'assignments', ['district_id'], unique=False)
    op.create_table('import_batches',
    sa.Column('format_id', sa.String(), nullable=True),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('names_sealed', sa.LargeBinary(), nullable=False),
    sa.Column('content_sha256', sa.String(), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('uploaded_by', sa.Uuid(), nullable=False),
    sa.Column('uploaded_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('read_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('applied_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('applied_by', sa.Uuid(), nullable=True),
    sa.Column('undone_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('undone_by', sa.Uuid(), nullable=True),
    sa.Column('covers_through', sa.Date(), nullable=True),
    sa.Column('counts', sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('refusal_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('task_id', sa.Uuid(), nullable=True),
    sa.Column('district_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['district_id', 'uploaded_by'], ['users.district_id', 'users.id'], name=op.f('fk_import_batches_district_id_uploaded_by_users')),
    sa.ForeignKeyConstraint(['district_id'], ['districts.id'], name=op.f('fk_import_batches_district_id_districts')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_import_batches')),
    sa.UniqueConstraint('district_id', 'id', name=op.f('uq_import_batches_district_id_id'))
    )
    op.create_index(op.f('ix_import_batches_district_id'), 'import_batches', ['district_id'], unique=False)
    op.create_index('ix_import_batches_recent', 'import_batches', ['district_id', 'uploaded_at'], unique=False)
    op.create_table('sign_ins',
    sa.Column('user_id', sa.Uuid(), nullable=False),
    sa.Column('token_hash', sa.LargeBinary(), nullable=False),
    sa.Column('began_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('last_seen_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('district_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['district_id', 'user_id'], ['users.district_id', 'users.id'], name=op.f('fk_sign_ins_district_id_user_id_users')),
    sa.ForeignKeyConstraint(['district_id'], ['districts.id'], name=op.f('fk_sign_ins_district_id_districts')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sign_ins'))
    )
    op.create_index(op.f('ix_sign_ins_district_id'), 'sign_ins', ['district_id'], unique=False)
    op.create_index('uq_sign_ins_token_hash', 'sign_ins', ['token_hash'], unique=True)
    op.create_table('source_declarations',
    sa.Column('covers', sa.String(), nullable=False),
    sa.Column('declared_by', sa.Uuid(), nullable=False),
    sa.Column('declared_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('withdrawn_by', sa.Uuid(), nullable=True),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('district_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['district_id', 'declared_by'], ['users.district_id', 'users.id'], name=op.f('fk_source_declarations_district_id_declared_by_users')),
    sa.ForeignKeyConstraint(['district_id'], ['districts.id'], name=op.f('fk_source_declarations_district_id_districts')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_source_declarations'))
    )
    op.create_index(op.f('ix_source_declarations_district_id'), 'source_declarations', ['district_id'], unique=False)
    op.create_index('uq_source_declarations_standing', 'source_declarations', ['district_id', 'covers'], unique=True, postgresql_where=sa.text('withdrawn_at is null'))
    op.create_table('students',
    sa.Column('campus_id', sa.Uuid(), nullable=False),
    sa.Column('counselor_id', sa.Uuid(), nullable=True),
    sa.Column('class_of', sa.Integer(), nullable=False),
    sa.Column('grade', sa.Integer(), nullable=True),
    sa.Column('status', sa.String(), nullable=False),
    sa.Column('state_id_lookup', sa.LargeBinary(), nullable=True),
    sa.Column('local_id_lookup', sa.LargeBinary(), nullable=True),
    sa.Column('name_birth_lookup', sa.LargeBinary(), nullable=True),
    sa.Column('identity_sealed', sa.LargeBinary(), nullable=False),
    sa.Column('profile_sealed', sa.LargeBinary(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('removed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('district_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['district_id', 'campus_id'], ['campuses.district_id', 'campuses.id'], name=op.f('fk_students_district_id_campus_id_campuses')),
    sa.ForeignKeyConstraint(['district_id', 'counselor_id'], ['users.district_id', 'users.id'], name=op.f('fk_students_district_id_counselor_id_users')),
    sa.ForeignKeyConstraint(['district_id'], ['districts.id'], name=op.f('fk_students_district_id_districts')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_students')),
    sa.UniqueConstraint('district_id', 'id', name=op.f('uq_students_district_id_id')),
    sa.UniqueConstraint('district_id', 'state_id_lookup', name=op.f('uq_students_district_id_state_id_lookup'))
    )
    op.create_index('ix_students_campus_class', 'students', ['campus_id', 'class_of'], unique=False)
    op.create_index(op.f('ix_students_district_id'), 'students', ['district_id'], unique=False)
    op.create_index('ix_students_local_id_lookup', 'students', ['district_id', 'local_id_lookup'], unique=False)
    op.create_index('ix_students_name_birth_lookup', 'students', ['district_id', 'name_birth_lookup'], unique=False)
    op.create_table('tasks',
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('subject_id', sa.Uuid(), nullable=False),
    sa.Column('started_by', sa.Uuid(), nullable=True),
    sa.Column('done', sa.Integer(), nullable=False),
    sa.Column('total', sa.Integer(), nullable=False),
    sa.Column('cancel_asked', sa.Boolean(), nullable=False),
    sa.Column('failure', sa.String(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('began_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('district_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['district_id', 'started_by'], ['users.district_id', 'users.id'], name=op.f('fk_tasks_district_id_started_by_users')),
    sa.ForeignKeyConstraint(['district_id'], ['districts.id'], name=op.f('fk_tasks_district_id_districts')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_tasks')),
    sa.UniqueConstraint('district_id', 'id', name=op.f('uq_tasks_district_id_id'))
    )
    op.create_index(op.f('ix_tasks_district_id'), 'tasks', ['district_id'], unique=False)
    op.create_index('ix_tasks_subject', 'tasks', ['district_id', 'subject_id'], unique=False)
    op.create_table('documents',
    sa.Column('student_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('language', sa.String(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('pages', sa.Integer(), nullable=True),
    sa.Column('size', sa.Integer(), nullable=True),
    sa.Column('facts_fingerprint', sa.String(), nullable=True),
    sa.Column('rules_fingerprint', sa.String(), nullable=True),
    sa.Column('asked_by', sa.Uuid(), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('ready_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('task_id', sa.Uuid(), nullable=True),
    sa.Column('district_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['district_id', 'asked_by'], ['users.district_id', 'users.id'], name=op.f('fk_documents_district_id_asked_by_users')),
    sa.ForeignKeyConstraint(['district_id', 'student_id'], ['students.district_id', 'students.id'], name=op.f('fk_documents_district_id_student_id_students')),
    sa.ForeignKeyConstraint(['district_id'], ['districts.id'], name=op.f('fk_documents_district_id_districts')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_documents')),
    sa.UniqueConstraint('district_id', 'id', name=op.f('uq_documents_district_id_id'))
    )
    op.create_index(op.f('ix_documents_district_id'), 'documents', ['district_id'], unique=False)
    op.create_index('ix_documents_student', 'documents', ['student_id', 'asked_at'], unique=False)
    op.create_table('import_rows',
    sa.Column('batch_id', sa.Uuid(), nullable=False),
    sa.Column('line', sa.Integer(), nullable=False),
    sa.Column('outcome', sa.String(), nullable=False),
    sa.Column('rung', sa.String(), nullable=True),
    sa.Column('student_id', sa.Uuid(), nullable=True),
    sa.Column('problem_count', sa.Integer(), nullable=False),
    sa.Column('row_sealed', sa.LargeBinary(), nullable=False),
    sa.Column('district_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['district_id', 'batch_id'], ['import_batches.district_id', 'import_batches.id'], name=op.f('fk_import_rows_district_id_batch_id_import_batches')),
    sa.ForeignKeyConstraint(['district_id', 'student_id'], ['students.district_id', 'students.id'], name=op.f('fk_import_rows_district_id_student_id_students')),
    sa.ForeignKeyConstraint(['district_id'], ['districts.id'], name=op.f('fk_import_rows_district_id_districts')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_import_rows')),
    sa.UniqueConstraint('district_id', 'id', name=op.f('uq_import_rows_district_id_id'))
    )
    op.create_index('ix_import_rows_batch', 'import_rows', ['batch_id', 'outcome', 'line'], unique=False)
    op.create_index(op.f('ix_import_rows_district_id'), 'import_rows', ['district_id'], unique=False)
    op.create_table('outcomes',
    sa.Column('student_id', sa.Uuid(), nullable=False),
    sa.Column('class_of', sa.Integer(), nullable=False),
    sa.Column('edition', sa.String(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('level', sa.String(), nullable=True),
    sa.Column('only_by_sunsetting_ibc', sa.Boolean(), nullable=False),
    sa.Column('indicators', sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('gaps', sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('standing', sa.String(), nullable=False),
    sa.Column('rules_fingerprint', sa.String(), nullable=False),
    sa.Column('facts_fingerprint', sa.String(), nullable=False),
    sa.Column('as_of', sa.Date(), nullable=False),
    sa.Column('computed_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('district_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['district_id', 'student_id'], ['students.district_id', 'students.id'], name=op.f('fk_outcomes_district_id_student_id_students')),
    sa.ForeignKeyConstraint(['district_id'], ['districts.id'], name=op.f('fk_outcomes_district_id_districts')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_outcomes')),
    sa.UniqueConstraint('district_id', 'student_id', name=op.f('uq_outcomes_district_id_student_id'))
    )
    op.create_index('ix_outcomes_class_state', 'outcomes', ['district_id', 'class_of', 'state'], unique=False)
    op.create_index(op.f('ix_outcomes_district_id'), 'outcomes', ['district_id'], unique=False)
    op.create_table('student_versions',
    sa.Column('student_id', sa.Uuid(), nullable=False),
    sa.Column('batch_id', sa.Uuid(), nullable=False),
    sa.Column('before_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('changed_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('district_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['district_id', 'batch_id'], ['import_batches.district_id', 'import_batches.id'], name=op.f('fk_student_versions_district_id_batch_id_import_batches')),
    sa.ForeignKeyConstraint(['district_id', 'student_id'], ['students.district_id', 'students.id'], name=op.f('fk_student_versions_district_id_student_id_students')),
    sa.ForeignKeyConstraint(['district_id'], ['districts.id'], name=op.f('fk_student_versions_district_id_districts')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_student_versions')),
    sa.UniqueConstraint('batch_id', 'student_id', name=op.f('uq_student_versions_batch_id_student_id'))
    )
    op.create_index(op.f('ix_student_versions_district_id'), 'student_versions', ['district_id'], unique=False)
    op.create_table('evidence',
    sa.Column('student_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('covers', sa.String(), nullable=False),
    sa.Column('natural_key', sa.LargeBinary(), nullable=False),
    sa.Column('fact_sealed', sa.LargeBinary(), nullable=False),
    sa.Column('source', sa.String(), nullable=False),
    sa.Column('batch_id', sa.Uuid(), nullable=False),
    sa.Column('row_id', sa.Uuid(), nullable=False),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.Column('superseded_by', sa.Uuid(), nullable=True),
    sa.Column('recorded_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('district_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['district_id', 'batch_id'], ['import_batches.district_id', 'import_batches.id'], name=op.f('fk_evidence_district_id_batch_id_import_batches')),
    sa.ForeignKeyConstraint(['district_id', 'row_id'], ['import_rows.district_id', 'import_rows.id'], name=op.f('fk_evidence_district_id_row_id_import_rows')),
    sa.ForeignKeyConstraint(['district_id', 'student_id'], ['students.district_id', 'students.id'], name=op.f('fk_evidence_district_id_student_id_students')),
    sa.ForeignKeyConstraint(['district_id'], ['districts.id'], name=op.f('fk_evidence_district_id_districts')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_evidence')),
    sa.UniqueConstraint('district_id', 'id', name=op.f('uq_evidence_district_id_id'))
    )
    op.create_index('ix_evidence_batch', 'evidence', ['batch_id'], unique=False)
    op.create_index(op.f('ix_evidence_district_id'), 'evidence', ['district_id'], unique=False)
    op.create_index('ix_evidence_superseded_by', 'evidence', ['superseded_by'], unique=False)
    op.create_index('uq_evidence_active_fact', 'evidence', ['district_id', 'student_id', 'natural_key'], unique=True, postgresql_where=sa.text('active'))

    prepare_role(op)
    fence(op, "districts", column="id", rights="select, insert, update")
    for table in FENCED:
        fence(op, table)
    fence(op, "audit_events", rights="select, insert")
    _guard_audit_trail()
    _answer_sign_ins()


def _guard_audit_trail() -> None:
    """Nobody rewrites the trail, the owner of the table included."""
    op.execute(
        """
        create function refuse_change() returns trigger language plpgsql as $$
        begin
            raise exception 'The audit trail can be added to, not changed.';
        end $$
        """
    )
    op.execute(
        """
        create trigger audit_events_stay before update or delete or truncate on audit_events
        for each statement execute function refuse_change()
        """
    )


def _answer_sign_ins() -> None:
    """The two things that the application may do before, or without, a table right."""
    op.execute("revoke all on sign_in_index from public")
    op.execute(
        """
        create function find_sign_in(wanted bytea)
        returns table (district_id uuid, user_id uuid)
        language sql stable security definer set search_path = public, pg_temp as $$
            select i.district_id, i.user_id from sign_in_index i where i.email_lookup = wanted
        $$
        """
    )
    op.execute(
        f"""
        create function register_sign_in(entry uuid, lookup bytea, owner uuid) returns void
        language sql security definer set search_path = public, pg_temp as $$
            insert into sign_in_index (id, email_lookup, district_id, user_id)
            values (entry, lookup, {CURRENT_DISTRICT}, owner)
        $$
        """
    )
    for signature in ("find_sign_in(bytea)", "register_sign_in(uuid, bytea, uuid)"):
        op.execute(f"revoke all on function {signature} from public")
        op.execute(f"grant execute on function {signature} to {APP_ROLE}")


def downgrade() -> None:
    op.drop_index('uq_evidence_active_fact', table_name='evidence', postgresql_where=sa.text('active'))
    op.drop_index('ix_evidence_superseded_by', table_name='evidence')
    op.drop_index(op.f('ix_evidence_district_id'), table_name='evidence')
    op.drop_index('ix_evidence_batch', table_name='evidence')
    op.drop_table('evidence')
    op.drop_index(op.f('ix_student_versions_district_id'), table_name='student_versions')
    op.drop_table('student_versions')
    op.drop_index(op.f('ix_outcomes_district_id'), table_name='outcomes')
    op.drop_index('ix_outcomes_class_state', table_name='outcomes')
    op.drop_table('outcomes')
    op.drop_index(op.f('ix_import_rows_district_id'), table_name='import_rows')
    op.drop_index('ix_import_rows_batch', table_name='import_rows')
    op.drop_table('import_rows')
    op.drop_index('ix_documents_student', table_name='documents')
    op.drop_index(op.f('ix_documents_district_id'), table_name='documents')
    op.drop_table('documents')
    op.drop_index('ix_tasks_subject', table_name='tasks')
    op.drop_index(op.f('ix_tasks_district_id'), table_name='tasks')
    op.drop_table('tasks')
    op.drop_index('ix_students_name_birth_lookup', table_name='students')
    op.drop_index('ix_students_local_id_lookup', table_name='students')
    op.drop_index(op.f('ix_students_district_id'), table_name='students')
    op.drop_index('ix_students_campus_class', table_name='students')
    op.drop_table('students')
    op.drop_index('uq_source_declarations_standing', table_name='source_declarations', postgresql_where=sa.text('withdrawn_at is null'))
    op.drop_index(op.f('ix_source_declarations_district_id'), table_name='source_declarations')
    op.drop_table('source_declarations')
    op.drop_index('uq_sign_ins_token_hash', table_name='sign_ins')
    op.drop_index(op.f('ix_sign_ins_district_id'), table_name='sign_ins')
    op.drop_table('sign_ins')
    op.drop_index('ix_import_batches_recent', table_name='import_batches')
    op.drop_index(op.f('ix_import_batches_district_id'), table_name='import_batches')
    op.drop_table('import_batches')
    op.drop_index(op.f('ix_assignments_district_id'), table_name='assignments')
    op.drop_table('assignments')
    op.drop_index(op.f('ix_users_district_id'), table_name='users')
    op.drop_table('users')
    op.drop_index('uq_sign_in_index_email_lookup', table_name='sign_in_index')
    op.drop_table('sign_in_index')
    op.drop_index(op.f('ix_data_keys_district_id'), table_name='data_keys')
    op.drop_table('data_keys')
    op.drop_index(op.f('ix_campuses_district_id'), table_name='campuses')
    op.drop_table('campuses')
    op.drop_index('ix_audit_events_object', table_name='audit_events')
    op.drop_index(op.f('ix_audit_events_district_id'), table_name='audit_events')
    op.drop_table('audit_events')
    op.drop_table('districts')
    op.execute("drop function find_sign_in(bytea)")
    op.execute("drop function register_sign_in(uuid, bytea, uuid)")
    op.execute("drop function refuse_change()")
