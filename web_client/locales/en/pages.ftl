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
