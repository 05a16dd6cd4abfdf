"""Keep enterprise profiles"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
import core.database
from core.errors import StorageError


revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('enterprises',
    sa.Column('credit_code', sa.String(length=18), nullable=False),
    sa.Column('name', sa.String(length=100), nullable=False),
    sa.Column('name_folded', sa.String(), nullable=False),
    sa.Column('industry', sa.String(length=5), nullable=True),
    sa.Column('region', sa.String(length=12), nullable=True),
    sa.Column('region_name', sa.String(length=50), nullable=True),
    sa.Column('employees', sa.Integer(), nullable=True),
    sa.Column('revenue', sa.Double(), nullable=True),
    sa.Column('total_assets', sa.Double(), nullable=True),
    sa.Column('size', sa.String(length=10), nullable=False),
    sa.Column('evidence', sa.JSON(), nullable=False),
    sa.Column('created_at', core.database.UtcDateTime(timezone=True), nullable=False),
    sa.Column('updated_at', core.database.UtcDateTime(timezone=True), nullable=False),
    sa.Column('lock', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('credit_code', name=op.f('pk_enterprises'))
    )
    with op.batch_alter_table('enterprises', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_enterprises_name_folded'), ['name_folded'], unique=False)



def downgrade() -> None:
    raise StorageError("There is no way back from schema 0005. Restore the copy that was made before migrating.")
