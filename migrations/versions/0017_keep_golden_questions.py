"""Keep golden questions"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
import core.database
from core.errors import StorageError


revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('golden_questions',
    sa.Column('id', sa.String(length=40), nullable=False),
    sa.Column('question', sa.Text(), nullable=False),
    sa.Column('question_key', sa.String(length=64), nullable=False),
    sa.Column('expects', sa.String(length=20), nullable=False),
    sa.Column('entry_id', sa.String(length=64), nullable=True),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('clause_id', sa.String(length=200), nullable=False),
    sa.Column('clause_label', sa.Text(), nullable=False),
    sa.Column('clause_version', sa.Integer(), nullable=True),
    sa.Column('region_code', sa.String(length=12), nullable=True),
    sa.Column('as_of', sa.Date(), nullable=True),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('origin', sa.String(length=20), nullable=False),
    sa.Column('origin_id', sa.String(length=64), nullable=True),
    sa.Column('is_active', sa.Boolean(), nullable=False),
    sa.Column('created_by', sa.String(length=100), nullable=False),
    sa.Column('created_at', core.database.UtcDateTime(timezone=True), nullable=False),
    sa.Column('updated_at', core.database.UtcDateTime(timezone=True), nullable=False),
    sa.Column('lock', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_golden_questions')),
    sa.UniqueConstraint('question_key', name=op.f('uq_golden_questions_question_key'))
    )
    with op.batch_alter_table('golden_questions', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_golden_questions_entry_id'), ['entry_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_golden_questions_is_active'), ['is_active'], unique=False)
    op.create_table('golden_runs',
    sa.Column('id', sa.String(length=40), nullable=False),
    sa.Column('entry_id', sa.String(length=64), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=64), nullable=False),
    sa.Column('started_by', sa.String(length=100), nullable=False),
    sa.Column('started_at', core.database.UtcDateTime(timezone=True), nullable=False),
    sa.Column('finished_at', core.database.UtcDateTime(timezone=True), nullable=False),
    sa.Column('overridden_by', sa.String(length=100), nullable=True),
    sa.Column('overridden_by_name', sa.String(length=100), nullable=True),
    sa.Column('overridden_at', core.database.UtcDateTime(timezone=True), nullable=True),
    sa.Column('override_reason', sa.Text(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_golden_runs'))
    )
    with op.batch_alter_table('golden_runs', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_golden_runs_entry_id'), ['entry_id'], unique=False)
    op.create_table('golden_results',
    sa.Column('run_id', sa.String(length=40), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('question', sa.JSON(), nullable=False),
    sa.Column('before', sa.JSON(), nullable=False),
    sa.Column('after', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['run_id'], ['golden_runs.id'], name=op.f('fk_golden_results_run_id_golden_runs'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('run_id', 'position', name=op.f('pk_golden_results'))
    )


def downgrade() -> None:
    raise StorageError("There is no way back from schema 0017. Restore the copy that was made before migrating.")
