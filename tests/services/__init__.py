"""The real services of the test run: an address in the environment, else a program that is here,
else one fetched without root, else one paragraph saying what to install.

Everything binds to the loopback, on free ports, and dies with the process that started it.
"""

import sys

from server.setup.steps import say
from tests.services.chromium import Chromium, chromium
from tests.services.nginx import Nginx, find_nginx
from tests.services.postgres import (
    PostgresServer,
    drop_database,
    find_postgres,
    fresh_database,
)
from tests.services.processes import ServiceFailed, ServiceMissing
from tests.services.redis import RedisServer, find_redis
from tests.services.redis_cluster import RedisCluster

__all__ = [
    "Chromium",
    "Nginx",
    "PostgresServer",
    "RedisCluster",
    "RedisServer",
    "ServiceFailed",
    "ServiceMissing",
    "chromium",
    "drop_database",
    "find_nginx",
    "find_postgres",
    "find_redis",
    "fresh_database",
    "provide_all",
]


def provide_all() -> None:
    """Fetches what is not here yet; ends the process with a paragraph for each that is missing."""
    missing: list[str] = []
    for provide in (find_redis, find_postgres, find_nginx, chromium):
        try:
            provide()
        except ServiceMissing as error:
            missing.append(str(error))
    if missing:
        missing.append("`python3 -m tests --allow-missing` skips the tests that need them.")
        say("\n\n".join(missing))
        sys.exit(1)
