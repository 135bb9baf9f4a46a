## The house

site-name = Hearthside
site-promise = Talk with people who live with what you live with.
site-plain = Free. No ads. No real name needed.
not-doctor = People here share what they have lived. They are not your doctor. If you feel very ill, call your local emergency number.
skip-to-writing = Skip to writing
skip-to-newest = Skip to newest message
skip-to-content = Skip to the page
nav-places = This place
nav-rooms = Rooms
nav-help = Get help
nav-me = My account
nav-join = Join or log in
nav-log-out = Log out
nav-language = Language
nav-moderation = Moderation
nav-mentoring = First messages
nav-rules = Rules and privacy
nav-contact = Contact
contact-text = To reach those who run this place: { $contact }
text-size = Text size
text-size-option = { $percent } %
demo-banner = Demonstration. These people are invented.
played = invented
client-not-built = You cannot write here right now. You can still read.
