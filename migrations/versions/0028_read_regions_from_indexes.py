"""Read regions from indexes"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from core.errors import StorageError


revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

ORDER = [sa.text('is_pending DESC'), 'act_by', sa.text('number DESC')]
INDEXES = {
    'ix_petitions_desk': [*ORDER, 'region_code'],
    'ix_petitions_state': ['state', *ORDER, 'region_code'],
    'ix_petitions_department': ['lead_department_code', *ORDER, 'region_code'],
    'ix_petitions_search': [*ORDER, 'title', 'enterprise_name', 'identity', 'id', 'region_code'],
}


def upgrade() -> None:
    for name, columns in INDEXES.items():
        op.drop_index(name, 'petitions')
        op.create_index(name, 'petitions', columns)


def downgrade() -> None:
    raise StorageError("There is no way back from schema 0028. Restore the copy that was made before migrating.")
