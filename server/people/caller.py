"""Where a request comes from, as far as limits and the demonstration have to know: a prefix shared
by many, and whether it is this machine. No address is kept.
"""

import re
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.requests import HTTPConnection

from server.node.connections import LOOPBACK, address_prefix

_FORWARDED = frozenset({"forwarded", "via", "x-real-ip"})
_FORWARDING = re.compile(r"x-forwarded-|.*-(connecting|client)-ip$")
"""Headers by which a proxy gives itself away, whatever it says in them."""


@dataclass(frozen=True, slots=True)
class Caller:
    """`prefix` is a /24 or /48, after TRUSTED_PROXIES. `here`: surely at this machine itself."""

    prefix: str
    here: bool

    @property
    def capped(self) -> bool:
        """Not the loopback address: that is the operator, or a proxy that names nobody."""
        return self.prefix != LOOPBACK


def caller_of(connection: HTTPConnection) -> Caller:
    """A request that any proxy has touched is not from here, whomever it names; nor is one that
    asks for another machine than this."""
    address = connection.client.host if connection.client else None
    here = _is_loopback(address) and _asks_for_this_machine(connection)
    return Caller(address_prefix(address), here=here and not _was_forwarded(connection))


def _was_forwarded(connection: HTTPConnection) -> bool:
    names = (name.lower() for name in connection.headers)
    return any(name in _FORWARDED or _FORWARDING.match(name) for name in names)


def _asks_for_this_machine(connection: HTTPConnection) -> bool:
    try:
        host = urlsplit(f"//{connection.headers.get('host', '')}").hostname
    except ValueError:
        return False
    return host == "localhost" or _is_loopback(host)


def _is_loopback(address: str | None) -> bool:
    try:
        return ip_address(address or "").is_loopback
    except ValueError:
        return False
