"""Follow hot issues"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
import core.database
from core.audit import append_only_statements
from core.errors import StorageError


revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('hot_issues',
    sa.Column('id', sa.String(length=40), nullable=False),
    sa.Column('state', sa.String(length=12), nullable=False),
    sa.Column('lock', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('terms', sa.JSON(), nullable=False),
    sa.Column('evidence', sa.JSON(), nullable=False),
    sa.Column('petitions', sa.Integer(), nullable=False),
    sa.Column('questions', sa.Integer(), nullable=False),
    sa.Column('detected_at', core.database.UtcDateTime(timezone=True), nullable=False),
    sa.Column('seen_at', core.database.UtcDateTime(timezone=True), nullable=False),
    sa.Column('report', sa.JSON(), nullable=True),
    sa.Column('department_code', sa.String(length=40), nullable=True),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('result', sa.Text(), nullable=False),
    sa.Column('feedback', sa.Text(), nullable=False),
    sa.Column('signed_at', core.database.UtcDateTime(timezone=True), nullable=True),
    sa.Column('signed_by', sa.String(length=100), nullable=False),
    sa.Column('closed_at', core.database.UtcDateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_hot_issues'))
    )
    with op.batch_alter_table('hot_issues', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_hot_issues_department_code'), ['department_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_hot_issues_seen_at'), ['seen_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_hot_issues_state'), ['state'], unique=False)
    op.create_table('hot_issue_voices',
    sa.Column('kind', sa.String(length=10), nullable=False),
    sa.Column('voice_id', sa.String(length=40), nullable=False),
    sa.Column('issue_id', sa.String(length=40), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('at', core.database.UtcDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['issue_id'], ['hot_issues.id'], name=op.f('fk_hot_issue_voices_issue_id_hot_issues')),
    sa.PrimaryKeyConstraint('kind', 'voice_id', name=op.f('pk_hot_issue_voices'))
    )
    with op.batch_alter_table('hot_issue_voices', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_hot_issue_voices_issue_id'), ['issue_id'], unique=False)
    op.create_table('hot_issue_receipts',
    sa.Column('issue_id', sa.String(length=40), nullable=False),
    sa.Column('recipient', sa.String(length=60), nullable=False),
    sa.Column('read_at', core.database.UtcDateTime(timezone=True), nullable=True),
    sa.Column('read_by', sa.String(length=100), nullable=False),
    sa.ForeignKeyConstraint(['issue_id'], ['hot_issues.id'], name=op.f('fk_hot_issue_receipts_issue_id_hot_issues')),
    sa.PrimaryKeyConstraint('issue_id', 'recipient', name=op.f('pk_hot_issue_receipts'))
    )
    op.create_table('hot_issue_events',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('issue_id', sa.String(length=40), nullable=False),
    sa.Column('code', sa.String(length=20), nullable=False),
    sa.Column('at', core.database.UtcDateTime(timezone=True), nullable=False),
    sa.Column('actor_id', sa.String(length=64), nullable=False),
    sa.Column('actor_name', sa.String(length=100), nullable=False),
    sa.Column('from_state', sa.String(length=12), nullable=False),
    sa.Column('to_state', sa.String(length=12), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['issue_id'], ['hot_issues.id'], name=op.f('fk_hot_issue_events_issue_id_hot_issues')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_hot_issue_events')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('hot_issue_events', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_hot_issue_events_issue_id'), ['issue_id'], unique=False)
    for statement, dialect in append_only_statements('hot_issue_events'):
        if op.get_bind().dialect.name == dialect:
            op.execute(statement)


def downgrade() -> None:
    raise StorageError("There is no way back from schema 0023. Restore the copy that was made before migrating.")
