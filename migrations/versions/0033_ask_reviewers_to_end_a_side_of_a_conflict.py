"""Ask reviewers to end a side of a conflict"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
import core.database
from core.errors import StorageError


revision = '0033'
down_revision = '0032'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('conflict_endings',
    sa.Column('conflict_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('step', sa.String(length=20), nullable=False),
    sa.Column('effective_on', sa.Date(), nullable=True),
    sa.Column('asked_by', sa.String(length=100), nullable=False),
    sa.Column('asked_at', core.database.UtcDateTime(timezone=True), nullable=False),
    sa.Column('is_granted', sa.Boolean(), nullable=True),
    sa.Column('ruling', sa.Text(), nullable=False),
    sa.Column('ruled_by', sa.String(length=100), nullable=True),
    sa.Column('ruled_at', core.database.UtcDateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['conflict_id'], ['entry_conflicts.id'], name=op.f('fk_conflict_endings_conflict_id_entry_conflicts'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('conflict_id', name=op.f('pk_conflict_endings'))
    )
    with op.batch_alter_table('conflict_endings', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_conflict_endings_is_granted'), ['is_granted'], unique=False)


def downgrade() -> None:
    raise StorageError("There is no way back from schema 0033. Restore the copy that was made before migrating.")
