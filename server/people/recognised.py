"""Somebody who has shown who they are, before there is a session."""

import msgspec

from rooms.ids import AccountId


class Recognised(msgspec.Struct, frozen=True):
    """A session may begin for them while the account's `auth_version` is still this."""

    account: AccountId
    auth_version: int
