"""The services the other tests lean on are real and do what their names say."""

import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import asyncpg
from playwright.async_api import async_playwright
from redis import Redis
from redis.cluster import RedisCluster as ClusterClient

from server.setup.steps import ROOT
from tests.services import Chromium, PostgresServer, RedisCluster, RedisServer, find_redis


def test_restarted_redis_is_empty_on_the_same_port() -> None:
    with RedisServer() as server, Redis.from_url(server.url) as client:
        client.set("key", "value")
        server.restart()
        assert client.get("key") is None


def test_paused_redis_keeps_its_connections() -> None:
    with RedisServer() as server, Redis.from_url(server.url) as client:
        client.set("key", "value")
        server.pause()
        assert not server.answers()
        server.resume()
        assert client.get("key") == b"value"


def test_cluster_serves_on_without_a_primary() -> None:
    with RedisCluster() as cluster:
        with ClusterClient.from_url(cluster.url) as client:
            assert len(client.get_primaries()) == 3
        cluster.kill_primary(0)
        assert cluster.primaries[1].answers()
        cluster.restart_primary(0)
        with ClusterClient.from_url(cluster.urls[1]) as client:
            assert client.set("key", "value")


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


async def test_committed_rows_outlive_a_crash_of_postgres() -> None:
    with PostgresServer() as server:
        url = server.create_database("kept")
        connection = await asyncpg.connect(url)
        await connection.execute("CREATE TABLE said AS SELECT 1 AS seq")
        server.stop_immediate()
        connection.terminate()
        server.start()
        connection = await asyncpg.connect(url)
        assert await connection.fetchval("SELECT seq FROM said") == 1
        await connection.close()


async def test_each_test_gets_an_empty_database(postgres_database: str) -> None:
    connection = await asyncpg.connect(postgres_database)
    tables = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"
    assert await connection.fetchval(tables) == 0
    await connection.close()


def test_each_test_gets_an_empty_redis(redis_url: str) -> None:
    with Redis.from_url(redis_url) as client:
        assert client.dbsize() == 0


async def test_browser_draws_a_page(chromium_browser: Chromium) -> None:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=chromium_browser.executable_path,
            env=dict(chromium_browser.env),
            chromium_sandbox=chromium_browser.sandbox,
        )
        page = await browser.new_page()
        await page.set_content("<button>Join</button>")
        assert await page.get_by_role("button", name="Join").is_visible()
        await browser.close()


def test_services_die_with_a_run_that_is_killed(tmp_path: Path) -> None:
    find_redis()  # here, so that a missing one is said and not a port that was never printed
    run = (
        "import os, signal; from tests.services import RedisServer;"
        "print(RedisServer().start().port, flush=True); os.kill(os.getpid(), signal.SIGKILL)"
    )
    done = subprocess.run(
        [sys.executable, "-c", run],
        cwd=ROOT,
        env=os.environ | {"TMPDIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    deadline = time.monotonic() + 10
    while listens(int(done.stdout)):
        assert time.monotonic() < deadline
