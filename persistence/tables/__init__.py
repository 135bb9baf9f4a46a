"""The tables, and nothing else: they never leave this floor. Each is here under its own name."""

# Not used by name: importing the tables is what puts them into the metadata.
from persistence.tables import directory, people, safety, transcript  # noqa: F401
from persistence.tables.stored import Stored

ANYWHERE = "*"
"""In the place of a tree or a room: the name, or the role, where no row of its own says else."""

METADATA = Stored.metadata
_TABLES = METADATA.tables

log = _TABLES["log"]
theme = _TABLES["theme"]
room = _TABLES["room"]
account = _TABLES["account"]
screen_name = _TABLES["screen_name"]
held_name = _TABLES["held_name"]
membership = _TABLES["membership"]
role_grant = _TABLES["role_grant"]
session = _TABLES["session"]
sanction = _TABLES["sanction"]
report = _TABLES["report"]
first_message = _TABLES["first_message"]
duty = _TABLES["duty"]
suspension = _TABLES["suspension"]
joining_pause = _TABLES["joining_pause"]
throttle = _TABLES["throttle"]
one_use_link = _TABLES["one_use_link"]
notice = _TABLES["notice"]
entry = _TABLES["entry"]
reaction = _TABLES["reaction"]
read_marker = _TABLES["read_marker"]
audit = _TABLES["audit"]
outbox = _TABLES["outbox"]
