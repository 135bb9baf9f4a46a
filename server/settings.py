"""What the operator decides, read once from the environment and the command line's flags.

Settings know nothing of what is made of them. Every mistake is one sentence (`SettingsError`).
"""

import enum
import os
import re
import secrets
from collections.abc import Iterator
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from urllib.parse import urlsplit

from pydantic import (
    AliasChoices,
    Field,
    SecretStr,
    StringConstraints,
    ValidationError,
    field_validator,
    model_validator,
)
from pydantic_settings import BaseSettings, SettingsConfigDict

SHORTEST_SECRET = 32
SHORTEST_METRICS_TOKEN = 16
MAKES_A_SECRET = 'python3 -c "import secrets; print(secrets.token_hex(32))"'
SECRETS = ("SECRET_KEY", "DATABASE_URL", "REDIS_URL", "METRICS_TOKEN", "SMTP_URL")
"""What may also be given as a file, in the environment variable of that name with `_FILE`."""

_CONTACT = re.compile(
    r"[^\s@:/?&]+@[^\s@:/?&]+\.[^\s@:/?&]+|https://[^\s/]+(/\S*)?|tel:\+?[0-9][0-9 .-]{2,20}"
)
_SENDER = re.compile(r"[^\s@<>\"]+@[^\s@<>\"]+|[^<>\"\r\n@]+ <[^\s@<>\"]+@[^\s@<>\"]+>")
BareUrl = Annotated[str, StringConstraints(pattern=r"^https?://[^/?#@]+/?$")]


class Environment(enum.StrEnum):
    DEVELOPMENT = "development"
    PRODUCTION = "production"


class SettingsError(Exception):
    """The settings do not fit together; each of `mistakes` is a sentence that says what to do."""

    def __init__(self, *mistakes: str) -> None:
        super().__init__(" ".join(mistakes))
        self.mistakes = mistakes


class Settings(BaseSettings):
    """The effective settings of one process. `load` makes them; flags win over the environment."""

    model_config = SettingsConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)

    environment: Environment = Environment.DEVELOPMENT
    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 8000
    workers: Annotated[int, Field(ge=1, le=64)] = Field(
        default=1, validation_alias=AliasChoices("workers", "WORKERS", "WEB_CONCURRENCY")
    )
    data_dir: Path = Path("data")
    database_url: SecretStr | None = None
    redis_url: SecretStr | None = None
    public_url: BareUrl | None = None
    trusted_proxies: str = "127.0.0.1"
    secret_key: SecretStr | None = None
    metrics_token: Annotated[SecretStr, Field(min_length=SHORTEST_METRICS_TOKEN)] | None = None
    contact: str | None = None
    smtp_url: SecretStr | None = None
    mail_from: str | None = None
    demo: bool = True
    minimum_age: Annotated[int, Field(ge=13, le=99)] = 18
    audit_days: Annotated[int, Field(ge=1, le=3650)] = 365
    log_level: Literal["debug", "info", "warning", "error"] = "info"

    @field_validator(
        "database_url",
        "redis_url",
        "public_url",
        "secret_key",
        "metrics_token",
        "contact",
        "smtp_url",
        "mail_from",
        mode="before",
    )
    @classmethod
    def _empty_is_unset(cls, value: object) -> object:
        return None if value == "" else value

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if mistakes := tuple(self._mistakes()):
            raise SettingsError(*mistakes)
        return self

    def _mistakes(self) -> Iterator[str]:
        """All of them, so that an operator does not learn of one a start."""
        if self.production:
            yield from self._missing_in_production()
        yield from _bad_scheme(
            "DATABASE_URL", self.database_url, ("postgresql", "postgres", "sqlite")
        )
        yield from _bad_scheme("REDIS_URL", self.redis_url, ("redis", "rediss", "unix"))
        yield from _bad_scheme("SMTP_URL", self.smtp_url, ("smtp", "smtps"))
        yield from self._bad_mail()
        yield from _bad_proxies(self.trusted_proxies)
        if self.contact is not None and not _CONTACT.fullmatch(self.contact):
            yield (
                "CONTACT is not right: give one e-mail address, or an address that begins with"
                " https:// or tel:, as in help@example.org."
            )
        if self.workers > 1 and self.redis_url is None:
            yield (
                f"{self.workers} workers need Redis to hear each other: set REDIS_URL,"
                " or start one worker (--workers 1; also look at WEB_CONCURRENCY)."
            )

    def _bad_mail(self) -> Iterator[str]:
        if (self.smtp_url is None) != (self.mail_from is None):
            yield (
                "Mail needs SMTP_URL and MAIL_FROM: set both, as in smtp://user:password@host:587"
                " and meetings@example.org, or neither."
            )
        if self.mail_from is not None and not _SENDER.fullmatch(self.mail_from):
            yield (
                "MAIL_FROM is not right: give one address, as in meetings@example.org,"
                " or Meetings <meetings@example.org>."
            )

    def _missing_in_production(self) -> Iterator[str]:
        secret = self.secret_key.get_secret_value() if self.secret_key else ""
        if len(secret) < SHORTEST_SECRET:
            yield (
                "Production needs a secret: set SECRET_KEY (or SECRET_KEY_FILE) to at least"
                f" {SHORTEST_SECRET} random characters, the same for every process, as made by"
                f" `{MAKES_A_SECRET}`."
            )
        if self.database_url is None:
            yield (
                "Production needs a database: set DATABASE_URL (or DATABASE_URL_FILE),"
                " as in postgresql://user:password@host/hearthside."
            )
        if self.public_url is None and (len(secret) < SHORTEST_SECRET or not self.database_url):
            # Alone it stops no start, and `doctor` notes it.
            yield "Also set PUBLIC_URL to the address that people use."

    @property
    def production(self) -> bool:
        return self.environment is Environment.PRODUCTION

    @property
    def embedded_database(self) -> bool:
        """Whether the transcript is a file in the data folder."""
        return self.database_url is None

    @property
    def database_file(self) -> Path:
        """Where the embedded database is, when it is used."""
        return self.data_dir / "hearthside.db"

    @property
    def database(self) -> str:
        """The database's address: `sqlite:///...` or `postgresql://...`."""
        if self.database_url is None:
            return f"sqlite:///{self.database_file.absolute()}"
        address = self.database_url.get_secret_value()
        # Heroku's name for it, which SQLAlchemy refuses.
        return address.replace("postgres://", "postgresql://", 1)

    @property
    def redis(self) -> str | None:
        """The address of Redis, or of any node of a Redis Cluster; None for one process alone."""
        if self.redis_url is None:
            return None
        return self.redis_url.get_secret_value()

    @property
    def smtp(self) -> str | None:
        """The address of the mail server, with its password; None: no mail is sent."""
        return None if self.smtp_url is None else self.smtp_url.get_secret_value()

    @property
    def https(self) -> bool:
        """Whether people reach the service by https, so that cookies can insist on it."""
        return self.public_url is not None and self.public_url.startswith("https://")

    @property
    def address(self) -> str:
        """Where people find the service, without a slash at the end."""
        return (self.public_url or f"http://localhost:{self.port}").rstrip("/")

    @property
    def origins(self) -> frozenset[str]:
        """The origins whose pages may act for a signed-in person, compared exactly."""
        if self.public_url is not None:
            return frozenset({_origin(self.public_url)})
        hosts = {"localhost", "127.0.0.1", self.host}
        return frozenset(_origin(f"http://{host}:{self.port}") for host in hosts)

    @property
    def secret(self) -> bytes:
        """The key of every keyed hash. In development it is made once, in the data folder."""
        if self.secret_key is not None:
            return self.secret_key.get_secret_value().encode()
        path = self.data_dir / "secret.key"
        try:
            return _kept_secret(path)
        except OSError as error:
            raise SettingsError(
                f"The secret cannot be kept in {path} ({error.strerror}):"
                " choose another folder with --data, or set SECRET_KEY."
            ) from None

    def redacted(self) -> dict[str, str | int | bool | None]:
        """The settings for a person to read: what is secret is only said to be set."""
        plain = self.model_dump(mode="json")
        for name in map(str.lower, SECRETS):
            value: SecretStr | None = getattr(self, name)
            plain[name] = None if value is None else _without_password(value.get_secret_value())
        return plain

    def as_environment(self) -> dict[str, str]:
        """What a worker process must find in its environment to have these same settings."""
        given = {name.upper(): getattr(self, name) for name in type(self).model_fields}
        return {name: _written(value) for name, value in given.items() if value is not None}


