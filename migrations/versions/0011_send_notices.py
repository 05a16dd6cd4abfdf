"""Send notices"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
import core.database
from core.errors import StorageError


revision = '0011'
down_revision = '0010'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('notice_templates',
    sa.Column('code', sa.String(length=60), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('written_at', core.database.UtcDateTime(timezone=True), nullable=False),
    sa.Column('written_by', sa.String(length=64), nullable=False),
    sa.PrimaryKeyConstraint('code', 'version', name=op.f('pk_notice_templates'))
    )
    op.create_table('outbox_positions',
    sa.Column('consumer', sa.String(length=40), nullable=False),
    sa.Column('sequence', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('consumer', name=op.f('pk_outbox_positions'))
    )
    op.create_table('notices',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('source', sa.String(length=40), nullable=False),
    sa.Column('template_code', sa.String(length=60), nullable=False),
    sa.Column('template_version', sa.Integer(), nullable=False),
    sa.Column('recipient', sa.String(length=60), nullable=False),
    sa.Column('petition_id', sa.String(length=40), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('happened_at', core.database.UtcDateTime(timezone=True), nullable=False),
    sa.Column('sent_at', core.database.UtcDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['petition_id'], ['petitions.id'], name=op.f('fk_notices_petition_id_petitions')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_notices')),
    sa.UniqueConstraint('source', 'template_code', 'recipient', name=op.f('uq_notices_source'))
    )
    with op.batch_alter_table('notices', schema=None) as batch_op:
        batch_op.create_index('ix_notices_inbox', ['recipient', 'id'], unique=False)

    op.create_table('notice_readings',
    sa.Column('notice_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('reader_id', sa.String(length=64), nullable=False),
    sa.Column('read_at', core.database.UtcDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['notice_id'], ['notices.id'], name=op.f('fk_notice_readings_notice_id_notices')),
    sa.PrimaryKeyConstraint('notice_id', 'reader_id', name=op.f('pk_notice_readings'))
    )
    with op.batch_alter_table('staff_accounts', schema=None) as batch_op:
        batch_op.add_column(sa.Column('supervision_level', sa.Integer(), nullable=True))


def downgrade() -> None:
    raise StorageError("There is no way back from schema 0011. Restore the copy that was made before migrating.")
