"""Keep comments on entries"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
import core.database
from core.errors import StorageError


revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('entry_comments',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('entry_id', sa.String(length=64), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('clause_id', sa.String(length=200), nullable=False),
    sa.Column('author_id', sa.String(length=100), nullable=False),
    sa.Column('author_name', sa.String(length=100), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('written_at', core.database.UtcDateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_entry_comments'))
    )
    with op.batch_alter_table('entry_comments', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_entry_comments_entry_id'), ['entry_id'], unique=False)


def downgrade() -> None:
    raise StorageError("There is no way back from schema 0021. Restore the copy that was made before migrating.")
