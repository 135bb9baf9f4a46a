"""Run by Alembic: takes the connection that `persistence.migrations` has opened."""

from alembic import context

from persistence import tables

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=tables.METADATA,
    compare_type=True,
    # SQLite cannot alter most of a table: Alembic then copies it.
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
