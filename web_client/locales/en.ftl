# One catalogue for the server's pages and the browser. The same keys in es.ftl, held by a test.

## The house

site-name = Hearthside
site-promise = Talk with people who live with what you live with.
site-plain = Free. No ads. No real name needed.
not-doctor = People here share what they have lived. They are not your doctor. If you feel very ill, call your local emergency number.
skip-to-writing = Skip to writing
skip-to-newest = Skip to newest message
skip-to-content = Skip to the page
nav-rooms = Rooms
nav-join = Join or log in
nav-log-out = Log out
nav-language = Language
demo-banner = This is a demonstration. The people here and what they say are invented.
client-not-built = Live talk is not available right now: this page’s program was not built. You can still read.

## Pages

page-rooms = Rooms
page-room = Room
page-join = Join
page-missing = Page not found
rooms-intro = Choose a room. Anyone can read the open ones.
rooms-empty = There are no rooms here yet.
room-readers-guests = Anyone can read this room.
room-readers-members = Only members can read this room.
room-locked = This room is closed for writing. You can read.
missing-text = There is nothing at this address. It may have moved.
missing-back = See all rooms
join-intro = To write, choose a screen name. It takes about a minute.
join-new = I am new here
join-known = I have been here before
join-name = Screen name
join-name-hint = Not your real name. 2 to 24 letters.
join-password = Password
join-password-hint = At least { $least } characters. A few words together are easy to remember.
join-submit = Join
login-submit = Log in
login-wrong = The name or the password is not right.
password-too-short = This password is too short. Use at least { $least } characters.
password-too-long = This password is too long.
password-too-common = Many people use this password. Please choose another.
join-too-many = Too many tries. Please wait a little and try again.
noscript-room = These are the latest messages. To talk live, turn on JavaScript and load the page again.

## Messages

messages = Messages
messages-none = It is quiet here right now. You can leave a message.
messages-loading = Loading the room…
load-earlier = Load earlier messages
loading-earlier = Loading earlier messages…
room-beginning = This is where the room begins.
new-since = New since you were here
new-messages = { $count ->
    [one] 1 new message
   *[other] { $count } new messages
  }
go-to-newest = Go to the newest messages
message-you = you
message-edited = edited
message-link = Link to this message
message-new-tab = Opens in a new tab.
replying-to = Replying to { $name }
quote-gone = A message that was taken down
quote-above = A message further up
back-to-where = Back to where you were
gone-retracted = The writer took this message back.
gone-retracted-yours = You took this message back.
gone-removed = A moderator took down this message.
gone-removed-why = A moderator took down this message. Reason: { $reason }.
gone-removed-yours = We took down your message. You can post it again as your own story.
gone-removed-yours-why = We took down your message. Reason: { $reason }. You can post it again as your own story.
actions-for = Actions for { $name }’s message, { $time }
actions = Actions
action-reply = Reply
action-edit = Change
action-retract = Take back
action-cancel = Cancel
action-close = Close
reactions-for = Answer without words
reaction-hug = Hug
reaction-thank_you = Thank you
reaction-me_too = Me too
reaction-hope = Hope
reaction-thinking_of_you = Thinking of you
reaction-count = { $reaction }, { $count ->
    [one] 1 person
   *[other] { $count } people
  }
reaction-count-mine = { $reaction }, { $count ->
    [one] you
   *[other] { $count } people, you too
  }
role-guest = guest
role-member = member
role-mentor = mentor
role-moderator = moderator
role-admin = admin

## Writing

composer-title = Write a message
composer-label = Write a message to this room
composer-send = Send
composer-enter-sends = Enter sends
composer-left = { $count ->
    [one] 1 character left
   *[other] { $count } characters left
  }
composer-over = { $count ->
    [one] 1 character too many
   *[other] { $count } characters too many
  }
composer-replying = Replying to { $name }
composer-stop-replying = Stop replying
composer-kept = Your unsent text is kept.
composer-join = You can read this room. To write, choose a screen name. It takes about a minute.
composer-join-link = Join or log in
post-as = You write here as { $name }.
change-name = Change the name
change-name-label = New screen name
change-name-submit = Use this name
paused-until = A moderator has paused your messages in this room until { $until }. You can still read.
paused-why = Reason: { $reason }.
unsent = Not sent yet
send-sending = Sending…
send-waiting = Will send when you are back.
send-failed = Not sent. Your words are safe here.
send-stale = { $minutes ->
    [one] You wrote this 1 minute ago. Do you still want to send it?
   *[other] You wrote this { $minutes } minutes ago. Do you still want to send it?
  }
