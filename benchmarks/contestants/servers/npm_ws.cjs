// Rooms on npm's `ws`, as its own broadcast example: `npm_ws.cjs PORT`.
const { WebSocket, WebSocketServer } = require('ws')

const rooms = new Map()
const server = new WebSocketServer({
  host: '127.0.0.1',
  port: Number(process.argv[2]),
  backlog: 4096,
  perMessageDeflate: false,
})

server.on('connection', (socket, request) => {
  if (!rooms.has(request.url)) rooms.set(request.url, new Set())
  const members = rooms.get(request.url)
  members.add(socket)
  socket.on('message', (data) => {
    for (const member of members)
      if (member.readyState === WebSocket.OPEN) member.send(data, { binary: false })
  })
  socket.on('close', () => members.delete(socket))
  socket.on('error', () => socket.terminate())
})
