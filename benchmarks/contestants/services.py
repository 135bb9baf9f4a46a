"""PostgreSQL and Redis as processes on cores of their own. Knows nobody whom they serve."""

import contextlib
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from benchmarks.contestants.contestant import Absent
from benchmarks.contestants.processes import on_cores
from benchmarks.family import children
from tests.services import PostgresServer, RedisServer, ServiceMissing

POSTGRES, REDIS = "PostgreSQL", "Redis"


@dataclass(frozen=True, slots=True)
class Services:
    """`database`: an empty one. `pids`: of each service, by its name, the process that has started
    all its others."""

    database: str
    redis: RedisServer
    pids: Mapping[str, int]


@contextlib.contextmanager
def services(cores: Sequence[int]) -> Iterator[Services]:
    """Until the context is left. Raises `Absent`."""
    pids: dict[str, int] = {}
    with contextlib.ExitStack() as stack:
        try:
            with on_cores(cores):
                with _named(pids, POSTGRES):
                    postgres = stack.enter_context(PostgresServer())
                with _named(pids, REDIS):
                    redis = stack.enter_context(RedisServer())
        except ServiceMissing as error:
            raise Absent(str(error)) from error
        yield Services(postgres.create_database("benchmark"), redis, pids)


@contextlib.contextmanager
def _named(pids: dict[str, int], name: str) -> Iterator[None]:
    """The process that is started inside."""
    before = children(os.getpid())
    yield
    (pids[name],) = children(os.getpid()) - before