send-again = Try again
send-edit = Change
send-delete = Delete
edit-title = Change your message
edit-label = Your message
edit-save = Save
edit-sealed = It will be marked as edited. Moderators can still open the old words for 72 hours, or longer if somebody reported them. Then they are deleted.
retract-title = Take back your message?
retract-sealed = Nobody in the room will see it any more. Moderators can still open it for 72 hours, or longer if somebody reported it. Then it is deleted.
retract-confirm = Take it back
writing-one = { $name } is writing…
writing-two = { $first } and { $second } are writing…
writing-several = Several people are writing…

## People

people = Who is here
people-mentors = Mentors here now
people-staff = Moderators on duty
people-members = Here with you
people-held = Taking a break
person-unnamed = A member
people-nobody = Nobody is shown right now.
crowd-few = A few others are reading.
crowd-ten_plus = 10+ others are reading.
listed-show = Show me here
listed-hide = Read quietly

## Moderators

moderate = For moderators
moderate-reason = Reason
moderate-choose = Choose a reason
take-down = Take down
put-back = Put back
sealed-open = Read the text that was taken away
sealed-title = Read the text that was taken away
sealed-note = Your name and your reason are written down. The text is deleted 72 hours after it was taken away.
sealed-reason = Why do you need to read it?
sealed-reason-missing = Please say why.
sealed-read = Read
sealed-texts = The text that was taken away
sealed-none = There is no text left to read. It is deleted 72 hours after it was taken away.
pause-person = Pause { $name }
pause-15-minutes = 15 minutes
pause-1-hour = 1 hour
pause-1-day = 1 day
step-out-person = Ask { $name } to step out
paused-person = Paused until { $until }.
stepped-out-person = Stepped out until { $until }.
lift = End it now
lift-person = End it now: { $name }
reason-contact_details = sharing contact details
reason-medical_advice = medical advice
reason-unkind = unkind words
reason-selling = selling something
reason-flooding = too many messages at once
reason-other = something else

## The line

line-reconnecting = Reconnecting…
line-offline = You are offline. You can keep writing. We will send it when you are back.
line-try-now = Try now
line-back = You are back.
line-ended-signed-out = You have been logged out. Your words are kept on this page.
line-ended-closed = Your account is closed. Write to the moderators to ask us to look again.
line-ended-too-old = There is a new version of this page.
line-ended-too-many = This place is open in too many windows. Close one and load this page again.
line-ended-other = The connection has ended.
line-reload = Load the page again
line-log-in = Log in

## What we say when something cannot be done

refusal-bad_request = We did not understand that. Please load the page again.
refusal-not_signed_in = Please log in first.
refusal-signed_out = You have been logged out. Please log in again.
refusal-account_closed = Your account is closed. Write to the moderators to ask us to look again.
refusal-unknown_room = There is no such room.
refusal-unknown_message = This message is not here any more.
refusal-unknown_member = This person is not here any more.
refusal-not_allowed = You cannot do this here.
refusal-not_joined = Please open the room first.
refusal-room_locked = This room is closed for writing. You can read.
refusal-muted = A moderator has paused your messages in this room until { $until }. You can still read. Reason: { $reason }.
refusal-stepped_out = A moderator asked you to take a break from this room until { $until }. Reason: { $reason }. Other rooms are still open to you.
refusal-slow = { $seconds ->
    [one] This room is going slowly so everyone can follow. You can send again in 1 second.
   *[other] This room is going slowly so everyone can follow. You can send again in { $seconds } seconds.
  }
refusal-rate_limited = That was a lot at once. Please wait a moment.
refusal-busy = There is a lot going on. Please try again in a moment.
refusal-retry = We could not tell whether that worked. Please try again.
refusal-empty = There is nothing to send yet.
refusal-too_long = Your message has { $length } characters. The limit is { $limit }. You can send it in two parts.
refusal-bad_text = There is a character in your text that cannot be sent. Please type it again.
refusal-too_late = You can change a message for { $minutes } minutes. You can still take it back.
refusal-gone = This message is not shown any more.
refusal-nothing_to_change = This is already so.
refusal-idempotency_conflict = This was sent before with other words. Please send it as a new message.
refusal-name_invalid = This name cannot be used. { $why }
refusal-name_taken = Somebody here already uses this name, or one that looks like it.
name-why-invisible = It has a character that cannot be seen.
name-why-marks = It has too many marks on one letter.
name-why-length = It needs 2 to 24 letters.
name-why-letters = It needs at least one letter.
name-why-reserved = It would look like a name for staff or a doctor.

## Spoken for people who listen to the page

say-message = { $name }: { $body }
say-message-role = { $name }, { $role }: { $body }
say-many = { $count ->
    [one] 1 new message
   *[other] { $count } new messages
  }
