"""Follow every petition to its end"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
import core.database
from core.errors import StorageError


revision = '0012'
down_revision = '0011'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('petition_clusters',
    sa.Column('id', sa.String(length=40), nullable=False),
    sa.Column('title', sa.String(length=100), nullable=False),
    sa.Column('opened_at', core.database.UtcDateTime(timezone=True), nullable=False),
    sa.Column('opened_by', sa.String(length=64), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_petition_clusters'))
    )
    op.create_table('petition_consultations',
    sa.Column('id', sa.String(length=40), nullable=False),
    sa.Column('petition_id', sa.String(length=40), nullable=False),
    sa.Column('cycle', sa.Integer(), nullable=False),
    sa.Column('held_at', core.database.UtcDateTime(timezone=True), nullable=False),
    sa.Column('departments', sa.JSON(), nullable=False),
    sa.Column('minutes', sa.Text(), nullable=False),
    sa.Column('lead_department_code', sa.String(length=40), nullable=False),
    sa.Column('decided_by', sa.String(length=64), nullable=False),
    sa.ForeignKeyConstraint(['petition_id'], ['petitions.id'], name=op.f('fk_petition_consultations_petition_id_petitions')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_petition_consultations'))
    )
    with op.batch_alter_table('petition_consultations', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_petition_consultations_petition_id'), ['petition_id'], unique=False)

    op.create_table('petition_material_requests',
    sa.Column('id', sa.String(length=40), nullable=False),
    sa.Column('petition_id', sa.String(length=40), nullable=False),
    sa.Column('cycle', sa.Integer(), nullable=False),
    sa.Column('items', sa.JSON(), nullable=False),
    sa.Column('department_code', sa.String(length=40), nullable=False),
    sa.Column('paused_at', core.database.UtcDateTime(timezone=True), nullable=False),
    sa.Column('supply_by', core.database.UtcDateTime(timezone=True), nullable=False),
    sa.Column('resumed_at', core.database.UtcDateTime(timezone=True), nullable=True),
    sa.Column('supplied', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['petition_id'], ['petitions.id'], name=op.f('fk_petition_material_requests_petition_id_petitions')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_petition_material_requests'))
    )
    with op.batch_alter_table('petition_material_requests', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_petition_material_requests_petition_id'), ['petition_id'], unique=False)

    op.create_table('petition_requests',
    sa.Column('id', sa.String(length=40), nullable=False),
    sa.Column('petition_id', sa.String(length=40), nullable=False),
    sa.Column('kind', sa.String(length=12), nullable=False),
    sa.Column('cycle', sa.Integer(), nullable=False),
    sa.Column('asked_at', core.database.UtcDateTime(timezone=True), nullable=False),
    sa.Column('asked_by', sa.String(length=64), nullable=False),
    sa.Column('department_code', sa.String(length=40), nullable=True),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('params', sa.JSON(), nullable=False),
    sa.Column('is_granted', sa.Boolean(), nullable=True),
    sa.Column('decided_at', core.database.UtcDateTime(timezone=True), nullable=True),
    sa.Column('decided_by', sa.String(length=64), nullable=True),
    sa.Column('ruling', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['petition_id'], ['petitions.id'], name=op.f('fk_petition_requests_petition_id_petitions')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_petition_requests'))
    )
    with op.batch_alter_table('petition_requests', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_petition_requests_petition_id'), ['petition_id'], unique=False)

    op.create_table('petition_revisits',
    sa.Column('id', sa.String(length=40), nullable=False),
    sa.Column('petition_id', sa.String(length=40), nullable=False),
    sa.Column('cycle', sa.Integer(), nullable=False),
    sa.Column('at', core.database.UtcDateTime(timezone=True), nullable=False),
    sa.Column('by', sa.String(length=64), nullable=False),
    sa.Column('is_reached', sa.Boolean(), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['petition_id'], ['petitions.id'], name=op.f('fk_petition_revisits_petition_id_petitions')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_petition_revisits'))
    )
    with op.batch_alter_table('petition_revisits', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_petition_revisits_petition_id'), ['petition_id'], unique=False)

    with op.batch_alter_table('petition_replies', schema=None) as batch_op:
        batch_op.add_column(sa.Column('citations', sa.JSON(), server_default='[]', nullable=False))
        batch_op.add_column(sa.Column('rejected_at', core.database.UtcDateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('rejected_reason', sa.Text(), nullable=True))

    with op.batch_alter_table('petitions', schema=None) as batch_op:
        batch_op.add_column(sa.Column('paused_at', core.database.UtcDateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('paused_until', core.database.UtcDateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('paused_days', sa.Integer(), server_default='0', nullable=False))
        batch_op.add_column(sa.Column('extension_days', sa.Integer(), server_default='0', nullable=False))
        batch_op.add_column(sa.Column('is_pending', sa.Boolean(), server_default=sa.true(), nullable=False))
        batch_op.add_column(sa.Column('master_id', sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column('cluster_id', sa.String(length=40), nullable=True))
        batch_op.create_index(batch_op.f('ix_petitions_cluster_id'), ['cluster_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_petitions_master_id'), ['master_id'], unique=False)

    op.drop_index('ix_petitions_department', 'petitions')
    op.create_index('ix_petitions_department', 'petitions', ['lead_department_code', sa.text('is_pending DESC'), 'act_by', sa.text('number DESC')])
    op.drop_index('ix_petitions_desk', 'petitions')
    op.create_index('ix_petitions_desk', 'petitions', [sa.text('is_pending DESC'), 'act_by', sa.text('number DESC')])
    op.drop_index('ix_petitions_search', 'petitions')
    op.create_index('ix_petitions_search', 'petitions', [sa.text('is_pending DESC'), 'act_by', sa.text('number DESC'), 'title', 'enterprise_name', 'identity', 'id'])
    op.drop_index('ix_petitions_state', 'petitions')
    op.create_index('ix_petitions_state', 'petitions', ['state', sa.text('is_pending DESC'), 'act_by', sa.text('number DESC')])
    op.execute("UPDATE petitions SET is_pending = is_running")

    with op.batch_alter_table('tickets', schema=None) as batch_op:
        batch_op.add_column(sa.Column('due_at', core.database.UtcDateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('is_returnable', sa.Boolean(), server_default=sa.true(), nullable=False))
        batch_op.add_column(sa.Column('result', sa.Text(), server_default='', nullable=False))



def downgrade() -> None:
    raise StorageError("There is no way back from schema 0012. Restore the copy that was made before migrating.")
