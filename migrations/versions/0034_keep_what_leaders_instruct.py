"""Keep what leaders instruct"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
import core.database
from core.errors import StorageError


revision = '0034'
down_revision = '0033'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('hot_issue_instructions',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('issue_id', sa.String(length=40), nullable=False),
    sa.Column('leader', sa.String(length=50), nullable=False),
    sa.Column('given_on', sa.Date(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('noted_by', sa.String(length=100), nullable=False),
    sa.Column('noted_at', core.database.UtcDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['issue_id'], ['hot_issues.id'], name=op.f('fk_hot_issue_instructions_issue_id_hot_issues')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_hot_issue_instructions'))
    )
    with op.batch_alter_table('hot_issue_instructions', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_hot_issue_instructions_issue_id'), ['issue_id'], unique=False)



def downgrade() -> None:
    raise StorageError("There is no way back from schema 0034. Restore the copy that was made before migrating.")
