"""Erase what is kept no longer"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
import core.database
from core.errors import StorageError


revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        'petition_attachments', sa.Column('erased_at', core.database.UtcDateTime(timezone=True), nullable=True)
    )


def downgrade() -> None:
    raise StorageError("There is no way back from schema 0026. Restore the copy that was made before migrating.")
