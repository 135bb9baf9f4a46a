// Rooms on Socket.IO, with its Redis adapter where one is named: `socket_io.cjs PORT [REDIS_URL]`.
const { createServer } = require('node:http')
const { createAdapter } = require('@socket.io/redis-adapter')
const { createClient } = require('redis')
const { Server } = require('socket.io')

async function adapter(url) {
  const publisher = createClient({ url })
  const subscriber = publisher.duplicate()
  await Promise.all([publisher.connect(), subscriber.connect()])
  return createAdapter(publisher, subscriber)
}

async function main(port, redis) {
  const http = createServer()
  const io = new Server(http, {
    transports: ['websocket'],
    serveClient: false,
    perMessageDeflate: false,
    ...(redis && { adapter: await adapter(redis) }),
  })
  io.on('connection', (socket) => {
    const { room } = socket.handshake.query
    socket.join(room)
    socket.on('say', (text) => io.to(room).emit('said', text))
  })
  http.listen({ host: '127.0.0.1', port, backlog: 4096 })
}

main(Number(process.argv[2]), process.argv[3])
