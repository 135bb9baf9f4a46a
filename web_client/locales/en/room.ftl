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
go-to-where-stopped = { $count ->
    [one] 1 new message. Go to where you stopped
   *[other] { $count } new messages. Go to where you stopped
  }
hold-new = Hold new messages
holding = { $count ->
    [0] Holding. Nothing new so far.
    [one] Holding. 1 new message.
   *[other] Holding. { $count } new messages.
  }
holding-show = Show them
message-you = you
message-edited = edited
message-first = first time here
message-whole = Show all of it
message-less = Show less
message-link = Link to this message
message-in-room = Go to this message in the room
message-not-here = The message is not shown here. Open it by itself
message-new-tab = Opens in a new tab.
replying-to = Replying to { $name }
quote-question = A question
quote-gone = A message that was taken down
quote-above = A message further up
back-to-where = Back to where you were
gone-retracted = The writer took this message back.
gone-retracted-yours = You took this message back.
gone-removed = A moderator took down this message.
gone-removed-why = A moderator took down this message. Reason: { $reason }.
gone-removed-yours = We took down your message. You can write it again in other words.
gone-removed-yours-why = We took down your message. Reason: { $reason }. You can write it again without that part.
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
composer-send-in = Send in { $seconds } s
composer-can-send = You can send again.
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
slow-wait = There is a short wait between two messages, so everyone can follow. Your words are kept.
ask-moderators = Write to the moderators in private
post-as = You write here as { $name }.
change-name = Change the name
change-name-label = New screen name
change-name-submit = Use this name
paused-until = A moderator has paused your messages in this room until { $until }. You can still read.
paused-why = Reason: { $reason }.
powers-suspended = Another moderator has set your role aside until { $until }. Reason: { $reason }. You can read and write here as a member. An admin will look at this with you.
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
edit-sealed = It will be marked as edited. Moderators can still open the old words for 72 hours, or longer if somebody told us about this message. Then they are deleted.
retract-title = Take back your message?
retract-sealed = Nobody in the room will see it any more. Moderators can still open it for 72 hours, or longer if somebody told us about this message. Then it is deleted.
retract-confirm = Take it back
writing-one = { $name } is writing…
writing-two = { $first } and { $second } are writing…
writing-several = Several people are writing…

## What holds for everybody here

room-menu = This room
room-open-again = You can write here again.
room-usual-pace = This room is back to its usual pace.

## The same name, or another

name-which = The same name here, or another?
name-elsewhere = In other rooms you are { $name }.
name-why = With another name, people who know you from there do not see that it is you. You can change it later.
name-same = Use { $name } here too
name-other = Another name for these rooms
name-later = Not now

## Telling a moderator

tell = Tell a moderator
tell-room = About this room.
tell-what = What is wrong?
concern-worried_about_someone = I am worried about someone
concern-contact_details = Private details, like a phone number
concern-medical_advice = Medical advice or a cure
concern-selling = Something is for sale
concern-unkind = Unkind or hurtful words
concern-something_else = Something else
tell-note = In your own words, if you like
tell-next = A moderator will read this. Nobody else sees it. The person will not know you told us.
tell-lacks = Please choose what is wrong.
tell-send = Send to the moderators
tell-page = Do it on a page of its own
tell-thanks = Thank you. A moderator will look at this. The person will not know you told us.
tell-on-duty = A moderator is on duty now and will see it soon.
tell-nobody = No moderator is on duty right now. They will see this as soon as they are back. If somebody is in danger, do not wait for us: get help now.
tell-help = Get help

## The line

line-reconnecting = Reconnecting…
line-offline = You are offline. You can keep writing. We will send it when you are back.
line-try-now = Try now
line-back = You are back.
line-ended-signed-out = You have been logged out. Your words are kept here. Log in to send them.
line-ended-closed = Your account is closed. Write to the moderators to ask us to look again.
line-ended-too-old = There is a new version of this page.
line-ended-too-many = This place is open in too many windows. Close one and load this page again.
line-ended-other = The connection has ended.
line-reload = Load the page again
line-log-in = Log in

## Spoken for people who listen to the page

say-message = { $name }: { $body }
say-message-role = { $name }, { $role }: { $body }
say-many = { $count ->
    [one] 1 new message
   *[other] { $count } new messages
  }
