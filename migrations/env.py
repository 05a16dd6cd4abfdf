"""Alembic's entry: runs migrations on the engine that `core.schema` hands over."""

from importlib import import_module

from alembic import context

from core.database import Base
from migrations import TABLE_MODULES

for module in TABLE_MODULES:
    import_module(module)

with context.config.attributes["engine"].begin() as connection:
    context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True)
    with context.begin_transaction():
        context.run_migrations()
