"""Find badly rated answers"""

from __future__ import annotations

from alembic import op
from core.errors import StorageError


revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('conversations', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_conversations_stars'), ['stars'], unique=False)

    with op.batch_alter_table('messages', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_messages_helpful'), ['helpful'], unique=False)


def downgrade() -> None:
    raise StorageError("There is no way back from schema 0020. Restore the copy that was made before migrating.")
