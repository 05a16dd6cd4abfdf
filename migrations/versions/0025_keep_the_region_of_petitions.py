"""Keep the region of petitions"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from core.errors import StorageError


revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('petitions', sa.Column('region_code', sa.String(length=12), nullable=True))


def downgrade() -> None:
    raise StorageError("There is no way back from schema 0025. Restore the copy that was made before migrating.")
