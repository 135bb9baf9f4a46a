## What we say when something cannot be done

refusal-bad_request = We did not understand that. Please load the page again.
refusal-not_signed_in = Please log in first.
refusal-signed_out = You have been logged out. Please log in again.
refusal-account_closed = Your account is closed. Write to the moderators to ask us to look again.
refusal-unknown_room = There is no such room.
refusal-unknown_message = This message is not here any more.
refusal-unknown_member = This person has no account here any more.
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
refusal-calm = This room is being kept calm until { $until }. New people can read along now, and write after that.
refusal-new_account_link = Links cannot be sent in your first day here. You can say it in your own words.
refusal-new_account_rooms = In your first day you can start writing in { $limit } rooms. You can go on writing in those. The others will be open to you tomorrow.
refusal-wrong_login = The name or the password is not right.
refusal-weak_password = Please choose another password. { $why }
refusal-bad_email = This does not look like an e-mail address. You can also leave it empty.
refusal-too_many_tries = That was tried many times from here. Please wait a little, then try again. Your account is safe.
refusal-joining_paused = New people cannot join until { $until }. You can read the open rooms. Please come back then.
refusal-too_young = This place is for people who are { $years } or older. We have kept nothing of what you wrote.
refusal-no_consent = To write here we have to keep your words, and they may speak of your health. Without your yes we cannot do that. You can say yes when you join, or later on the page “My account”. You can still read the open rooms.
refusal-wrong_code = The name or the recovery code is not right.
refusal-link_used = This link was used before, or its time is over. Please ask for a new one.
refusal-unknown_drop_in = There is no such drop-in.
refusal-not_your_turn = { $form ->
    [line] One person at a time is talking with the host now. Your words are safe here. You can take a place in line.
    [circle] Somebody is sharing now. Your words are safe here. You can have them shown when the share has ended.
    [questions] The hosts answer questions now. Your words are safe here. You can ask them as a question.
   *[other] It is not your turn to write yet. Your words are safe here.
  }
refusal-short_pause = There is a short pause. You can write again when it is over. Your words are safe here.
refusal-too_early = It is too early for that. You can do it from { $at } on.
refusal-not_live = This drop-in is not going on now.
refusal-line_closed = The line takes no new places today. You can leave a question.
refusal-in_another_line = You have a place in another line. Please leave that one first: one line at a time.
refusal-no_place = You have no place in this line now.
refusal-already_called = { $name } has been called already.
refusal-floor_taken = Somebody has the turn now.
refusal-nobody_waits = Nobody is waiting who can be called.
refusal-uncovered = Nobody is beside you. Without a second person only a line or a circle can open, for eight people at most.
refusal-not_expert = This needs a record that we have checked and that is still valid.
refusal-bad_schedule = These times cannot be saved like this. { $why }
refusal-too_many_times = This rule gives more than { $limit } times. Please choose an earlier last day.
refusal-clash = { $who ->
    [host] The host has another drop-in at that time: { $at }.
   *[room] This room has another drop-in at that time: { $at }.
  }
refusal-edited_meanwhile = Somebody else has saved this in the meantime. Both versions are below. Nothing is lost.
refusal-series_stopped = These sessions have stopped.
refusal-too_many_questions = { $limit } of your questions are waiting for an answer. You can take one back and ask another.
name-why-invisible = It has a character that cannot be seen.
name-why-marks = It has too many marks on one letter.
name-why-length = It needs 2 to 24 letters.
name-why-letters = It needs at least one letter.
name-why-link = It cannot be a web address or an e-mail address.
name-why-script = It mixes letters of different alphabets. Please use one alphabet.
name-why-reserved = It would look like a name for staff or a doctor.
