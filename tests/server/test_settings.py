"""What an operator sets, from flags, environment and files; and the secret that is made without."""

import stat
from pathlib import Path

import pytest

from server.passwords import new_password, weakness
from server.settings import SettingsError, load

SECRET = "s" * 40
pytestmark = pytest.mark.usefixtures("settings_of_this_test_alone")


def test_secret_of_development_is_made_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    settings = load(data_dir=tmp_path / "data")
    made = settings.secret
    assert len(made) == 64
    assert load(data_dir=tmp_path / "data").secret == made
    assert stat.S_IMODE((tmp_path / "data" / "secret.key").stat().st_mode) == 0o600
    assert [file.name for file in (tmp_path / "data").iterdir()] == ["secret.key"]


def test_secret_may_come_from_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "key").write_text(SECRET + "\n", encoding="utf-8")
    monkeypatch.setenv("SECRET_KEY_FILE", str(tmp_path / "key"))
    assert load(environment="production", database_url="postgresql://h/d").secret == SECRET.encode()


def test_worker_process_has_the_same_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    given = load(
        redis_url="redis://h",
        workers=3,
        secret_key=SECRET,
        metrics_token="m" * 20,
        public_url="https://a.example",
        port=81,
    )
    for name, value in given.as_environment().items():
        monkeypatch.setenv(name, value)
    assert load() == given


def test_flag_wins_over_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "8001")
    monkeypatch.setenv("WEB_CONCURRENCY", "4")
    assert load(port=8002, workers=1).port == 8002


def test_herokus_database_address_is_understood() -> None:
    assert load(database_url="postgres://u:p@h/d").database == "postgresql://u:p@h/d"


def test_address_with_a_path_is_refused() -> None:
    with pytest.raises(SettingsError, match="PUBLIC_URL"):
        load(public_url="https://example.org/rooms")


def test_passwords_we_make_are_taken() -> None:
    made = {new_password() for _ in range(50)}
    assert len(made) == 50
    assert not [password for password in made if weakness(password, "Luz")]
