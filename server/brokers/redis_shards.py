"""Where a topic is published: a fixed number of shard channels, so that rooms cost Redis nothing.

Pure naming; refuses to know which node owns a shard.
"""

import zlib

SHARDS = 256


def shard_of(topic: str) -> int:
    """The same on every process and in every release."""
    return zlib.crc32(topic.encode()) % SHARDS


def fan_channel(shard: int) -> bytes:
    """The number is the hash tag, which spreads the shards over the slots of a cluster."""
    return b"hs:fan:{%d}" % shard


def tick_channel(shard: int, node_id: str) -> bytes:
    """A process's own channel, on the node that owns the shard."""
    return b"hs:tick:{%d}:" % shard + node_id.encode()
