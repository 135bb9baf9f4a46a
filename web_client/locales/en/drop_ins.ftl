## Drop-ins: the days ahead, and one session

page-drop-ins = Drop-ins
page-drop-in = Drop-in
nav-drop-ins = Drop-ins
dropins-title = Drop-ins
dropins-intro = At a set hour, a mentor is here for you. You can just read along, or be heard, one person at a time. Nobody is rushed.
dropins-soon = Coming up
dropins-now = Happening now
dropins-none-day = No drop-in on this day. The rooms are open at any hour.
dropins-none = There are no drop-ins in the next two weeks. The rooms are open at any hour.
dropins-none-fit = No drop-in fits this. Choose “All” to see more.
dropins-horizon = These are the next 14 days.
dropins-rooms = See all rooms
dropins-filter-language = Language
dropins-filter-theme = Theme
dropins-filter-any = All
dropins-schedule = Schedule drop-ins
dropins-zone = Times are in your time: { $zone }.
dropins-zone-unknown = We do not know your time zone yet, so these times are in UTC. Please choose yours.
dropins-zone-change = Change
dropins-zone-label = Your time zone
dropins-zone-choose = Choose your zone
dropins-zone-submit = Use this one
continent-Africa = Africa
continent-America = America
continent-Antarctica = Antarctica
continent-Asia = Asia
continent-Atlantic = Atlantic
continent-Australia = Australia
continent-Europe = Europe
continent-Indian = Indian Ocean
continent-Pacific = Pacific

dropin-today = today
dropin-tomorrow = tomorrow
dropin-midnight = { $clock }, midnight
dropin-noon = { $clock }, noon
dropin-at = { $hour ->
   *[other] at { $clock }
  }
dropin-in-minutes = { $count ->
    [0] now
    [one] in 1 minute
   *[other] in { $count } minutes
  }
dropin-in-hours = { $count ->
    [one] in 1 hour
   *[other] in { $count } hours
  }
dropin-in-days = { $count ->
    [one] in 1 day
   *[other] in { $count } days
  }
dropin-span = { $from } to { $to }
dropin-utc = We do not know your time zone yet.
dropin-your-time = Your time: { $zone }
dropin-with = Drop-in with { $host }
dropin-second = { $name } is there too.
dropin-see = See this drop-in
dropin-listen = Listen in
dropin-room-open = Go to the room
dropin-in-line = { $count ->
    [0] Nobody in line
    [one] 1 person in line
   *[other] { $count } people in line
  }
dropin-next = { $told ->
    [nobody] Next drop-in: { $host }, { $day } { $at }
   *[other] Next drop-in: { $host }, { $day } { $at }, your time
  }
dropin-form-open_hour = Open hour: everyone talks
dropin-form-line = One person at a time
dropin-form-circle = Circle: one share at a time
dropin-form-questions = Questions and answers
dropin-chip-scheduled = Coming up
dropin-chip-lobby = Door open
dropin-chip-late = A little late
dropin-chip-live = Live now
dropin-chip-host_away = Live now
dropin-chip-wrapping = Ending soon
dropin-chip-overrun = Ending soon
dropin-chip-ended = Ended
dropin-chip-answered = Ended
dropin-chip-unhosted = Did not take place
dropin-chip-cancelled = Cancelled
dropin-chip-stopped = Stopped
dropin-status-scheduled = Starts { $until }.
dropin-status-lobby = The door is open. It starts { $at }.
dropin-status-late = { $host } is running a few minutes late. You do not need to do anything.
dropin-status-late-minutes = { $minutes ->
    [one] { $host } says: about 1 minute late. You do not need to do anything.
   *[other] { $host } says: about { $minutes } minutes late. You do not need to do anything.
  }
dropin-status-live = Planned end: { $ends }.
dropin-status-host_away = { $host } has lost the connection. Places in line are kept. If it takes longer than three minutes, somebody else goes on.
dropin-status-wrapping = It is coming to its end. Planned end: { $ends }.
dropin-status-overrun = The planned time is over. Nobody is cut off.
dropin-status-frozen = A short pause. It goes on soon.
dropin-status-ended = This drop-in has ended.
dropin-status-answered = This drop-in has ended. Every question has an answer.
dropin-status-unhosted = Nobody could host this time. We are sorry. This is an ordinary open room now.
dropin-status-cancelled = This drop-in was cancelled. We are sorry.
dropin-status-stopped = These sessions have stopped.
dropin-next-date = The next one: { $day }, { $at }.
dropin-next-none = No other date is set yet.
dropin-all = See all drop-ins
dropin-languages = Languages: { $languages }
dropin-covered-no = The host is alone this time. There are 8 places at most.

