"""Create the tables"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
import core.audit
import core.database
from core.errors import StorageError


revision = '0001'
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('audit_log',
    sa.Column('sequence', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=False, nullable=False),
    sa.Column('at', core.database.UtcDateTime(timezone=True), nullable=False),
    sa.Column('at_local', sa.String(length=40), nullable=False),
    sa.Column('actor_id', sa.String(length=64), nullable=False),
    sa.Column('actor_name', sa.String(length=100), nullable=False),
    sa.Column('roles', sa.JSON(), nullable=False),
    sa.Column('action', sa.String(length=80), nullable=False),
    sa.Column('object_type', sa.String(length=40), nullable=False),
    sa.Column('object_id', sa.String(length=80), nullable=False),
    sa.Column('changes', sa.JSON(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=True),
    sa.Column('ip', sa.String(length=64), nullable=True),
    sa.Column('request_id', sa.String(length=64), nullable=True),
    sa.Column('previous_hash', sa.String(length=64), nullable=False),
    sa.Column('hash', sa.String(length=64), nullable=False),
    sa.PrimaryKeyConstraint('sequence', name=op.f('pk_audit_log'))
    )
    with op.batch_alter_table('audit_log', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_audit_log_actor_id'), ['actor_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_audit_log_at'), ['at'], unique=False)
        batch_op.create_index(batch_op.f('ix_audit_log_object_id'), ['object_id'], unique=False)

    op.create_table('calendar_overrides',
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('is_working_day', sa.Boolean(), nullable=False),
    sa.Column('reason', sa.String(length=200), nullable=False),
    sa.Column('source_document', sa.String(length=200), nullable=False),
    sa.Column('is_national', sa.Boolean(), nullable=False),
    sa.PrimaryKeyConstraint('day', name=op.f('pk_calendar_overrides'))
    )
    op.create_table('conversations',
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('started_at', core.database.UtcDateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_conversations'))
    )
    op.create_table('departments',
    sa.Column('code', sa.String(length=40), nullable=False),
    sa.Column('name', sa.String(length=100), nullable=False),
    sa.Column('short_name', sa.String(length=40), nullable=False),
    sa.Column('parent_code', sa.String(length=40), nullable=True),
    sa.Column('phone', sa.String(length=60), nullable=True),
    sa.Column('address', sa.String(length=200), nullable=True),
    sa.Column('hours', sa.String(length=100), nullable=True),
    sa.Column('is_last_resort', sa.Boolean(), nullable=False),
    sa.PrimaryKeyConstraint('code', name=op.f('pk_departments'))
    )
    with op.batch_alter_table('departments', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_departments_parent_code'), ['parent_code'], unique=False)

    op.create_table('knowledge_entries',
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('created_at', core.database.UtcDateTime(timezone=True), nullable=False),
    sa.Column('live_version', sa.Integer(), nullable=True),
    sa.Column('latest_version', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_knowledge_entries'))
    )
    with op.batch_alter_table('knowledge_entries', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_knowledge_entries_kind'), ['kind'], unique=False)

    op.create_table('outbox',
    sa.Column('sequence', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('topic', sa.String(), nullable=False),
    sa.Column('payload', sa.JSON(), nullable=False),
    sa.Column('created_at', core.database.UtcDateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('sequence', name=op.f('pk_outbox')),
    sqlite_autoincrement=True
    )
    op.create_table('petition_number_series',
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('last', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('day', name=op.f('pk_petition_number_series'))
    )
    op.create_table('petitions',
    sa.Column('id', sa.String(length=40), nullable=False),
    sa.Column('number', sa.String(length=20), nullable=False),
    sa.Column('submission_key', sa.String(length=64), nullable=True),
    sa.Column('submission_digest', sa.String(length=32), nullable=True),
    sa.Column('state', sa.String(length=12), nullable=False),
    sa.Column('title', sa.String(length=50), nullable=False),
    sa.Column('content', sa.Text(), nullable=False),
    sa.Column('demand', sa.Text(), nullable=False),
    sa.Column('enterprise_name', sa.String(length=100), nullable=False),
    sa.Column('credit_code', sa.String(length=18), nullable=False),
    sa.Column('identity', sa.String(length=12), nullable=False),
    sa.Column('contact', sa.Text(), nullable=True),
    sa.Column('phone_tail_tag', sa.String(length=32), nullable=True),
    sa.Column('nature', sa.String(length=12), nullable=False),
    sa.Column('is_policy_query', sa.Boolean(), nullable=False),
    sa.Column('urgency', sa.String(length=12), nullable=False),
    sa.Column('category_code', sa.String(length=8), nullable=True),
    sa.Column('channel', sa.String(length=16), nullable=False),
    sa.Column('conversation_id', sa.String(length=64), nullable=True),
    sa.Column('lead_department_code', sa.String(length=40), nullable=True),
    sa.Column('submitted_at', core.database.UtcDateTime(timezone=True), nullable=False),
    sa.Column('accept_by', core.database.UtcDateTime(timezone=True), nullable=False),
    sa.Column('accepted_at', core.database.UtcDateTime(timezone=True), nullable=True),
    sa.Column('started_at', core.database.UtcDateTime(timezone=True), nullable=True),
    sa.Column('start_day', sa.Date(), nullable=True),
    sa.Column('allowance_days', sa.Integer(), nullable=True),
    sa.Column('due_at', core.database.UtcDateTime(timezone=True), nullable=True),
    sa.Column('orange_after', core.database.UtcDateTime(timezone=True), nullable=True),
    sa.Column('red_after', core.database.UtcDateTime(timezone=True), nullable=True),
    sa.Column('is_provisional', sa.Boolean(), nullable=False),
    sa.Column('stopped_at', core.database.UtcDateTime(timezone=True), nullable=True),
    sa.Column('answered_at', core.database.UtcDateTime(timezone=True), nullable=True),
    sa.Column('closed_at', core.database.UtcDateTime(timezone=True), nullable=True),
    sa.Column('is_running', sa.Boolean(), nullable=False),
    sa.Column('act_by', core.database.UtcDateTime(timezone=True), nullable=True),
    sa.Column('cycle', sa.Integer(), nullable=False),
    sa.Column('rating', sa.Integer(), nullable=True),
    sa.Column('refusal_code', sa.String(length=3), nullable=True),
    sa.Column('refusal_channel', sa.Text(), nullable=True),
    sa.Column('lock', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_petitions')),
    sa.UniqueConstraint('number', name=op.f('uq_petitions_number')),
    sa.UniqueConstraint('submission_key', name=op.f('uq_petitions_submission_key'))
    )
    with op.batch_alter_table('petitions', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_petitions_conversation_id'), ['conversation_id'], unique=False)
        batch_op.create_index('ix_petitions_department', ['lead_department_code', sa.literal_column('is_running DESC'), 'act_by', sa.literal_column('number DESC')], unique=False)
        batch_op.create_index('ix_petitions_desk', [sa.literal_column('is_running DESC'), 'act_by', sa.literal_column('number DESC')], unique=False)
        batch_op.create_index('ix_petitions_due', ['is_running', 'due_at', 'orange_after', 'red_after'], unique=False)
        batch_op.create_index('ix_petitions_search', [sa.literal_column('is_running DESC'), 'act_by', sa.literal_column('number DESC'), 'title', 'enterprise_name', 'identity', 'id'], unique=False)
        batch_op.create_index('ix_petitions_state', ['state', sa.literal_column('is_running DESC'), 'act_by', sa.literal_column('number DESC')], unique=False)
        batch_op.create_index(batch_op.f('ix_petitions_submitted_at'), ['submitted_at'], unique=False)

    op.create_table('staff_accounts',
    sa.Column('id', sa.String(length=40), nullable=False),
    sa.Column('user_name', sa.String(length=60), nullable=False),
    sa.Column('display_name', sa.String(length=100), nullable=False),
    sa.Column('password_hash', sa.String(length=255), nullable=False),
    sa.Column('roles', sa.JSON(), nullable=False),
    sa.Column('department_code', sa.String(length=40), nullable=True),
    sa.Column('region_code', sa.String(length=12), nullable=True),
    sa.Column('disabled', sa.Boolean(), nullable=False),
    sa.Column('must_change_password', sa.Boolean(), nullable=False),
    sa.Column('failed_attempts', sa.Integer(), nullable=False),
    sa.Column('locked_until', core.database.UtcDateTime(timezone=True), nullable=True),
    sa.Column('created_at', core.database.UtcDateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_staff_accounts')),
    sa.UniqueConstraint('user_name', name=op.f('uq_staff_accounts_user_name'))
    )
    op.create_table('entry_versions',
    sa.Column('entry_id', sa.String(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('status', sa.String(), nullable=False),
    sa.Column('title', sa.String(), nullable=False),
    sa.Column('title_folded', sa.String(), nullable=False),
    sa.Column('document_number', sa.String(), nullable=True),
    sa.Column('authority', sa.String(), nullable=True),
    sa.Column('region_code', sa.String(), nullable=True),
    sa.Column('department_code', sa.String(), nullable=True),
    sa.Column('visibility', sa.String(), nullable=False),
    sa.Column('issuing_bodies', sa.JSON(), nullable=False),
    sa.Column('issued_on', sa.Date(), nullable=True),
    sa.Column('effective_from', sa.Date(), nullable=True),
    sa.Column('effective_to', sa.Date(), nullable=True),
    sa.Column('in_force_until', sa.Date(), nullable=True),
    sa.Column('superseded_by', sa.String(), nullable=True),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('description', sa.JSON(), nullable=False),
    sa.Column('details', sa.JSON(), nullable=True),
    sa.Column('source', sa.JSON(), nullable=False),
    sa.Column('source_sha256', sa.String(), nullable=True),
    sa.Column('findings', sa.JSON(), nullable=False),
    sa.Column('content_hash', sa.String(), nullable=False),
    sa.Column('author_id', sa.String(), nullable=False),
    sa.Column('reviewer_id', sa.String(), nullable=True),
    sa.Column('created_at', core.database.UtcDateTime(timezone=True), nullable=False),
    sa.Column('updated_at', core.database.UtcDateTime(timezone=True), nullable=False),
    sa.Column('submitted_at', core.database.UtcDateTime(timezone=True), nullable=True),
    sa.Column('published_at', core.database.UtcDateTime(timezone=True), nullable=True),
    sa.Column('status_reason', sa.String(), nullable=True),
    sa.Column('lock', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['entry_id'], ['knowledge_entries.id'], name=op.f('fk_entry_versions_entry_id_knowledge_entries'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('entry_id', 'version', name=op.f('pk_entry_versions'))
    )
    with op.batch_alter_table('entry_versions', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_entry_versions_content_hash'), ['content_hash'], unique=False)
        batch_op.create_index(batch_op.f('ix_entry_versions_department_code'), ['department_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_entry_versions_document_number'), ['document_number'], unique=False)
        batch_op.create_index(batch_op.f('ix_entry_versions_in_force_until'), ['in_force_until'], unique=False)
        batch_op.create_index(batch_op.f('ix_entry_versions_source_sha256'), ['source_sha256'], unique=False)
        batch_op.create_index('ix_entry_versions_status_updated', ['status', 'updated_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_entry_versions_title_folded'), ['title_folded'], unique=False)

    op.create_table('messages',
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('conversation_id', sa.String(), nullable=False),
    sa.Column('question', sa.Text(), nullable=False),
    sa.Column('rewritten', sa.Text(), nullable=False),
    sa.Column('as_of', sa.Date(), nullable=False),
    sa.Column('region_code', sa.String(), nullable=True),
    sa.Column('outcome', sa.String(), nullable=False),
    sa.Column('rung', sa.String(), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('answer', sa.JSON(), nullable=False),
    sa.Column('disclaimer', sa.Boolean(), nullable=False),
    sa.Column('asked_at', core.database.UtcDateTime(timezone=True), nullable=False),
    sa.Column('answered_at', core.database.UtcDateTime(timezone=True), nullable=False),
    sa.Column('helpful', sa.Boolean(), nullable=True),
    sa.Column('feedback', sa.JSON(), nullable=True),
    sa.ForeignKeyConstraint(['conversation_id'], ['conversations.id'], name=op.f('fk_messages_conversation_id_conversations'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_messages'))
    )
    with op.batch_alter_table('messages', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_messages_asked_at'), ['asked_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_messages_conversation_id'), ['conversation_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_messages_outcome'), ['outcome'], unique=False)

    op.create_table('petition_events',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('petition_id', sa.String(length=40), nullable=False),
    sa.Column('rule', sa.String(length=4), nullable=False),
    sa.Column('code', sa.String(length=32), nullable=False),
    sa.Column('at', core.database.UtcDateTime(timezone=True), nullable=False),
    sa.Column('actor_id', sa.String(length=64), nullable=False),
    sa.Column('actor_name', sa.String(length=100), nullable=False),
    sa.Column('from_state', sa.String(length=12), nullable=False),
    sa.Column('to_state', sa.String(length=12), nullable=False),
    sa.Column('reason', sa.Text(), nullable=True),
    sa.Column('department_code', sa.String(length=40), nullable=True),
    sa.Column('params', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['petition_id'], ['petitions.id'], name=op.f('fk_petition_events_petition_id_petitions')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_petition_events')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('petition_events', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_petition_events_at'), ['at'], unique=False)
        batch_op.create_index(batch_op.f('ix_petition_events_petition_id'), ['petition_id'], unique=False)

    op.create_table('petition_ratings',
    sa.Column('id', sa.String(length=40), nullable=False),
    sa.Column('petition_id', sa.String(length=40), nullable=False),
    sa.Column('cycle', sa.Integer(), nullable=False),
    sa.Column('stars', sa.Integer(), nullable=False),
    sa.Column('comment', sa.Text(), nullable=False),
    sa.Column('rated_at', core.database.UtcDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['petition_id'], ['petitions.id'], name=op.f('fk_petition_ratings_petition_id_petitions')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_petition_ratings')),
    sa.UniqueConstraint('petition_id', 'cycle', name=op.f('uq_petition_ratings_petition_id'))
    )
    op.create_table('staff_sessions',
    sa.Column('id', sa.String(length=64), nullable=False),
    sa.Column('account_id', sa.String(length=40), nullable=False),
    sa.Column('csrf_token', sa.String(length=64), nullable=False),
    sa.Column('created_at', core.database.UtcDateTime(timezone=True), nullable=False),
    sa.Column('last_seen_at', core.database.UtcDateTime(timezone=True), nullable=False),
    sa.Column('expires_at', core.database.UtcDateTime(timezone=True), nullable=False),
    sa.Column('ip', sa.String(length=64), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['staff_accounts.id'], name=op.f('fk_staff_sessions_account_id_staff_accounts'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_staff_sessions'))
    )
    with op.batch_alter_table('staff_sessions', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_staff_sessions_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_staff_sessions_expires_at'), ['expires_at'], unique=False)

    op.create_table('tickets',
    sa.Column('id', sa.String(length=40), nullable=False),
    sa.Column('petition_id', sa.String(length=40), nullable=False),
    sa.Column('department_code', sa.String(length=40), nullable=False),
    sa.Column('role', sa.String(length=8), nullable=False),
    sa.Column('cycle', sa.Integer(), nullable=False),
    sa.Column('dispatched_at', core.database.UtcDateTime(timezone=True), nullable=False),
    sa.Column('dispatched_by', sa.String(length=64), nullable=False),
    sa.Column('sign_by', core.database.UtcDateTime(timezone=True), nullable=False),
    sa.Column('signed_at', core.database.UtcDateTime(timezone=True), nullable=True),
    sa.Column('signed_by', sa.String(length=64), nullable=True),
    sa.Column('finished_at', core.database.UtcDateTime(timezone=True), nullable=True),
    sa.Column('note', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['petition_id'], ['petitions.id'], name=op.f('fk_tickets_petition_id_petitions')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_tickets'))
    )
    with op.batch_alter_table('tickets', schema=None) as batch_op:
        batch_op.create_index('ix_tickets_department', ['department_code', 'petition_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_tickets_petition_id'), ['petition_id'], unique=False)

    op.create_table('cited_entries',
    sa.Column('message_id', sa.String(), nullable=False),
    sa.Column('entry_id', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['message_id'], ['messages.id'], name=op.f('fk_cited_entries_message_id_messages'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('message_id', 'entry_id', name=op.f('pk_cited_entries'))
    )
    with op.batch_alter_table('cited_entries', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_cited_entries_entry_id'), ['entry_id'], unique=False)

    op.create_table('clauses',
    sa.Column('entry_id', sa.String(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('clause_id', sa.String(), nullable=False),
    sa.Column('parent_id', sa.String(), nullable=True),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('number', sa.String(), nullable=False),
    sa.Column('heading', sa.Text(), nullable=False),
    sa.Column('label', sa.String(), nullable=False),
    sa.Column('start', sa.Integer(), nullable=False),
    sa.Column('end', sa.Integer(), nullable=False),
    sa.Column('subtree_end', sa.Integer(), nullable=False),
    sa.Column('original_start', sa.Integer(), nullable=True),
    sa.Column('original_end', sa.Integer(), nullable=True),
    sa.Column('damaged', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['entry_id', 'version'], ['entry_versions.entry_id', 'entry_versions.version'], name=op.f('fk_clauses_entry_id_entry_versions'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('entry_id', 'version', 'position', name=op.f('pk_clauses'))
    )
    op.create_table('passages',
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('entry_id', sa.String(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('clause_id', sa.String(), nullable=False),
    sa.Column('clause_label', sa.String(), nullable=False),
    sa.Column('context', sa.Text(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('start', sa.Integer(), nullable=False),
    sa.Column('end', sa.Integer(), nullable=False),
    sa.Column('quotable', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['entry_id', 'version'], ['entry_versions.entry_id', 'entry_versions.version'], name=op.f('fk_passages_entry_id_entry_versions'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_passages'))
    )
    with op.batch_alter_table('passages', schema=None) as batch_op:
        batch_op.create_index('ix_passages_entry_version', ['entry_id', 'version'], unique=False)

    op.create_table('petition_replies',
    sa.Column('id', sa.String(length=40), nullable=False),
    sa.Column('petition_id', sa.String(length=40), nullable=False),
    sa.Column('ticket_id', sa.String(length=40), nullable=True),
    sa.Column('cycle', sa.Integer(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('resolution', sa.String(length=16), nullable=False),
    sa.Column('basis', sa.JSON(), nullable=False),
    sa.Column('no_basis_reason', sa.Text(), nullable=False),
    sa.Column('department_code', sa.String(length=40), nullable=True),
    sa.Column('author_id', sa.String(length=64), nullable=False),
    sa.Column('answered_at', core.database.UtcDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['petition_id'], ['petitions.id'], name=op.f('fk_petition_replies_petition_id_petitions')),
    sa.ForeignKeyConstraint(['ticket_id'], ['tickets.id'], name=op.f('fk_petition_replies_ticket_id_tickets')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_petition_replies'))
    )
    with op.batch_alter_table('petition_replies', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_petition_replies_petition_id'), ['petition_id'], unique=False)

    op.create_table('relations',
    sa.Column('id', sa.Integer(), autoincrement=True, nullable=False),
    sa.Column('entry_id', sa.String(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('target_entry_id', sa.String(), nullable=True),
    sa.Column('target_title', sa.String(), nullable=True),
    sa.Column('target_title_folded', sa.String(), nullable=True),
    sa.Column('target_document_number', sa.String(), nullable=True),
    sa.Column('scope', sa.String(), nullable=True),
    sa.Column('effective_on', sa.Date(), nullable=True),
    sa.Column('quote', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['entry_id', 'version'], ['entry_versions.entry_id', 'entry_versions.version'], name=op.f('fk_relations_entry_id_entry_versions'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_relations'))
    )
    with op.batch_alter_table('relations', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_relations_entry_id'), ['entry_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_relations_target_document_number'), ['target_document_number'], unique=False)
        batch_op.create_index(batch_op.f('ix_relations_target_entry_id'), ['target_entry_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_relations_target_title_folded'), ['target_title_folded'], unique=False)

    for table in ("audit_log", "petition_events"):
        for statement, dialect in core.audit.append_only_statements(table):
            if op.get_bind().dialect.name == dialect:
                op.execute(statement)


def downgrade() -> None:
    raise StorageError("There is no way back from schema 0001. Restore the copy that was made before migrating.")
