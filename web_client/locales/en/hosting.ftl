## The host's panel in the live room, besides what the host's page says

console-about = About this drop-in
console-asked-by = Asked by { $name }. May be shown with the name.
console-bar-now = Now: { $name }, { $minutes } min
console-bar-called = Called: { $name }
console-bar-next = Next: { $name }
console-carry-lines = Help lines
console-done-next = Done, next person
console-helpers-choose = Choose a person
console-line-whole = Show the whole line
console-not-taken = Nobody has taken this yet.
console-somebody-waits = Somebody is in line.
console-was-called = Invited. Time to answer: { $left }. They can ask for more.
console-load-hours_day = You have hosted a lot in the last 24 hours.
