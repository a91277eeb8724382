"""SQLite in a file that its owner alone can read, from the moment it is made; its -wal and -shm take over its mode.

It has the function ``amp_fold`` that searches use; PostgreSQL has it by a migration.
"""

from contextlib import suppress
from pathlib import Path

from django.db.backends.sqlite3 import base

from amp_portal import private_files
from amp_portal.folding import fold


class DatabaseWrapper(base.DatabaseWrapper):
    def get_new_connection(self, conn_params):
        name = str(conn_params["database"])
        if not self.is_in_memory_db() and not name.startswith("file:"):
            with suppress(OSError):  # no such folder, a full disk: SQLite says it in its own words
                private_files.make(Path(name))
                for beside in ("-wal", "-shm"):
                    private_files.close_to_others(Path(name + beside))
        connection = super().get_new_connection(conn_params)
        connection.create_function("amp_fold", 1, _fold, deterministic=True)
        return connection


def _fold(value):
    return None if value is None else fold(str(value))
