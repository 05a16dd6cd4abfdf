"""Keep ratings of conversations"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
import core.database
from core.errors import StorageError


revision = '0014'
down_revision = '0013'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('conversations', schema=None) as batch_op:
        batch_op.add_column(sa.Column('stars', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('comment', sa.Text(), nullable=True))
        batch_op.add_column(sa.Column('rated_at', core.database.UtcDateTime(timezone=True), nullable=True))



def downgrade() -> None:
    raise StorageError("There is no way back from schema 0014. Restore the copy that was made before migrating.")
