"""One request as bytes, and what came back: for tests that say what no client library would."""

import asyncio
from dataclasses import dataclass

import msgspec

ANSWER_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    head: str
    body: bytes

    @property
    def code(self) -> str:
        """The refusal's code; "" where there is none."""
        try:
            said = msgspec.json.decode(self.body, type=dict[str, object])
        except msgspec.MsgspecError:
            return ""
        return str(said.get("code", ""))


async def ask(
    port: int,
    method: str,
    path: str,
    headers: list[tuple[str, str]],
    body: object = None,
    *,
    caller: str | None = None,
) -> Answer:
    """`caller`: the address that a load balancer before nginx names by the PROXY protocol."""
    payload = b"" if body is None else msgspec.json.encode(body)
    lines = [
        f"{method} {path} HTTP/1.1",
        "Host: house.test",
        *(f"{name}: {value}" for name, value in headers),
        f"Content-Length: {len(payload)}",
    ]
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        if caller is not None:
            writer.write(f"PROXY TCP4 {caller} 127.0.0.1 40000 443\r\n".encode())
        writer.write("\r\n".join([*lines, "", ""]).encode() + payload)
        async with asyncio.timeout(ANSWER_SECONDS):
            return await _answer(reader)
    finally:
        writer.close()


async def _answer(reader: asyncio.StreamReader) -> Answer:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    status = int(head.split(" ", 2)[1])
    length = next(
        (
            int(line.split(":")[1])
            for line in head.split("\r\n")
            if line.lower().startswith("content-length:")
        ),
        0,
    )
    return Answer(status, head, await reader.readexactly(length))
