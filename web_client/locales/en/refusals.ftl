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
name-why-invisible = It has a character that cannot be seen.
name-why-marks = It has too many marks on one letter.
name-why-length = It needs 2 to 24 letters.
name-why-letters = It needs at least one letter.
name-why-link = It cannot be a web address or an e-mail address.
name-why-script = It mixes letters of different alphabets. Please use one alphabet.
name-why-reserved = It would look like a name for staff or a doctor.
