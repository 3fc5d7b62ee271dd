"""What Alembic runs: the migrations, on the connection that `upgrade` was given."""

from alembic import context

from duta.store.schema import Base

context.configure(connection=context.config.attributes["connection"], target_metadata=Base.metadata)
with context.begin_transaction():
    context.run_migrations()
