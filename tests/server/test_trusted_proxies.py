"""Whom the operator may name as a proxy that is believed: machines, and never everybody."""

import pytest

from server.settings import SettingsError, load


@pytest.mark.parametrize("named", ["*", "127.0.0.1, *", "0.0.0.0/0", "::/0", "10.0.0.1/8", "proxy"])
def test_nobody_believes_everybody(named: str) -> None:
    with pytest.raises(SettingsError, match="TRUSTED_PROXIES"):
        load(trusted_proxies=named)


@pytest.mark.parametrize("named", ["", "127.0.0.1", "10.0.0.0/8, 192.0.2.7,::1", "fd00::/8"])
def test_proxies_are_named_by_address_or_network(named: str) -> None:
    assert load(trusted_proxies=named).trusted_proxies == named
