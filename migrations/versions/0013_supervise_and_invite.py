"""Supervise and invite"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
import core.database
from core.errors import StorageError


revision = '0013'
down_revision = '0012'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('rating_invitations',
    sa.Column('id', sa.String(length=40), nullable=False),
    sa.Column('petition_id', sa.String(length=40), nullable=False),
    sa.Column('cycle', sa.Integer(), nullable=False),
    sa.Column('invited_at', core.database.UtcDateTime(timezone=True), nullable=False),
    sa.Column('expires_at', core.database.UtcDateTime(timezone=True), nullable=False),
    sa.Column('used_at', core.database.UtcDateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['petition_id'], ['petitions.id'], name=op.f('fk_rating_invitations_petition_id_petitions')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_rating_invitations')),
    sa.UniqueConstraint('petition_id', 'cycle', name=op.f('uq_rating_invitations_petition_id'))
    )
    op.create_table('supervision_orders',
    sa.Column('id', sa.String(length=40), nullable=False),
    sa.Column('petition_id', sa.String(length=40), nullable=False),
    sa.Column('cycle', sa.Integer(), nullable=False),
    sa.Column('level', sa.Integer(), nullable=False),
    sa.Column('reason', sa.String(length=12), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('department_code', sa.String(length=40), nullable=False),
    sa.Column('due_at', core.database.UtcDateTime(timezone=True), nullable=False),
    sa.Column('issued_at', core.database.UtcDateTime(timezone=True), nullable=False),
    sa.Column('issued_by', sa.String(length=64), nullable=False),
    sa.Column('state', sa.String(length=12), nullable=False),
    sa.Column('answer', sa.Text(), nullable=False),
    sa.Column('answered_at', core.database.UtcDateTime(timezone=True), nullable=True),
    sa.Column('answered_by', sa.String(length=64), nullable=True),
    sa.Column('closing_note', sa.Text(), nullable=False),
    sa.Column('closed_at', core.database.UtcDateTime(timezone=True), nullable=True),
    sa.Column('closed_by', sa.String(length=64), nullable=True),
    sa.ForeignKeyConstraint(['petition_id'], ['petitions.id'], name=op.f('fk_supervision_orders_petition_id_petitions')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_supervision_orders'))
    )
    with op.batch_alter_table('supervision_orders', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_supervision_orders_department_code'), ['department_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_supervision_orders_petition_id'), ['petition_id'], unique=False)
        batch_op.create_index('ix_supervision_orders_state', ['state', 'level', 'issued_at'], unique=False)

    op.create_table('notice_deliveries',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('notice_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('target', sa.String(length=80), nullable=False),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.Column('next_try_at', core.database.UtcDateTime(timezone=True), nullable=True),
    sa.Column('sent_at', core.database.UtcDateTime(timezone=True), nullable=True),
    sa.Column('error', sa.String(length=200), nullable=False),
    sa.ForeignKeyConstraint(['notice_id'], ['notices.id'], name=op.f('fk_notice_deliveries_notice_id_notices')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_notice_deliveries')),
    sa.UniqueConstraint('notice_id', 'target', name=op.f('uq_notice_deliveries_notice_id'))
    )
    with op.batch_alter_table('notice_deliveries', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_notice_deliveries_next_try_at'), ['next_try_at'], unique=False)



def downgrade() -> None:
    raise StorageError("There is no way back from schema 0013. Restore the copy that was made before migrating.")
