"""How long a text that members may no longer see is kept for moderators. Pure."""

SEALED_FOR_MS = 72 * 3600 * 1000


def still_kept(sealed_at: int | None, now: int) -> bool:
    """Whether a body may still be opened or put back; one that is not sealed always."""
    return sealed_at is None or now - sealed_at < SEALED_FOR_MS
