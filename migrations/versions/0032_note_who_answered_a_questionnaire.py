"""Note which visitors have answered a questionnaire"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
import core.database
from core.errors import StorageError


revision = '0032'
down_revision = '0031'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('questionnaire_visitors',
    sa.Column('questionnaire_id', sa.String(length=40), nullable=False),
    sa.Column('visitor_mark', sa.String(length=64), nullable=False),
    sa.ForeignKeyConstraint(['questionnaire_id'], ['questionnaires.id'], name=op.f('fk_questionnaire_visitors_questionnaire_id_questionnaires')),
    sa.PrimaryKeyConstraint('questionnaire_id', 'visitor_mark', name=op.f('pk_questionnaire_visitors'))
    )


def downgrade() -> None:
    raise StorageError("There is no way back from schema 0031. Restore the copy that was made before migrating.")
