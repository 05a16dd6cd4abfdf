"""Gather knowledge gaps"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
import core.database
from core.errors import StorageError


revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('answer_requests',
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('message_id', sa.String(), nullable=False),
    sa.Column('visitor', sa.String(), nullable=True),
    sa.Column('contact', sa.Text(), nullable=False),
    sa.Column('asked_at', core.database.UtcDateTime(timezone=True), nullable=False),
    sa.Column('told_at', core.database.UtcDateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['message_id'], ['messages.id'], name=op.f('fk_answer_requests_message_id_messages'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_answer_requests')),
    sa.UniqueConstraint('message_id', name=op.f('uq_answer_requests_message_id'))
    )
    with op.batch_alter_table('answer_requests', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_answer_requests_visitor'), ['visitor'], unique=False)

    op.create_table('gaps',
    sa.Column('id', sa.String(length=40), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('state', sa.String(length=12), nullable=False),
    sa.Column('department_code', sa.String(length=40), nullable=True),
    sa.Column('entry_id', sa.String(length=64), nullable=True),
    sa.Column('questions', sa.Integer(), nullable=False),
    sa.Column('askers', sa.Integer(), nullable=False),
    sa.Column('wordings', sa.Integer(), nullable=False),
    sa.Column('answered', sa.Integer(), nullable=False),
    sa.Column('first_asked_at', core.database.UtcDateTime(timezone=True), nullable=False),
    sa.Column('last_asked_at', core.database.UtcDateTime(timezone=True), nullable=False),
    sa.Column('checked_sequence', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('checked_at', core.database.UtcDateTime(timezone=True), nullable=True),
    sa.Column('resolved_at', core.database.UtcDateTime(timezone=True), nullable=True),
    sa.Column('dismissed_reason', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_gaps'))
    )
    with op.batch_alter_table('gaps', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_gaps_entry_id'), ['entry_id'], unique=False)
        batch_op.create_index('ix_gaps_list', ['state', 'questions'], unique=False)

    op.create_table('gap_questions',
    sa.Column('message_id', sa.String(), nullable=False),
    sa.Column('gap_id', sa.String(length=40), nullable=False),
    sa.Column('is_answered', sa.Boolean(), server_default=sa.text('(false)'), nullable=False),
    sa.Column('is_told', sa.Boolean(), server_default=sa.text('(false)'), nullable=False),
    sa.ForeignKeyConstraint(['gap_id'], ['gaps.id'], name=op.f('fk_gap_questions_gap_id_gaps'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['message_id'], ['messages.id'], name=op.f('fk_gap_questions_message_id_messages'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('message_id', name=op.f('pk_gap_questions'))
    )
    with op.batch_alter_table('gap_questions', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_gap_questions_gap_id'), ['gap_id'], unique=False)

    with op.batch_alter_table('notices', schema=None) as batch_op:
        batch_op.alter_column('petition_id', existing_type=sa.String(length=40), nullable=True)


def downgrade() -> None:
    raise StorageError("There is no way back from schema 0019. Restore the copy that was made before migrating.")
