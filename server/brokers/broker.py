"""The port between the processes of one community: opaque bytes by topic, at most once.

A hint, never the truth: what is lost here is read again from the transcript. It knows no rooms, no
events and no encoding; a topic is a room's id or one of a few fixed names.
"""

from typing import Protocol


class BrokerListener(Protocol):
    """What a broker tells its process; every call is plain, MUST return soon and MUST NOT raise."""

    def received(self, topic: str, payload: bytes) -> None:
        """Another process published this on a topic this process is subscribed to."""

    def doubtful(self) -> None:
        """Some publications may have been missed, on any topic: compare heads with the database."""

    def connected_changed(self, connected: bool) -> None:
        """Publications started (True) or stopped (False) to cross; until told True, they do not."""


class Broker(Protocol):
    """Node to node transport.

    A broker MUST:
    - deliver a publication at most once to every *other* process subscribed to its topic, and never
      to the one that published it;
    - keep the order of one publisher on one topic (between publishers there is none);
    - call `doubtful` after anything that may have lost a publication: a subscription confirmed
      again, a new connection, an overflow of its own queue;
    - notice within a few seconds that nothing crosses any more, and say so;
    - reconnect without limit and never retry a publication, since its first try may have arrived.
    """

    @property
    def connected(self) -> bool:
        """Whether publications cross now, as far as is known; False on any part that is cut off."""

    @property
    def alone(self) -> bool:
        """Whether there can be nobody to hear a publication, so that none need be made ready."""

    @property
    def dropped(self) -> int:
        """Publications this process threw away, since it started, because its queue was full."""

    def publish(self, topic: str, payload: bytes) -> None:
        """Hand over a publication; never waits, never raises; a full queue loses its oldest."""

    async def subscribe(self, topic: str) -> None:
        """Return when whatever is published from now on arrives, or at once while disconnected.

        A repeat changes nothing. Cancelling the wait leaves the subscription standing.
        """

    def unsubscribe(self, topic: str) -> None:
        """Stop: not one more `received` for this topic. An unknown topic is no error."""

    async def run(self) -> None:
        """Carry publications until cancelled. Before it runs, a broker is not connected."""
