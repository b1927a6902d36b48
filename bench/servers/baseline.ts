import { createServer } from "node:http";
import { Server } from "socket.io";
import { answerBench, ownCpuMs } from "../child";
import { openStore, type Stored } from "./baseline-store";

// Bare Socket.IO that does the same durable work as the product and nothing else: stores a message
// and its event with a counter for each room, sends it to everyone in the room, acknowledges after
// the commit, and answers `sinceSeq` after a reconnect. It asks nobody who they are. It speaks as
// much of docs/realtime.md as that takes, so that one generator measures both.

const { DATABASE_URL, PORT, SHARES_COMMITS } = process.env;
const store = await openStore(`${DATABASE_URL}`, { sharesCommits: SHARES_COMMITS === "yes" });

type Join = { roomId: string; sinceSeq?: number };
type Post = { roomId: string; clientMessageId: string; body: string };

const http = createServer();
const io = new Server(http, {
  path: "/live",
  transports: ["websocket"],
  serveClient: false,
  perMessageDeflate: false,
});

const eventOf = (message: Stored) => ({
  seq: message.seq,
  kind: "message_posted",
  messageId: message.id,
  message,
});

io.on("connection", (socket) => {
  const author = { id: `${socket.handshake.headers.cookie}`, name: "Somebody", role: "member" };

  socket.on("room:join", async ({ roomId, sinceSeq }: Join, ack) => {
    await socket.join(roomId);
    if (sinceSeq === undefined) {
      const messages = await store.listNewest(roomId);
      return ack({ ok: true, snapshot: { roomId, seq: messages.at(-1)?.seq ?? 0, messages } });
    }
    const missed = await store.listSince(roomId, sinceSeq);
    ack({ ok: true, seq: missed.at(-1)?.seq ?? sinceSeq, events: missed.map(eventOf) });
  });

  socket.on("message:post", async ({ roomId, clientMessageId, body }: Post, ack) => {
    const message = await store.add({ roomId, author, clientMessageId, body }, (stored) => {
      io.to(roomId).emit("room:changed", { roomId, events: [eventOf(stored)] });
    });
    ack({ ok: true, messageId: message.id, seq: message.seq });
  });
});

http.listen(Number(PORT), "127.0.0.1", () => answerBench(ownCpuMs));
