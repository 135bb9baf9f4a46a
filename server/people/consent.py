"""To what a person agrees when joining: that words about their health are kept, and shown to others
who may read the room. Without it nobody can write here (GDPR, Art. 9(2)(a)).
"""

CONSENT_VERSION = "2026-11"
"""Of the text `join-consent`. A text that asks for more is a new version, and is asked anew."""
