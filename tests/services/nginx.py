"""nginx as a process in front of one of ours, as an operator puts it there: behind a load balancer
that says by the PROXY protocol whose connection it hands on, so that a test may come from anywhere.
"""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.services import debian
from tests.services.processes import end, free_port, start, wait_until

MISSING = (
    "The tests need nginx, and none was found or could be fetched. Install one (Debian and Ubuntu:"
    " `apt-get install nginx-light`; Fedora: `dnf install nginx`; macOS: `brew install nginx`)."
)
# What the documentation tells operators, and places of its own for all that it writes.
CONFIGURATION = """
daemon off;
master_process off;
pid {folder}/pid;
error_log {folder}/log;
events {{ }}
http {{
  access_log off;
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  server {{
    listen 127.0.0.1:{port} proxy_protocol;
    set_real_ip_from 127.0.0.1;
    real_ip_header proxy_protocol;
    location / {{
      proxy_pass http://127.0.0.1:{upstream};
      proxy_http_version 1.1;
      proxy_set_header Host $host;
      proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
      proxy_set_header X-Forwarded-Proto https;
      proxy_set_header Upgrade $http_upgrade;
      proxy_set_header Connection $http_connection;
    }}
  }}
}}
"""


@dataclass(frozen=True, slots=True)
class NginxProgram:
    """An nginx on this machine and the environment it needs."""

    path: Path
    environment: dict[str, str]


def find_nginx() -> NginxProgram:
    """Raises ServiceMissing when there is none to be had."""
    found = shutil.which("nginx", path=os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin")))
    if found:
        return NginxProgram(Path(found), dict(os.environ))
    folder = debian.unpack("nginx", missing=MISSING)
    environment = os.environ | {"LD_LIBRARY_PATH": debian.library_path(folder)}
    return NginxProgram(folder / "usr/sbin/nginx", environment)


class Nginx:
    """One nginx on the loopback, in front of whatever listens on `upstream`."""

    def __init__(self, upstream: int) -> None:
        self.port = free_port()
        self._upstream = upstream
        self._folder = Path(tempfile.mkdtemp(prefix="hearthside-nginx-"))
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        program = find_nginx()
        written = self._folder / "nginx.conf"
        written.write_text(
            CONFIGURATION.format(folder=self._folder, port=self.port, upstream=self._upstream),
            encoding="utf-8",
        )
        log = self._folder / "output"
        self._process = start(
            [program.path, "-p", self._folder, "-e", self._folder / "log", "-c", written],
            log=log,
            environment=program.environment,
        )
        wait_until(self._answers, self._process, log=log, what="nginx")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        if self._process is not None:
            end(self._process, signal.SIGTERM)
        shutil.rmtree(self._folder, ignore_errors=True)

    def _answers(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1.0):
                return True
        except OSError:
            return False
