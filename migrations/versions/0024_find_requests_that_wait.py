"""Find requests that wait"""

from __future__ import annotations

from alembic import op
from core.errors import StorageError


revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('petition_requests', schema=None) as batch_op:
        batch_op.create_index('ix_petition_requests_waiting', ['decided_at', 'asked_at'], unique=False)


def downgrade() -> None:
    raise StorageError("There is no way back from schema 0024. Restore the copy that was made before migrating.")