def load(**flags: object) -> Settings:
    """The settings from the environment, with the `flags` that are not None on top.

    Raises SettingsError.
    """
    given: dict[str, Any] = {name: value for name, value in flags.items() if value is not None}
    try:
        return Settings(**(_from_files() | given))
    except ValidationError as error:
        found = error.errors(include_input=False, include_url=False)
        raise SettingsError(*(_told(each["loc"], each["msg"]) for each in found)) from None


def _told(place: tuple[int | str, ...], message: str) -> str:
    return f"{'_'.join(map(str, place)).upper()} is not right: {message}."


def _from_files() -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in SECRETS:
        path = os.environ.get(f"{name}_FILE")
        if not path or os.environ.get(name):
            continue
        try:
            found[name.lower()] = Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise SettingsError(f"{name}_FILE cannot be read: {error.strerror}.") from None
    return found


def _written(value: object) -> str:
    return value.get_secret_value() if isinstance(value, SecretStr) else str(value)


def _origin(address: str) -> str:
    """As a browser sends it: lower case, without the scheme's usual port (RFC 6454, 6.1)."""
    parts = urlsplit(address.lower())
    usual = {"http": 80, "https": 443}[parts.scheme]
    host = f"[{parts.hostname}]" if parts.hostname and ":" in parts.hostname else parts.hostname
    port = "" if parts.port in (None, usual) else f":{parts.port}"
    return f"{parts.scheme}://{host}{port}"


def _kept_secret(path: Path) -> bytes:
    if path.exists():
        return path.read_bytes()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = secrets.token_hex(32).encode()
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_bytes(fresh)
    try:
        # A link appears whole or not at all, so two processes that start together agree.
        os.link(draft, path)
    except FileExistsError:
        return path.read_bytes()
    finally:
        draft.unlink()
    return fresh


def _bad_scheme(name: str, address: SecretStr | None, known: tuple[str, ...]) -> Iterator[str]:
    if address is None:
        return
    scheme, found, _ = address.get_secret_value().partition(":")
    if not found or scheme not in known:
        yield f"{name} is not right: it begins with {known[0]}://."


def _bad_proxies(named: str) -> Iterator[str]:
    """Where everybody is a trusted proxy, everybody is from wherever they say: no limit holds."""
    for each in filter(None, map(str.strip, named.split(","))):
        try:
            network = ip_network(each)
        except ValueError:
            network = None
        if network is None or network.prefixlen == 0:
            yield (
                f"TRUSTED_PROXIES is not right: {each} names no proxy. Give the addresses or"
                " networks that your proxies ask from, as in 10.0.0.0/8, with commas between."
            )


def _without_password(value: str) -> str:
    parts = urlsplit(value)
    if not parts.scheme or not parts.netloc:
        return "(set)"
    port = f":{parts.port}" if parts.port else ""
    return f"{parts.scheme}://…@{parts.hostname}{port}{parts.path}"
