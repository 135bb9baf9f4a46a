"""What a WebSocket does without while it rests: uvicorn's queue and event of each socket are five
deques of 0.8 KiB. These stand-ins hold nothing. Knows no socket."""

from typing import Literal


class NoQueue:
    """The queue behind ASGI `receive`, once messages go to a callback and nobody asks for them."""

    __slots__ = ()

    def put_nowait(self, event: object) -> None:
        """Who waits for the end is told by the wire itself."""

    def empty(self) -> Literal[True]:
        return True


class Flowing:
    """The event "may be written to", while it may."""

    __slots__ = ()

    async def wait(self) -> Literal[True]:
        return True

    def set(self) -> None:
        """It is."""
