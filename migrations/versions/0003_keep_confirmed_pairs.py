"""Keep confirmed pairs of question and clause"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
import core.database
from core.errors import StorageError


revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('confirmed_pairs',
    sa.Column('id', sa.Integer(), autoincrement=True, nullable=False),
    sa.Column('question', sa.Text(), nullable=False),
    sa.Column('question_key', sa.String(), nullable=False),
    sa.Column('entry_id', sa.String(), nullable=False),
    sa.Column('clause_id', sa.String(), server_default='', nullable=False),
    sa.Column('origin', sa.String(), nullable=False),
    sa.Column('origin_id', sa.String(), nullable=True),
    sa.Column('confirmed_by', sa.String(), nullable=True),
    sa.Column('confirmed_at', core.database.UtcDateTime(timezone=True), nullable=False),
    sa.Column('withdrawn_at', core.database.UtcDateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_confirmed_pairs')),
    sa.UniqueConstraint('question_key', 'entry_id', 'clause_id', name='uq_confirmed_pairs_question_target')
    )
    with op.batch_alter_table('confirmed_pairs', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_confirmed_pairs_confirmed_at'), ['confirmed_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_confirmed_pairs_entry_id'), ['entry_id'], unique=False)



def downgrade() -> None:
    raise StorageError("There is no way back from schema 0003. Restore the copy that was made before migrating.")
