## Telling a moderator, on a page of its own

page-telling = Tell a moderator
telling-title = Tell a moderator
telling-first = If someone is in danger right now, do not wait for us.
telling-first-link = See who to call
telling-intro = Only moderators will read this. The person will not know you told us.
telling-about-message = It is about this message
telling-about-message-hidden = It is about a message in this room.
telling-about-room = It is about this room
telling-where = Which room is it about?
telling-nowhere = No room, or I do not know
telling-what = What is wrong?
telling-what-missing = Please choose what is wrong.
telling-note = Anything you want to add (you do not have to)
telling-note-hint = Up to 500 characters.
telling-send = Tell a moderator
telling-kept = Your words are still here.
telling-too-long = { $length ->
    [one] Your note has 1 character. The limit is { $limit }.
   *[other] Your note has { $length } characters. The limit is { $limit }.
  }
telling-too-many = You have told us a lot in a short time. Please wait a little, then try again.
telling-thanks = Thank you
telling-on-duty = A moderator is on duty now and will look at this soon. The person will not know you told us.
telling-nobody = No moderator is on duty right now. We will look at this when somebody is back. The person will not know you told us.
telling-nobody-help = If this cannot wait, these people can help now.
telling-back = Back to the room
telling-back-rooms = See all rooms

## For those who look after the rooms

page-moderation = Moderation
page-mentoring = First messages
mod-title = Moderation
mod-waiting = Needs attention
mod-waiting-count = { $count ->
    [one] 1 thing needs attention
   *[other] { $count } things need attention
  }
mod-calm = Nothing needs you right now.
mod-suspended = Your role as a moderator is set aside until { $until }. An admin has been told. You can read and write as a member.
mod-on-duty = On duty now: { $names }
mod-on-duty-none = Nobody is on duty right now.
mod-duty-on = I am on duty
mod-duty-off = End my duty
mod-duty-you = You are on duty. It lasts two hours from when you last had this page open.
mod-duty-open = You count as on duty while this page is open in your browser.
mod-duty-not = You are not on duty now.
mod-duty-ended = You have ended your duty. Press “I am on duty” when you are back.
mod-new = { $count ->
    [one] 1 new. Show it
   *[other] { $count } new. Show them
  }
mod-line-lost = Reconnecting. What you see may be a little old.
mod-line-ended = This list is not updated any more. Load the page again.
mod-kind-worry = Worried about someone
mod-kind-report = Somebody told us
mod-kind-first_message = First message, no answer yet
mod-kind-suspension = Role set aside
mod-kind-call = A call for a moderator
mod-call-help_now = Needs help now
mod-call-help_now-why = { $name } has said: I need help now.
mod-call-carry = More than the host can carry
mod-call-carry-why = { $name } hosts a drop-in and has pressed “More than I can carry”. The room is in a short pause.
mod-call-silent = The host does not answer
mod-call-silent-why = { $name } hosts a drop-in and did not answer whether all is well.
mod-call-away = The host is away
mod-call-away-why = { $name } hosts a drop-in and has been away for three minutes. Nobody has taken over yet.
mod-call-late = The host has not come
mod-call-late-why = { $name } was to begin a drop-in five minutes ago and is not here yet.
mod-call-asked = A host asks for a moderator
mod-call-asked-why = This stays between the hosts and the moderators. About: { $name }
mod-call-uncovered = Nobody is beside the host
mod-call-uncovered-why = { $name } hosts a drop-in in the next 24 hours, and nobody is named as a second person.
mod-call-unanswered = Nobody has taken this for three minutes.
mod-open-session = Open the drop-in
notice-help_unanswered = You told us that you need help now, and no moderator has come yet. We are still calling. Please do not wait for us: “Get help” shows who can help you now.
mod-house = The whole place
mod-minutes = { $minutes ->
    [0] just now
    [one] 1 minute ago
   *[other] { $minutes } minutes ago
  }
mod-hours = { $hours ->
    [one] 1 hour ago
   *[other] { $hours } hours ago
  }
mod-days = { $days ->
    [one] 1 day ago
   *[other] { $days } days ago
  }
mod-note = In their words
mod-message = The message
mod-message-removed = A moderator has taken this message down.
mod-message-retracted = The writer has taken this message back.
mod-message-lost = This message is not kept any more.
mod-room-itself = It is about the room itself.
mod-taken = { $name } has taken this.
mod-taken-expired = { $name } took this more than { $minutes } minutes ago and has not come back to it.
mod-taken-you = You have taken this.
mod-taken-until = Yours until { $until }.
mod-take = Take this
mod-take-over = Take it over
mod-release = Give it back
mod-open = Go to this message
mod-open-room = Open the room
mod-done = Done
mod-done-acted = Done: I acted
mod-finished = Done just now
mod-reopen = Put it back
mod-outcome-acted = I acted
mod-outcome-nothing_wrong = Nothing wrong
mod-outcome-handed_over = Handed over
mod-answered = It has its answer
mod-noted = I have seen this
mod-suspension = { $by } set the role of { $person } aside. Reason: { $reason }.
mod-suspension-until = Until { $until }.
mod-working = One moment…
mod-refused = Somebody else was first, or it is done already. The list is new now.
mod-refused-other = That did not work. The list is new now.
mod-rooms = Rooms
mod-rooms-waiting = { $count ->
    [one] 1 waiting
   *[other] { $count } waiting
  }
mod-rooms-calm = All the rooms you look after ({ $count })
mod-ending = About to end
mod-ending-none = No pause ends in the next half hour.
mod-ending-mute = { $name } can write again at { $until }.
mod-ending-removal = { $name } can come back at { $until }.
mod-joining = New people
mod-joining-open = New people can join.
mod-joining-paused = Nobody new can join until { $until }.
mod-joining-pause = Pause joining
mod-joining-end = Let people join again
mod-joining-long = For how long?
mod-joining-30-minutes = 30 minutes
mod-joining-2-hours = 2 hours
mod-joining-12-hours = 12 hours
mentor-title = First messages
mentor-intro = These people wrote in a room for the first time, and nobody has answered them yet.
mentor-waiting-count = { $count ->
    [one] 1 person is waiting for a first answer
   *[other] { $count } people are waiting for a first answer
  }
mentor-waiting = Waiting for a first answer
mentor-calm = Everybody who is new has an answer.
mentor-rooms = The rooms you welcome people in
mentor-claim = I will answer
mentor-claim-over = I will answer instead
mentor-claimed = { $name } is going to answer.
mentor-claimed-expired = { $name } wanted to answer more than { $minutes } minutes ago.
mentor-claimed-you = You are going to answer.
mentor-openings = A way to begin
mentor-openings-intro = Take one of these and make it your own.
mentor-opening-1 = Welcome. I am glad you wrote. I have lived with this too, and you are not alone here.
mentor-opening-2 = Thank you for telling us. That sounds like a lot. How are you doing today?
mentor-opening-3 = Hello, and welcome. Many of us remember our first message here. What would help you most right now?