dropin-expect = What to expect
dropin-expect-read = You can just read. You do not have to write anything.
dropin-expect-open_hour-1 = Everyone can write. When it gets busy, it goes slowly so everyone can follow.
dropin-expect-open_hour-2 = { $host } reads along and answers.
dropin-expect-line-1 = If you want to talk, take a place in line.
dropin-expect-line-2 = { $host } is with one person at a time, in the room. Everyone in the room can read it.
dropin-expect-circle-1 = One person shares at a time. The others read, and answer without words.
dropin-expect-circle-2 = If you want to share, take a place. You can pass, and share later.
dropin-expect-questions-1 = You ask, ahead of time or during the hour. { $host } answers in the room or in writing.
dropin-expect-questions-2 = Your question is shown in the room only if you say so.
dropin-expect-doctor = { $host } is not a doctor.
dropin-expect-expert = We have checked { $host }’s record: { $scope }. Issued by { $issuer }. What you read here does not replace your own care team.

dropin-time = When
dropin-change-zone = Change
dropin-coming = I will come
dropin-coming-you = You said that you will come.
dropin-coming-not = I will not come after all
dropin-coming-hint = The host sees no names. They see how many will come, and only from five people up.
dropin-remind = Remind me
dropin-remind-mail = We remind you one day before and 10 minutes before: here, and by e-mail. The message says “Online meeting”, nothing more.
dropin-remind-page = We remind you here, one day before and 10 minutes before. If you want e-mail too, you can say so on the page “Calendar and reminders”.
dropin-remind-no-mail = This place sends no e-mail. You will see the reminder here, when you come by.
dropin-remind-on = Reminders are on.
dropin-remind-off = Turn reminders off
dropin-calendar = Add to calendar
dropin-calendar-hint = The title says “Online meeting”.
dropin-join = To take part you need a screen name. It takes about a minute.
dropin-join-link = Join or log in
dropin-outside = You can see when it is. You cannot take part in this room right now.

dropin-line = The line
dropin-line-shut-title = Later you can take a place
dropin-line-opens = The line opens 15 minutes before, { $at }. Until then you can leave a question.
dropin-line-closed = The line takes no new places today. You can leave a question.
dropin-line-long = The line is long today. We may not reach everyone. A question you leave is kept.
dropin-line-full = All places are taken. You can go on the waiting list.
dropin-take-question = What would you like to talk about? You do not have to say.
dropin-take-question-hint = { $host } sees it first. Others in line never see it.
dropin-take-note = Something for the host alone
dropin-take-note-hint = Only the host reads this. It is erased when your turn ends.
dropin-take-language = The language you want to speak
dropin-take-writing = { $host } may answer in writing if there is no time for me
dropin-take = Take a place in line
dropin-take-again = Save what I wrote
dropin-shown = May your question be shown in the room?
dropin-shown-no = No
dropin-shown-unnamed = Yes, without my name
dropin-shown-named = Yes, with my name
dropin-change-words = Change what you wrote

dropin-place = { $position ->
    [1] You are next in line.
    [2] You are second in line.
    [3] You are third in line.
    [4] You are fourth in line.
    [5] You are fifth in line.
    [6] You are sixth in line.
    [7] You are seventh in line.
    [8] You are eighth in line.
    [9] You are ninth in line.
    [10] You are tenth in line.
   *[other] You have place { $position } in line.
  }
dropin-place-hidden = You have a place in line. We will call you.
dropin-place-listed = All places are taken. You are on the waiting list. You move up without doing anything.
dropin-place-aside = Your place is kept. Take the time you need.
dropin-place-called = It is your turn. Take your time.
dropin-place-called-until = Your turn waits until { $until }. You can ask for more time as often as you need.
dropin-place-talking = Everyone is listening to you now. Take your time.
dropin-place-done = Your turn is over. Thank you for being here.
dropin-place-answered = { $host } answered you in writing.
dropin-place-unreached = We did not reach you today. We are sorry. Your question is kept.
dropin-place-moved = We called you, and then let the next person go first. You are still in line.
dropin-wait = { $from ->
    [0] { $to ->
        [one] It may take a minute.
       *[other] It may take up to { $to } minutes.
      }
   *[other] It may take { $from } to { $to } minutes.
  }
