"""The records office: requests, corrections, statements, disclosures."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from careercraft.fence import fence

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

FENCED = (
    "access_packets",
    "contest_statements",
    "correction_disagreements",
    "corrections",
    "disclosures",
    "holidays",
    "privacy_requests",
    "request_items",
    "request_letters",
    "request_steps",
    "student_restrictions",
)
ADDED_ONLY = ("disclosures", "request_steps")
"""What the law wants kept as it was written, for as long as the record is kept: never changed."""


def upgrade() -> None:
    op.create_table('holidays',
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('entered_by', sa.Uuid(), nullable=True),
    sa.Column('entered_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('district_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['district_id'], ['districts.id'], name=op.f('fk_holidays_district_id_districts')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_holidays')),
    sa.UniqueConstraint('district_id', 'day', name=op.f('uq_holidays_district_id_day'))
    )
    op.create_index(op.f('ix_holidays_district_id'), 'holidays', ['district_id'], unique=False)
    op.create_table('disclosures',
    sa.Column('student_id', sa.Uuid(), nullable=False),
    sa.Column('basis', sa.String(), nullable=False),
    sa.Column('details_sealed', sa.LargeBinary(), nullable=False),
    sa.Column('object_type', sa.String(), nullable=True),
    sa.Column('object_id', sa.Uuid(), nullable=True),
    sa.Column('recorded_by', sa.Uuid(), nullable=True),
    sa.Column('disclosed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('recorded_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('district_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['district_id', 'student_id'], ['students.district_id', 'students.id'], name=op.f('fk_disclosures_district_id_student_id_students')),
    sa.ForeignKeyConstraint(['district_id'], ['districts.id'], name=op.f('fk_disclosures_district_id_districts')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_disclosures')),
    sa.UniqueConstraint('district_id', 'id', name=op.f('uq_disclosures_district_id_id'))
    )
    op.create_index(op.f('ix_disclosures_district_id'), 'disclosures', ['district_id'], unique=False)
    op.create_index('ix_disclosures_student', 'disclosures', ['student_id', 'disclosed_at'], unique=False)
    op.create_table('privacy_requests',
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('student_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('received_on', sa.Date(), nullable=False),
    sa.Column('channel', sa.String(), nullable=False),
    sa.Column('language', sa.String(), nullable=False),
    sa.Column('lodged_by', sa.Uuid(), nullable=False),
    sa.Column('held_by', sa.Uuid(), nullable=True),
    sa.Column('requester_user_id', sa.Uuid(), nullable=True),
    sa.Column('hearing_officer_id', sa.Uuid(), nullable=True),
    sa.Column('hearing_on', sa.Date(), nullable=True),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('due_name', sa.String(), nullable=True),
    sa.Column('facts', sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('opened_from', sa.Uuid(), nullable=True),
    sa.Column('details_sealed', sa.LargeBinary(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('district_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['district_id', 'lodged_by'], ['users.district_id', 'users.id'], name=op.f('fk_privacy_requests_district_id_lodged_by_users')),
    sa.ForeignKeyConstraint(['district_id', 'student_id'], ['students.district_id', 'students.id'], name=op.f('fk_privacy_requests_district_id_student_id_students')),
    sa.ForeignKeyConstraint(['district_id'], ['districts.id'], name=op.f('fk_privacy_requests_district_id_districts')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_privacy_requests')),
    sa.UniqueConstraint('district_id', 'id', name=op.f('uq_privacy_requests_district_id_id')),
    sa.UniqueConstraint('district_id', 'number', name=op.f('uq_privacy_requests_district_id_number'))
    )
    op.create_index(op.f('ix_privacy_requests_district_id'), 'privacy_requests', ['district_id'], unique=False)
    op.create_index('ix_privacy_requests_queue', 'privacy_requests', ['district_id', 'closed_at', 'due_on'], unique=False)
    op.create_index('ix_privacy_requests_student', 'privacy_requests', ['student_id'], unique=False)
    op.create_table('student_restrictions',
    sa.Column('student_id', sa.Uuid(), nullable=False),
    sa.Column('request_id', sa.Uuid(), nullable=False),
    sa.Column('what_sealed', sa.LargeBinary(), nullable=False),
    sa.Column('since', sa.DateTime(timezone=True), nullable=False),
    sa.Column('lifted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('district_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['district_id', 'student_id'], ['students.district_id', 'students.id'], name=op.f('fk_student_restrictions_district_id_student_id_students')),
    sa.ForeignKeyConstraint(['district_id'], ['districts.id'], name=op.f('fk_student_restrictions_district_id_districts')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_student_restrictions'))
    )
    op.create_index(op.f('ix_student_restrictions_district_id'), 'student_restrictions', ['district_id'], unique=False)
    op.create_index('ix_student_restrictions_student', 'student_restrictions', ['student_id'], unique=False)
    op.create_table('access_packets',
    sa.Column('request_id', sa.Uuid(), nullable=False),
    sa.Column('student_id', sa.Uuid(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('language', sa.String(), nullable=False),
    sa.Column('size', sa.Integer(), nullable=True),
    sa.Column('asked_by', sa.Uuid(), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('ready_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('task_id', sa.Uuid(), nullable=True),
    sa.Column('district_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['district_id', 'asked_by'], ['users.district_id', 'users.id'], name=op.f('fk_access_packets_district_id_asked_by_users')),
    sa.ForeignKeyConstraint(['district_id', 'request_id'], ['privacy_requests.district_id', 'privacy_requests.id'], name=op.f('fk_access_packets_district_id_request_id_privacy_requests')),
    sa.ForeignKeyConstraint(['district_id'], ['districts.id'], name=op.f('fk_access_packets_district_id_districts')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_access_packets')),
    sa.UniqueConstraint('district_id', 'id', name=op.f('uq_access_packets_district_id_id'))
    )
    op.create_index(op.f('ix_access_packets_district_id'), 'access_packets', ['district_id'], unique=False)
    op.create_index('ix_access_packets_request', 'access_packets', ['request_id', 'asked_at'], unique=False)
    op.create_table('contest_statements',
    sa.Column('student_id', sa.Uuid(), nullable=False),
    sa.Column('request_id', sa.Uuid(), nullable=False),
    sa.Column('item_id', sa.Uuid(), nullable=False),
    sa.Column('subject', sa.String(), nullable=False),
    sa.Column('field', sa.String(), nullable=False),
    sa.Column('natural_key', sa.LargeBinary(), nullable=True),
    sa.Column('text_sealed', sa.LargeBinary(), nullable=False),
    sa.Column('added_by', sa.Uuid(), nullable=True),
    sa.Column('added_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('district_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['district_id', 'request_id'], ['privacy_requests.district_id', 'privacy_requests.id'], name=op.f('fk_contest_statements_district_id_request_id_privacy_requests')),
    sa.ForeignKeyConstraint(['district_id', 'student_id'], ['students.district_id', 'students.id'], name=op.f('fk_contest_statements_district_id_student_id_students')),
    sa.ForeignKeyConstraint(['district_id'], ['districts.id'], name=op.f('fk_contest_statements_district_id_districts')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_contest_statements'))
    )
    op.create_index(op.f('ix_contest_statements_district_id'), 'contest_statements', ['district_id'], unique=False)
    op.create_index('ix_contest_statements_student', 'contest_statements', ['student_id'], unique=False)
    op.create_table('corrections',
    sa.Column('student_id', sa.Uuid(), nullable=False),
    sa.Column('request_id', sa.Uuid(), nullable=False),
    sa.Column('subject', sa.String(), nullable=False),
    sa.Column('field', sa.String(), nullable=False),
    sa.Column('natural_key', sa.LargeBinary(), nullable=True),
    sa.Column('before_sealed', sa.LargeBinary(), nullable=False),
    sa.Column('after_sealed', sa.LargeBinary(), nullable=False),
    sa.Column('corrected_by', sa.Uuid(), nullable=True),
    sa.Column('corrected_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('agreed_batch_id', sa.Uuid(), nullable=True),
    sa.Column('district_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['district_id', 'request_id'], ['privacy_requests.district_id', 'privacy_requests.id'], name=op.f('fk_corrections_district_id_request_id_privacy_requests')),
    sa.ForeignKeyConstraint(['district_id', 'student_id'], ['students.district_id', 'students.id'], name=op.f('fk_corrections_district_id_student_id_students')),
    sa.ForeignKeyConstraint(['district_id'], ['districts.id'], name=op.f('fk_corrections_district_id_districts')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_corrections')),
    sa.UniqueConstraint('district_id', 'id', name=op.f('uq_corrections_district_id_id'))
    )
    op.create_index(op.f('ix_corrections_district_id'), 'corrections', ['district_id'], unique=False)
    op.create_index('ix_corrections_student', 'corrections', ['student_id'], unique=False)
    op.create_table('request_items',
    sa.Column('request_id', sa.Uuid(), nullable=False),
    sa.Column('subject', sa.String(), nullable=False),
    sa.Column('field', sa.String(), nullable=False),
    sa.Column('evidence_id', sa.Uuid(), nullable=True),
    sa.Column('natural_key', sa.LargeBinary(), nullable=True),
    sa.Column('ground', sa.String(), nullable=False),
    sa.Column('values_sealed', sa.LargeBinary(), nullable=False),
    sa.Column('proposal', sa.String(), nullable=True),
    sa.Column('proposed_by', sa.Uuid(), nullable=True),
    sa.Column('decision', sa.String(), nullable=True),
    sa.Column('decided_by', sa.Uuid(), nullable=True),
    sa.Column('hearing_outcome', sa.String(), nullable=True),
    sa.Column('reasons_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('result_id', sa.Uuid(), nullable=True),
    sa.Column('added_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('district_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['district_id', 'request_id'], ['privacy_requests.district_id', 'privacy_requests.id'], name=op.f('fk_request_items_district_id_request_id_privacy_requests')),
    sa.ForeignKeyConstraint(['district_id'], ['districts.id'], name=op.f('fk_request_items_district_id_districts')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_request_items')),
    sa.UniqueConstraint('district_id', 'id', name=op.f('uq_request_items_district_id_id'))
    )
    op.create_index(op.f('ix_request_items_district_id'), 'request_items', ['district_id'], unique=False)
    op.create_index('ix_request_items_request', 'request_items', ['request_id'], unique=False)
    op.create_table('request_letters',
    sa.Column('request_id', sa.Uuid(), nullable=False),
    sa.Column('letter', sa.String(), nullable=False),
    sa.Column('language', sa.String(), nullable=False),
    sa.Column('content_sealed', sa.LargeBinary(), nullable=False),
    sa.Column('prepared_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('prepared_by', sa.Uuid(), nullable=True),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('sent_by', sa.Uuid(), nullable=True),
    sa.Column('sent_how', sa.String(), nullable=True),
    sa.Column('district_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['district_id', 'request_id'], ['privacy_requests.district_id', 'privacy_requests.id'], name=op.f('fk_request_letters_district_id_request_id_privacy_requests')),
    sa.ForeignKeyConstraint(['district_id'], ['districts.id'], name=op.f('fk_request_letters_district_id_districts')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_request_letters')),
    sa.UniqueConstraint('district_id', 'id', name=op.f('uq_request_letters_district_id_id'))
    )
    op.create_index(op.f('ix_request_letters_district_id'), 'request_letters', ['district_id'], unique=False)
    op.create_index('ix_request_letters_request', 'request_letters', ['request_id', 'prepared_at'], unique=False)
    op.create_table('request_steps',
    sa.Column('request_id', sa.Uuid(), nullable=False),
    sa.Column('action', sa.String(), nullable=False),
    sa.Column('from_state', sa.String(), nullable=False),
    sa.Column('to_state', sa.String(), nullable=False),
    sa.Column('actor_id', sa.Uuid(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('content_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('district_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['district_id', 'request_id'], ['privacy_requests.district_id', 'privacy_requests.id'], name=op.f('fk_request_steps_district_id_request_id_privacy_requests')),
    sa.ForeignKeyConstraint(['district_id'], ['districts.id'], name=op.f('fk_request_steps_district_id_districts')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_request_steps'))
    )
    op.create_index(op.f('ix_request_steps_district_id'), 'request_steps', ['district_id'], unique=False)
    op.create_index('ix_request_steps_request', 'request_steps', ['request_id', 'at'], unique=False)
    op.create_table('correction_disagreements',
    sa.Column('correction_id', sa.Uuid(), nullable=False),
    sa.Column('batch_id', sa.Uuid(), nullable=False),
    sa.Column('row_id', sa.Uuid(), nullable=False),
    sa.Column('noted_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('settled_by', sa.Uuid(), nullable=True),
    sa.Column('settled_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('district_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['district_id', 'batch_id'], ['import_batches.district_id', 'import_batches.id'], name=op.f('fk_correction_disagreements_district_id_batch_id_import_batches')),
    sa.ForeignKeyConstraint(['district_id', 'correction_id'], ['corrections.district_id', 'corrections.id'], name=op.f('fk_correction_disagreements_district_id_correction_id_corrections')),
    sa.ForeignKeyConstraint(['district_id'], ['districts.id'], name=op.f('fk_correction_disagreements_district_id_districts')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_correction_disagreements')),
    sa.UniqueConstraint('correction_id', 'batch_id', name=op.f('uq_correction_disagreements_correction_id_batch_id')),
    sa.UniqueConstraint('district_id', 'id', name=op.f('uq_correction_disagreements_district_id_id'))
    )
    op.create_index(op.f('ix_correction_disagreements_district_id'), 'correction_disagreements', ['district_id'], unique=False)
    op.create_index('ix_correction_disagreements_open', 'correction_disagreements', ['district_id', 'settled_at'], unique=False)
    op.add_column('documents', sa.Column('superseded_at', sa.DateTime(timezone=True), nullable=True))
    op.add_column('evidence', sa.Column('correction_id', sa.Uuid(), nullable=True))
    for table in FENCED:
        rights = "select, insert, delete" if table in ADDED_ONLY else ""
        fence(op, table, rights=rights)


def downgrade() -> None:
    op.drop_column('evidence', 'correction_id')
    op.drop_column('documents', 'superseded_at')
    op.drop_index('ix_correction_disagreements_open', table_name='correction_disagreements')
    op.drop_index(op.f('ix_correction_disagreements_district_id'), table_name='correction_disagreements')
    op.drop_table('correction_disagreements')
    op.drop_index('ix_request_steps_request', table_name='request_steps')
    op.drop_index(op.f('ix_request_steps_district_id'), table_name='request_steps')
    op.drop_table('request_steps')
    op.drop_index('ix_request_letters_request', table_name='request_letters')
    op.drop_index(op.f('ix_request_letters_district_id'), table_name='request_letters')
    op.drop_table('request_letters')
    op.drop_index('ix_request_items_request', table_name='request_items')
    op.drop_index(op.f('ix_request_items_district_id'), table_name='request_items')
    op.drop_table('request_items')
    op.drop_index('ix_corrections_student', table_name='corrections')
    op.drop_index(op.f('ix_corrections_district_id'), table_name='corrections')
    op.drop_table('corrections')
    op.drop_index('ix_contest_statements_student', table_name='contest_statements')
    op.drop_index(op.f('ix_contest_statements_district_id'), table_name='contest_statements')
    op.drop_table('contest_statements')
    op.drop_index('ix_access_packets_request', table_name='access_packets')
    op.drop_index(op.f('ix_access_packets_district_id'), table_name='access_packets')
    op.drop_table('access_packets')
    op.drop_index('ix_student_restrictions_student', table_name='student_restrictions')
    op.drop_index(op.f('ix_student_restrictions_district_id'), table_name='student_restrictions')
    op.drop_table('student_restrictions')
    op.drop_index('ix_privacy_requests_student', table_name='privacy_requests')
    op.drop_index('ix_privacy_requests_queue', table_name='privacy_requests')
    op.drop_index(op.f('ix_privacy_requests_district_id'), table_name='privacy_requests')
    op.drop_table('privacy_requests')
    op.drop_index('ix_disclosures_student', table_name='disclosures')
    op.drop_index(op.f('ix_disclosures_district_id'), table_name='disclosures')
    op.drop_table('disclosures')
    op.drop_index(op.f('ix_holidays_district_id'), table_name='holidays')
    op.drop_table('holidays')
