"""Raise alerts"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
import core.audit
import core.database
from core.errors import StorageError


revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('accountability_flags',
    sa.Column('id', sa.String(length=40), nullable=False),
    sa.Column('petition_id', sa.String(length=40), nullable=False),
    sa.Column('cycle', sa.Integer(), nullable=False),
    sa.Column('department_code', sa.String(length=40), nullable=True),
    sa.Column('raised_at', core.database.UtcDateTime(timezone=True), nullable=False),
    sa.Column('verdict', sa.String(length=12), nullable=True),
    sa.Column('decided_by', sa.String(length=64), nullable=True),
    sa.Column('decided_at', core.database.UtcDateTime(timezone=True), nullable=True),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['petition_id'], ['petitions.id'], name=op.f('fk_accountability_flags_petition_id_petitions')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_accountability_flags')),
    sa.UniqueConstraint('petition_id', 'cycle', name=op.f('uq_accountability_flags_petition_id'))
    )
    op.create_table('petition_alert_plans',
    sa.Column('petition_id', sa.String(length=40), nullable=False),
    sa.Column('cycle', sa.Integer(), nullable=False),
    sa.Column('due_at', core.database.UtcDateTime(timezone=True), nullable=False),
    sa.Column('orange_after', core.database.UtcDateTime(timezone=True), nullable=False),
    sa.Column('red_after', core.database.UtcDateTime(timezone=True), nullable=False),
    sa.Column('next_at', core.database.UtcDateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['petition_id'], ['petitions.id'], name=op.f('fk_petition_alert_plans_petition_id_petitions')),
    sa.PrimaryKeyConstraint('petition_id', name=op.f('pk_petition_alert_plans'))
    )
    with op.batch_alter_table('petition_alert_plans', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_petition_alert_plans_next_at'), ['next_at'], unique=False)

    op.create_table('petition_alerts',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('petition_id', sa.String(length=40), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('cycle', sa.Integer(), nullable=False),
    sa.Column('subject', sa.String(length=40), nullable=False),
    sa.Column('due_at', core.database.UtcDateTime(timezone=True), nullable=False),
    sa.Column('raised_at', core.database.UtcDateTime(timezone=True), nullable=False),
    sa.Column('department_code', sa.String(length=40), nullable=True),
    sa.Column('recipients', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['petition_id'], ['petitions.id'], name=op.f('fk_petition_alerts_petition_id_petitions')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_petition_alerts')),
    sa.UniqueConstraint('petition_id', 'cycle', 'kind', 'subject', name=op.f('uq_petition_alerts_petition_id')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('petition_alerts', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_petition_alerts_raised_at'), ['raised_at'], unique=False)

    with op.batch_alter_table('tickets', schema=None) as batch_op:
        batch_op.create_index('ix_tickets_unsigned', ['signed_at', 'finished_at', 'sign_by'], unique=False)

    for statement, dialect in core.audit.append_only_statements("petition_alerts"):
        if op.get_bind().dialect.name == dialect:
            op.execute(statement)


def downgrade() -> None:
    raise StorageError("There is no way back from schema 0006. Restore the copy that was made before migrating.")
