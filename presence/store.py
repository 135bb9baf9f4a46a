"""The port where processes tell each other who is here.

Refuses to know connections, and keeps nothing for longer than a lease and a little.
"""

from collections.abc import Collection, Mapping
from typing import Protocol

from presence.presence import Snapshot

LEASE_SECONDS = 8.0
RENEW_SECONDS = 2.0


class StoreUnreachable(Exception):
    """Nothing is known of what the call did; the caller says it all again later."""


class PresenceStore(Protocol):
    """One process's view of what all processes say.

    A store MUST:
    - show a process's snapshots only while its lease lives, measured by the store's clock and never
      by a host's; a process that dies without a word is gone `LEASE_SECONDS` later;
    - show nobody's snapshots from before a lease that was lost, even to the process that lost it;
    - take a repeat of any call without harm.
    Every call may raise StoreUnreachable.
    """

    async def renew(self) -> bool:
        """Take or prolong the lease. False: it or what was put is gone, so put everything again.

        The first call of a process answers False.
        """

    async def put(self, snapshots: Mapping[str, Snapshot]) -> None:
        """This process's snapshots by room; an empty one removes. Seen by others once renewed."""

    async def read(self, rooms: Collection[str]) -> Mapping[str, list[Snapshot]]:
        """What the *other* living processes put. A room that is missing could not be read."""

    async def close(self) -> None:
        """Give the lease up: this process's people are gone at once. Never raises."""
