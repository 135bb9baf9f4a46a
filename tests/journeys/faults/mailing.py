"""Where the processes of an unhurried house hand in their mail: one port of the loopback for the
whole test process, drawn before any of them begins. Nobody need listen there.
"""

from typing import Final

from tests.services.processes import free_port

MAIL_PORT: Final = free_port()
MAIL: Final = {
    "SMTP_URL": f"smtp://127.0.0.1:{MAIL_PORT}",
    "MAIL_FROM": "Meetings <house@house.test>",
}
