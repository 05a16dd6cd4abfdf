"""Keep what was read and where from"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
import core.database
from core.errors import StorageError


revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('ingest_known_files',
    sa.Column('root', sa.String(), nullable=False),
    sa.Column('file_name', sa.String(), nullable=False),
    sa.Column('sha256', sa.String(), nullable=False),
    sa.Column('entry_ids', sa.JSON(), nullable=False),
    sa.Column('last_run_id', sa.String(), nullable=False),
    sa.Column('seen_at', core.database.UtcDateTime(timezone=True), nullable=False),
    sa.Column('missing_since', core.database.UtcDateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('root', 'file_name', name=op.f('pk_ingest_known_files'))
    )
    with op.batch_alter_table('ingest_known_files', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_ingest_known_files_missing_since'), ['missing_since'], unique=False)
        batch_op.create_index(batch_op.f('ix_ingest_known_files_sha256'), ['sha256'], unique=False)

    op.create_table('ingest_runs',
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('started_at', core.database.UtcDateTime(timezone=True), nullable=False),
    sa.Column('finished_at', core.database.UtcDateTime(timezone=True), nullable=True),
    sa.Column('status', sa.String(), nullable=False),
    sa.Column('actor_id', sa.String(), nullable=False),
    sa.Column('roots', sa.JSON(), nullable=False),
    sa.Column('publish', sa.Boolean(), nullable=False),
    sa.Column('file_count', sa.Integer(), nullable=False),
    sa.Column('seconds', sa.Double(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_ingest_runs'))
    )
    with op.batch_alter_table('ingest_runs', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_ingest_runs_started_at'), ['started_at'], unique=False)

    op.create_table('source_sites',
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('url', sa.String(), nullable=False),
    sa.Column('host', sa.String(), nullable=False),
    sa.Column('level', sa.String(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('owner_id', sa.String(), nullable=True),
    sa.Column('owner_department', sa.String(), nullable=True),
    sa.Column('check_every_days', sa.Integer(), nullable=False),
    sa.Column('is_active', sa.Boolean(), nullable=False),
    sa.Column('rules_off', sa.JSON(), nullable=False),
    sa.Column('last_checked_on', sa.Date(), nullable=True),
    sa.Column('last_new_on', sa.Date(), nullable=True),
    sa.Column('created_at', core.database.UtcDateTime(timezone=True), nullable=False),
    sa.Column('lock', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_source_sites'))
    )
    with op.batch_alter_table('source_sites', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_source_sites_host'), ['host'], unique=False)

    op.create_table('ingest_run_files',
    sa.Column('run_id', sa.String(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('file_name', sa.Text(), nullable=False),
    sa.Column('sha256', sa.String(), nullable=True),
    sa.Column('outcome', sa.String(), nullable=False),
    sa.Column('reason', sa.String(), nullable=True),
    sa.Column('report', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['run_id'], ['ingest_runs.id'], name=op.f('fk_ingest_run_files_run_id_ingest_runs'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('run_id', 'position', name=op.f('pk_ingest_run_files'))
    )
    with op.batch_alter_table('ingest_run_files', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_ingest_run_files_outcome'), ['outcome'], unique=False)

    op.create_table('source_ticks',
    sa.Column('site_id', sa.String(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('found_count', sa.Integer(), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('actor_id', sa.String(), nullable=False),
    sa.Column('ticked_at', core.database.UtcDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['site_id'], ['source_sites.id'], name=op.f('fk_source_ticks_site_id_source_sites'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('site_id', 'day', name=op.f('pk_source_ticks'))
    )
    with op.batch_alter_table('source_ticks', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_source_ticks_day'), ['day'], unique=False)

    op.create_table('extractions',
    sa.Column('entry_id', sa.String(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('edits', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['entry_id', 'version'], ['entry_versions.entry_id', 'entry_versions.version'], name=op.f('fk_extractions_entry_id_entry_versions'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('entry_id', 'version', name=op.f('pk_extractions'))
    )
    with op.batch_alter_table('entry_versions', schema=None) as batch_op:
        batch_op.add_column(sa.Column('attachments', sa.JSON(), server_default='[]', nullable=False))
        batch_op.add_column(sa.Column('page_starts', sa.JSON(), server_default='[]', nullable=False))
        batch_op.add_column(sa.Column('in_force_from', sa.Date(), nullable=True))

    with op.batch_alter_table('passages', schema=None) as batch_op:
        batch_op.add_column(sa.Column('in_force_until', sa.Date(), nullable=True))

    with op.batch_alter_table('relations', schema=None) as batch_op:
        batch_op.add_column(sa.Column('origin', sa.String(), server_default='text', nullable=False))
        batch_op.add_column(sa.Column('dismissed', sa.Boolean(), server_default=sa.false(), nullable=False))



def downgrade() -> None:
    raise StorageError("There is no way back from schema 0002. Restore the copy that was made before migrating.")
