## Finding a room

find-label = Find your room
find-hint = Use your own words, in English or Spanish. For example: ostomy, long COVID, caring for my mother.
find-submit = Find
find-private = We do not keep what you look for.
find-results = { $count ->
    [one] 1 room for “{ $words }”
   *[other] { $count } rooms for “{ $words }”
  }
find-none = We found no room for “{ $words }”
find-none-text = That can happen with rare illnesses, and with typing mistakes. Perhaps one of these is near, or one of all the rooms below.
find-nothing = What are you looking for?
find-nothing-text = Write a word or two about what you live with. Or choose from all the rooms below.
find-no-cookie = Your words did not arrive. This page keeps them in a cookie for ten minutes, and your browser may not allow that. You can choose from all the rooms below.
find-all = All rooms
find-distress = It sounds as if things are very hard right now.
find-distress-text = You do not have to carry this alone. There are people you can call or write to.
find-distress-link = See who you can call or write to
find-distress-rooms = Rooms where you can begin

now-title = Where people are talking
now-none = It is quiet in all rooms right now. You can leave a message in any of them.
here-few = People here now
here-ten_plus = 10+ here
here-mentor = mentor here
here-today = Talk today

rooms-title = Rooms
rooms-view = How to show the rooms
rooms-by-theme = By theme
rooms-az = A to Z
rooms-filter = Narrow the list
rooms-filter-language = Language spoken
rooms-filter-whom = For whom
rooms-filter-any = Any
rooms-filter-submit = Show
rooms-filter-clear = Show all again
rooms-filtered = { $count ->
    [one] 1 room fits.
   *[other] { $count } rooms fit.
  }
rooms-filtered-none = No room fits all of this. Try with less.
rooms-count = { $count ->
    [one] 1 room
   *[other] { $count } rooms
  }
rooms-other = More rooms
whom-living = For people living with it
whom-caring = For people who care for someone
whom-bereaved = For people who have lost someone
whom-all = For everybody
whom-living-short = Living with it
whom-caring-short = Caring for someone
whom-bereaved-short = Have lost someone
room-members-only = Members only
room-is-closed = Closed for now
room-has-moved = Has moved
room-caregivers = For those who care: { $room }
room-unread = { $count ->
    [one] 1 new message
   *[other] { $count } new messages
  }

safe-title = Who looks after this place
safe-moderators = Moderators read along. You can tell them about any message.
safe-duty = On duty now: { $names }
safe-duty-none = No moderator is on duty right now. They will see what you tell them when they are back.
safe-mentors = Mentors have lived it themselves. They welcome people who are new.
safe-names = You choose a screen name. Nobody in the rooms sees your e-mail.
safe-more = How we keep this place safe
