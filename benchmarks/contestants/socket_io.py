"""What Socket.IO speaks: its protocol 5 inside Engine.IO 4, over a WebSocket from the start."""

from benchmarks.contestants.contestant import Dialect, Hear, Say

# 4 is a message of Engine.IO: 40 joins, 42 is an event; 2 is its ping and 3 the answer.
SOCKET_IO = Dialect(
    path="/socket.io/?EIO=4&transport=websocket&room={room}",
    way_in=(Hear('"sid"'), Say("40"), Hear('40{"sid"')),
    message='42["say","{payload}"]',
    answers=(("2", "3"),),
)
