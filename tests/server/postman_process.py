"""A process that carries mail until it is killed: `url`, the mail server's address, and how far the
database's clock is shifted (ms)."""

import asyncio
import sys

from persistence.database import Database
from server import texts
from server.jobs.outbox import Postman
from server.mail.letter import Stationery
from server.mail.post_office import PostOffice
from tests.persistence.community import SECRET

HOUSE = Stationery(texts.load(), SECRET, "https://house.example", "Meetings <from@house.example>")


async def carry(url: str, address: str, shift_ms: int) -> None:
    """Forever."""
    async with Database.open(url, shift_ms=lambda: shift_ms) as database:
        await Postman(database, PostOffice.at(address), HOUSE).run()


if __name__ == "__main__":
    asyncio.run(carry(sys.argv[1], sys.argv[2], int(sys.argv[3])))
