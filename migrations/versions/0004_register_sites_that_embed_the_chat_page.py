"""Register sites that embed the chat page"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
import core.database
from core.errors import StorageError


revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('widget_sites',
    sa.Column('id', sa.String(length=40), nullable=False),
    sa.Column('name', sa.String(length=40), nullable=False),
    sa.Column('theme_color', sa.String(length=7), nullable=False),
    sa.Column('origins', sa.JSON(), nullable=False),
    sa.Column('is_active', sa.Boolean(), nullable=False),
    sa.Column('lock', sa.Integer(), nullable=False),
    sa.Column('changed_at', core.database.UtcDateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_widget_sites'))
    )


def downgrade() -> None:
    raise StorageError("There is no way back from schema 0004. Restore the copy that was made before migrating.")
