"""Keep conflicts between documents"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
import core.database
from core.errors import StorageError


revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('entry_conflicts',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('left_id', sa.String(length=64), nullable=False),
    sa.Column('left_version', sa.Integer(), nullable=False),
    sa.Column('left_clause', sa.String(length=200), nullable=False),
    sa.Column('left_label', sa.Text(), nullable=False),
    sa.Column('left_text', sa.Text(), nullable=False),
    sa.Column('right_id', sa.String(length=64), nullable=False),
    sa.Column('right_version', sa.Integer(), nullable=False),
    sa.Column('right_clause', sa.String(length=200), nullable=False),
    sa.Column('right_label', sa.Text(), nullable=False),
    sa.Column('right_text', sa.Text(), nullable=False),
    sa.Column('likeness', sa.Double(), nullable=False),
    sa.Column('differences', sa.JSON(), nullable=False),
    sa.Column('found_at', core.database.UtcDateTime(timezone=True), nullable=False),
    sa.Column('decision', sa.String(length=20), nullable=True),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('decided_by', sa.String(length=100), nullable=True),
    sa.Column('decided_at', core.database.UtcDateTime(timezone=True), nullable=True),
    sa.Column('lock', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_entry_conflicts')),
    sa.UniqueConstraint('kind', 'left_id', 'left_clause', 'right_id', 'right_clause', name='uq_entry_conflicts_places')
    )
    with op.batch_alter_table('entry_conflicts', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_entry_conflicts_kind'), ['kind'], unique=False)
        batch_op.create_index(batch_op.f('ix_entry_conflicts_decision'), ['decision'], unique=False)
        batch_op.create_index(batch_op.f('ix_entry_conflicts_left_id'), ['left_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_entry_conflicts_right_id'), ['right_id'], unique=False)
    op.create_table('entry_examinations',
    sa.Column('entry_id', sa.String(length=64), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=100), nullable=False),
    sa.Column('examined_at', core.database.UtcDateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('entry_id', 'version', name=op.f('pk_entry_examinations'))
    )
    with op.batch_alter_table('entry_examinations', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_entry_examinations_examined_at'), ['examined_at'], unique=False)


def downgrade() -> None:
    raise StorageError("There is no way back from schema 0022. Restore the copy that was made before migrating.")
