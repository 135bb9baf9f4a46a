"""How to reach those who run this place, as every page may offer it: the operator's `CONTACT`."""

from dataclasses import dataclass

from server.settings import Settings


@dataclass(frozen=True, slots=True)
class Contact:
    """`shown` is for a person to read, and to copy where `link` opens nothing."""

    link: str
    shown: str


def of(settings: Settings) -> Contact | None:
    """None where the operator has given none."""
    given = settings.contact
    if given is None:
        return None
    if given.startswith(("https://", "tel:")):
        return Contact(given.replace(" ", ""), given.removeprefix("https://").removeprefix("tel:"))
    return Contact(f"mailto:{given}", given)
