"""The operator's mail server: where it is, what is said when it is none, and that a password goes
over no open line."""

from collections.abc import AsyncIterator
from email.message import EmailMessage

import pytest

from server.command_line.cli import main
from server.mail.post_office import BadAddress, NotReached, PostOffice, Sent
from server.settings import SettingsError, load
from tests.server.mail_server import MailServer, mail_server


@pytest.fixture
async def server() -> AsyncIterator[MailServer]:
    async with mail_server() as server:
        yield server


def test_address_says_where_and_as_whom() -> None:
    plain = PostOffice.at("smtp://user%40house:p%3Aw%2F@mail.example")
    assert (plain.host, plain.port, plain.implicit_tls) == ("mail.example", 587, False)
    assert (plain.user, plain.password) == ("user@house", "p:w/")
    wrapped = PostOffice.at("smtps://mail.example:4650")
    assert (wrapped.port, wrapped.implicit_tls, wrapped.user) == (4650, True, None)
    assert PostOffice.at("smtps://mail.example").port == 465


@pytest.mark.parametrize("address", ["smtp://", "http://h", "smtp://h:0", "smtp://h:port", "h:25"])
def test_address_that_is_none_is_said_to_be(address: str) -> None:
    with pytest.raises(BadAddress, match="SMTP_URL"):
        PostOffice.at(address)


@pytest.mark.parametrize(("host", "sent"), [("127.0.0.1", Sent.TAKEN), ("127.1", Sent.UNSURE)])
async def test_password_goes_over_an_open_line_to_this_machine_alone(
    server: MailServer, host: str, sent: Sent
) -> None:
    """The second is this machine as well, but not by an address that says so."""
    office = PostOffice.at(f"smtp://ana:secret@{host}:{server.port}")
    message = EmailMessage()
    message["To"] = "to@example.org"
    outcome = await office.hand_in(message, "from@house.example", "to@example.org")
    assert outcome.sent is sent
    assert server.logins == (["ana"] if sent is Sent.TAKEN else [])


async def test_encrypted_from_the_first_byte_or_not_at_all(server: MailServer) -> None:
    office = PostOffice.at(server.url.replace("smtp", "smtps"))
    outcome = await office.hand_in(EmailMessage(), "from@house.example", "to@example.org")
    assert outcome.sent is Sent.UNSURE
    assert server.seen == []


async def test_house_that_cannot_send_says_why_and_where(server: MailServer) -> None:
    await PostOffice.at(server.url).check()
    async with mail_server() as gone:
        pass
    with pytest.raises(NotReached, match=f"127.0.0.1:{gone.port}"):
        await PostOffice.at(gone.url).check()


@pytest.mark.usefixtures("settings_of_this_test_alone")
def test_settings_for_mail_come_together_and_hide_their_password() -> None:
    address = "smtp://ana:a-secret@mail.example:587"
    for half in ({"smtp_url": address}, {"mail_from": "a@example.org"}):
        with pytest.raises(SettingsError, match="SMTP_URL and MAIL_FROM"):
            load(**half)
    for bad in ("nobody", "a@b, c@d", "A <a@b>\nBcc: c@d", "a@b>"):
        with pytest.raises(SettingsError, match="MAIL_FROM"):
            load(smtp_url=address, mail_from=bad)
    settings = load(smtp_url=address, mail_from="Meetings <a@example.org>")
    assert "a-secret" not in f"{settings!r} {settings.redacted()}"
    assert settings.smtp == address


@pytest.mark.usefixtures("settings_of_this_test_alone")
def test_doctor_looks_for_the_mail_server(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SMTP_URL", "smtp://ana:a-secret@127.0.0.1:9")
    monkeypatch.setenv("MAIL_FROM", "from@house.example")
    assert main(["doctor"]) == 1
    said = capsys.readouterr().out
    assert "wrong mail: The mail server at 127.0.0.1:9" in said
    assert "a-secret" not in said