dropin-wait-rest = You can leave this page open and rest.
dropin-wait-unlikely = We will most likely not reach you today. Your question is kept, and you can ask for an answer in writing.
dropin-told = The host to everyone who waits:
dropin-your-question = Your question
dropin-your-note = For the host alone
dropin-answer = The answer
dropin-aside = Keep my place, I will be right back
dropin-back = I am back
dropin-leave = Leave the line
dropin-hide = Hide my place
dropin-show = Show my place
dropin-ready = I am ready
dropin-more = Give me two more minutes
dropin-pass = Pass, keep me in line
dropin-done = I have said what I wanted
dropin-mismatch = Nobody who hosts this has said that they speak your language. You can stay. Below are other ways.
dropin-mismatch-writing = You can ask for an answer in writing.
dropin-mismatch-instead = These drop-ins may fit better:
dropin-instead = Another drop-in that may suit you:

dropin-ask = Leave a question
dropin-ask-hint = The hosts see it. It is shown in the room only if you say so. If it is not shown there, it is erased 7 days after the drop-in.
dropin-ask-label = Your question
dropin-ask-send = Leave the question
dropin-ask-mine = Your questions
dropin-ask-back = Take it back
dropin-ask-waits = No answer yet. It is kept.
dropin-ask-erased = It is erased on this day: { $day }.
dropin-ask-read = It was read out in the room.
dropin-ask-answered = Answered in writing:

dropin-feedback = How was it for you?
dropin-feedback-hint = The mentor never learns who said what. Answers are shown only when there are five or more.
dropin-feedback-heard = Did you feel heard?
dropin-feedback-heard-yes = Yes
dropin-feedback-heard-partly = Partly
dropin-feedback-heard-no = No
dropin-feedback-again = Would you come again?
dropin-feedback-again-yes = Yes
dropin-feedback-again-maybe = Maybe
dropin-feedback-again-no = No
dropin-feedback-words = Anything else? You do not have to.
dropin-feedback-send = Send
dropin-feedback-done = Thank you for telling us.

dropin-said-place = You have a place in line.
dropin-said-left = You have left the line. You can take a new place.
dropin-said-question = Your question is kept.
dropin-said-question-back = Your question was taken back.
dropin-said-coming = We have noted that you will come.
dropin-said-remind = We will remind you.
dropin-said-mail = We also write to you by e-mail from now on.
dropin-said-off = That is off now.
dropin-refused-kept = What you wrote is still here.

## Help at once

dropin-help = I need help now
dropin-help-hint = Only the host and the moderators are told. If you are in line, you keep your place.
dropin-private = A private word to the moderators
dropin-private-hint = It goes to all moderators, never to one volunteer alone.
page-help-now = Help
help-now-title = You are not alone
help-now-sent = The moderators and the host have been told. Nobody else sees it. If you are in line, you keep your place.
help-now-guest = To reach our moderators you need a screen name. These people can help you right now.
help-now-refused = We could not tell the moderators. These people can help you right now.
help-now-first = If it cannot wait, call now:
help-now-more = More lines, and other countries
help-now-back = Back to the drop-in
help-now-back-room = Back to the room

## The host's page without a script

page-hosting = Hosting
console-title = Hosting
console-link = Open the host’s page
console-back = Back to the drop-in
console-now = Now with you
console-now-none = Nobody is with you right now.
console-minutes = { $minutes ->
    [0] just now
    [one] for 1 minute
   *[other] for { $minutes } minutes
  }
console-line = { $count ->
    [0] Nobody is in line
    [one] 1 person in line
   *[other] { $count } people in line
  }
console-nobody-yet = { $count ->
   *[other] Nobody yet. At least { $count } people said they would come.
  }
