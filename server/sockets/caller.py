"""Who is at the other end of one socket, and the way to answer them. Listens to nothing."""

from persistence.journal import Outcome
from rooms.actor import Actor
from rooms.commands import Writing
from rooms.ids import RoomId, new_opaque_id
from rooms.refusals import Refusal
from server.parts import Parts
from server.talk import frames
from server.talk.frames import Frame
from server.wires.outlet import Line, prepare


class Caller:
    """One socket's other end. `actor` is None for a guest; `id` is this socket's own."""

    def __init__(self, line: Line, actor: Actor | None, parts: Parts) -> None:
        self.id = new_opaque_id()
        self.line = line
        self.actor = actor
        self.parts = parts

    def send(self, frame: Frame) -> None:
        self.line.write(prepare(frames.encode(frame)))

    def refuse(self, ref: int, refusal: Refusal, room: RoomId | None = None) -> None:
        """Answer a request that changes nothing with an expected no."""
        self._refuse(ref, refusal, room, None)

    def refuse_unread(self, to: frames.Addressed, refusal: Refusal) -> None:
        """Answer a request that was not taken as a command."""
        self._refuse(to.ref, refusal, to.room, to.command_id)

    def answer(self, command: Writing, outcome: Outcome) -> None:
        """Answer a writing command: a receipt, after its commit, or a refusal."""
        if isinstance(outcome, Refusal):
            self._refuse(command.ref, outcome, command.room, command.command_id)
            return
        receipt = frames.Receipt(
            ref=command.ref,
            command_id=command.command_id,
            room=outcome.room,
            seq=outcome.seq,
            at=outcome.at,
            repeated=outcome.repeated,
        )
        # The entry itself mostly follows at once, to the same socket.
        self.line.write_soon(prepare(frames.encode(receipt)))

    def _refuse(
        self, ref: int, refusal: Refusal, room: RoomId | None, command_id: str | None
    ) -> None:
        self.send(
            frames.Refused(
                ref=ref,
                code=refusal.code,
                params=refusal.params,
                retry_after=refusal.retry_after,
                command_id=command_id,
                room=room,
            )
        )
