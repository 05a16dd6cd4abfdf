"""Hear departments about assessments"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
import core.database
from core.errors import StorageError


revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('report_appeals',
    sa.Column('id', sa.String(length=40), nullable=False),
    sa.Column('edition_id', sa.String(length=40), nullable=False),
    sa.Column('department_code', sa.String(length=40), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('filed_at', core.database.UtcDateTime(timezone=True), nullable=False),
    sa.Column('filed_by', sa.String(length=100), nullable=False),
    sa.Column('is_upheld', sa.Boolean(), nullable=True),
    sa.Column('ruling', sa.Text(), nullable=False),
    sa.Column('ruled_at', core.database.UtcDateTime(timezone=True), nullable=True),
    sa.Column('ruled_by', sa.String(length=100), nullable=False),
    sa.ForeignKeyConstraint(['edition_id'], ['report_editions.id'], name=op.f('fk_report_appeals_edition_id_report_editions')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_report_appeals'))
    )
    with op.batch_alter_table('report_appeals', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_report_appeals_edition_id'), ['edition_id'], unique=False)


def downgrade() -> None:
    raise StorageError("There is no way back from schema 0027. Restore the copy that was made before migrating.")