console-nobody = Nobody yet. That is all right. People often come a little later.
console-first = first time here
console-here = in the room
console-away = not in the room now
console-waiting = waiting
console-listed = on the waiting list
console-aside = stepped aside
console-called = called
console-talking = talking
console-speaks = Speaks: { $language }
console-question = Question
console-note = For you alone
console-writing-ok = An answer in writing is welcome.
console-shown-no = Not to be shown in the room
console-shown-unnamed = May be shown without a name
console-shown-named = May be shown with the name
console-invite = Invite
console-next = Invite the next person
console-later = Later
console-write = Answer in writing
console-write-label = Your answer, for this person alone
console-send = Send
console-urgent = This is urgent
console-urgent-label = Why this person goes first. It is logged, and shown to nobody in the room.
console-urgent-submit = Let them go first
console-done = Done
console-open = Begin the drop-in
console-end = End the drop-in
console-end-hint = You can undo this for one minute.
console-ended = The drop-in has ended.
console-undo = Undo: go on
console-take = Host this drop-in
console-take-hint = You can take over while the host is away, or as a moderator.
console-tell = Tell everyone waiting
console-tell-label = A few words
console-late = I am running late
console-late-minutes = How many minutes?
console-late-submit = Tell everyone
console-close-line = Close the line
console-open-line = Open the line again
console-line-is-closed = The line is closed. Those who have a place keep it.
console-cohost = Somebody beside me
console-cohost-now = Beside you: { $name }
console-cohost-name = Who
console-cohost-submit = Ask them to stand beside me
console-cohost-none = Host without them
console-hand = Hand over
console-hand-hint = They have one minute to accept. Until then, you host. A short note helps: three lines, no names, no diagnosis. It is erased after 24 hours.
console-hand-note = Note for who comes next
console-hand-submit = Hand over
console-offered = You have asked { $name } to take over. You host until they accept.
console-offered-you = You have been asked to take over.
console-accept = I take over
console-handed = From the host before you:
console-helpers-none = No other mentor or moderator is in the room now.
console-well = All well?
console-well-hint = If you do not answer within three minutes, a moderator looks in.
console-well-yes = All well
console-carry = More than I can carry
console-carry-hint = One press. It calls the moderators, tells the others “a short pause”, and gives you words.
console-carry-title = You did the right thing
console-carry-told = The moderators have been called. The others see: “a short pause”. You do not have to solve this alone.
console-carry-words = Words you can use
console-carry-words-1 = “I have read what you wrote. I am glad that you told us.”
console-carry-words-2 = “This is more than I can help with alone. I have asked somebody to come who can.”
console-carry-words-3 = “Are you safe right now? If not, please call one of these numbers. I will stay here.”
console-pause = Short pause
console-go-on = Go on
console-paused = There is a short pause. Only hosts and moderators can write.
console-private = A word to the moderators
console-private-label = Only moderators see this
console-questions = Questions
console-questions-none = No question is waiting.
console-read-out = Read it out
console-calls = Calls for a moderator
console-call-help_now = Somebody needs help now
console-call-carry = More than the host can carry
console-call-silent = The host did not answer
console-call-away = The host is away
console-call-late = The host is late
console-call-asked = A word from the host
console-call-uncovered = Nobody is beside the host
console-call-taken = { $name } is seeing to it.
console-call-unanswered = Nobody has answered for three minutes. Please use the help lines.
console-load = Please look after yourself
console-load-hours_week = You have hosted many hours this week.
console-load-long_line = More than 8 people are in line. You could close it, or ask somebody to stand beside you.
console-load-no_break = You have hosted for a long time without a break. A short pause is all right.
console-load-two_crises = That was a second call for help. Please take ten minutes if somebody can take over.
console-acts = For this hour
console-after = Afterwards
console-debrief = How was it for you?
console-debrief-how-good = Light
console-debrief-how-mixed = Mixed
console-debrief-how-heavy = Heavy
console-debrief-words = Anything you want to keep for yourself
console-debrief-talk = I would like to talk to somebody
console-debrief-send = Save
console-debrief-hint = Only you see this. If you tick the box, the moderators see it too.
console-debrief-done = Saved. Thank you for this hour.
console-feedback = What people said
console-feedback-few = Fewer than five people have answered so far. Answers are shown from five up.
console-attendance = { $count ->
   *[other] At least { $count } people were here.
  }
console-attendance-few = Fewer than five people were here, or we could not count.
console-said-done = Done.
