"""The durable log, over SQLite and PostgreSQL alike: one suite, run twice."""
