"""The tables, and nothing else: they never leave this floor. Each is here under its own name."""

# Not used by name: importing the tables is what puts them into the metadata.
from persistence.tables import directory, dropins, people, safety, transcript  # noqa: F401
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
drop_in_series = _TABLES["drop_in_series"]
drop_in = _TABLES["drop_in"]
drop_in_seen = _TABLES["drop_in_seen"]
drop_in_place = _TABLES["drop_in_place"]
held_reply = _TABLES["held_reply"]
drop_in_question = _TABLES["drop_in_question"]
drop_in_coming = _TABLES["drop_in_coming"]
drop_in_present = _TABLES["drop_in_present"]
drop_in_feedback = _TABLES["drop_in_feedback"]
drop_in_debrief = _TABLES["drop_in_debrief"]
help_call = _TABLES["help_call"]
expert_record = _TABLES["expert_record"]
calendar_feed = _TABLES["calendar_feed"]
outbox = _TABLES["outbox"]
