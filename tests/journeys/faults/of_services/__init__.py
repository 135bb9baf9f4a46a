"""Redis, PostgreSQL and SQLite fail, or the roads to them."""
