## A drop-in in the live room: one's own place and turn

live-the-session = the drop-in
live-more = Show more
live-less = Show less
live-scheduled = The drop-in starts { $when }, your time.
live-lobby = The door is open. It starts { $when }, your time.
live-now = Live now. It ends about { $when }, your time.
live-wrapping = It ends soon: about { $when }, your time.
live-next = The next one is { $when }, your time.
live-speaks-line = { $name } is with the host now.
live-speaks-circle = { $name } is sharing now.
live-take-circle = I would like to share
live-place-left = You have left the line. You can take a new place.
live-wait-soon = It will not take long.
live-sees-question = { $host } can see your question:
live-more-often = You can ask for more time as often as you need.
live-left = Your turn waits for { $left } more.
live-left-over = The next person may go first now. You stay in line.
live-left-soon = Half a minute is left. You can ask for more time.
live-not-now = It is not your turn to write yet. Your words are safe here.
live-turn-heard = Everyone hears you now.
live-turn-short = You can write several short messages.
live-turn-nearly = Most of the usual time has passed. Finish in your own time. Nobody cuts you off.
live-mismatch-languages = They speak { $spoken }. You chose { $yours }. The host can see that, and can ask somebody who speaks both to help.
live-ask-in-writing = Please answer me in writing
live-in-writing-asked = You have asked for an answer in writing.
live-told-spoken = The host says: { $words }
live-ask-it = Ask it as a question
live-hold = Say it after the share
live-held = { $count ->
    [0] Nothing of yours waits.
    [one] 1 of your messages waits until the share has ended.
   *[other] { $count } of your messages wait until the share has ended.
  }
live-held-over = This was not sent. You can take it back to where you write.
live-held-back = Take it back
live-feedback-hint = Please leave out names.
help-now-calling = We are telling the moderators…
help-now-words = A few words, if you like. Only moderators and the host read them.
help-now-words-send = Send these words
help-now-again = Tell the moderators again
message-asked = { $name } asked:
message-asked-unnamed = A question that somebody asked:

## Quiet lines between the messages

mark-opened = { $name } has opened the drop-in.
mark-opened-unnamed = The drop-in has opened.
mark-early = { $minutes ->
    [one] { $name } has opened the drop-in 1 minute early. If you come at the planned time, you are on time.
   *[other] { $name } has opened the drop-in { $minutes } minutes early. If you come at the planned time, you are on time.
  }
mark-early-unnamed = { $minutes ->
    [one] The drop-in has opened 1 minute early.
   *[other] The drop-in has opened { $minutes } minutes early.
  }
mark-again = { $name } goes on with the drop-in.
mark-again-unnamed = The drop-in goes on.
mark-closed = The drop-in has ended. Everybody can write here.
mark-closed-moderator = A moderator has ended the drop-in. Everybody can write here.
mark-unhosted = The host could not be here. This is an ordinary open room now.
mark-stopped = These sessions have stopped. Everybody can write here.
mark-handed = { $name } hosts from here on.
mark-handed-unnamed = Somebody else hosts from here on.
mark-handed-over = { $from } hands over to { $name }.
mark-away = The host lost the connection. { $name } goes on.
mark-away-unnamed = The host lost the connection. Somebody else goes on.
mark-taken = { $name } hosts from here on.
mark-taken-unnamed = Somebody else hosts from here on.
mark-given = { $name } has the turn.
mark-given-unnamed = The next person has the turn.
mark-gone = The turn pauses, because the connection was lost. The place is kept.
mark-frozen = A short pause. It goes on soon.
mark-thawed = It goes on.

## Moments in the live room

time-clock = { $hour ->
   *[other] { $clock }
  }
time-day-clock = { $day }, { $clock }
time-at = at { $clock }
time-at-day = on { $day } at { $clock }
