"""Hold what an import is to publish"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from core.errors import StorageError


revision = '0031'
down_revision = '0030'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('ingest_held',
    sa.Column('entry_id', sa.String(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('lock', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('entry_id', name=op.f('pk_ingest_held'))
    )


def downgrade() -> None:
    raise StorageError("There is no way back from schema 0031. Restore the copy that was made before migrating.")
