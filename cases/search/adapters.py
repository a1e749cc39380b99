"""Which engine answers: that of the database in use."""

from django.db import connection

from cases.search.engine import Engine
from cases.search.postgres import PostgresEngine
from cases.search.sqlite import SQLiteEngine

ENGINES: dict[str, Engine] = {engine.vendor: engine for engine in (SQLiteEngine(), PostgresEngine())}


def engine() -> Engine:
    return ENGINES[connection.vendor]
