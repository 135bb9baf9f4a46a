"""Where a request comes from, as far as limits and the demonstration have to know: a prefix shared
by many, and whether it is this machine. No address is kept.
"""

from dataclasses import dataclass
from ipaddress import ip_address

from starlette.requests import HTTPConnection

from server.node.connections import LOOPBACK, address_prefix

_FORWARDED = ("x-forwarded-for", "forwarded", "x-real-ip", "via")


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
    """A request that any proxy has touched is not from here, whomever it names."""
    address = connection.client.host if connection.client else None
    touched = any(name in connection.headers for name in _FORWARDED)
    return Caller(address_prefix(address), here=not touched and _is_loopback(address))


def _is_loopback(address: str | None) -> bool:
    try:
        return ip_address(address or "").is_loopback
    except ValueError:
        return False
