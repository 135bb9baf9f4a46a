## The doors of the demonstration

doors-title = Come in and look around
doors-intro = Choose a door. You can go out again and try another one. The invented people do not answer you.
door-look-in = Look in
door-look-in-hint = Read a room as a guest. Nobody is told that you are there.
door-member = As a member
door-member-hint = Write, answer and react. Take a message back.
door-mentor = As a mentor
door-mentor-hint = Host a drop-in that is going on. See who wrote for the first time and waits for an answer.
door-moderator = As a moderator
door-moderator-hint = See what people told the moderators, and whose pause is about to end.
