"""Draft knowledge from petitions"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
import core.database
from core.errors import StorageError


revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('petition_reuse',
    sa.Column('petition_id', sa.String(length=40), nullable=False),
    sa.Column('mark', sa.Boolean(), nullable=True),
    sa.Column('entry_id', sa.String(length=64), nullable=True),
    sa.Column('is_known', sa.Boolean(), server_default=sa.text('(false)'), nullable=False),
    sa.Column('drafted_at', core.database.UtcDateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['petition_id'], ['petitions.id'], name=op.f('fk_petition_reuse_petition_id_petitions')),
    sa.PrimaryKeyConstraint('petition_id', name=op.f('pk_petition_reuse'))
    )
    with op.batch_alter_table('petition_reuse', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_petition_reuse_entry_id'), ['entry_id'], unique=False)



def downgrade() -> None:
    raise StorageError("There is no way back from schema 0018. Restore the copy that was made before migrating.")
