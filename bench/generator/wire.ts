import { connect, type Socket } from "node:net";

// Engine.IO 4 in a raw WebSocket, by hand: a load generator that used the client library would cost
// more than the servers it measures. All connections read into one buffer, straight from the system.

const TEXT_FRAME = 0x81;
const CLOSE_FRAME = 0x88;
const OPEN = "0".charCodeAt(0);
const PING = "2".charCodeAt(0);
const MESSAGE = "4".charCodeAt(0);

const shared = Buffer.allocUnsafe(512 * 1024);

export type Address = { port: number; headers: Record<string, string> };

/**
 * `onMessage` gets a Socket.IO packet (what follows Engine.IO's `4`): the bytes from `start` to
 * `end`, which are used again for other things afterwards.
 */
export type Listener = {
  onMessage(bytes: Buffer, start: number, end: number): void;
  onEnd(): void;
};

/** One connection. It answers pings and connects to Socket.IO's main namespace by itself. */
export class Wire {
  readonly #socket: Socket;
  readonly #listener: Listener;
  #upgraded = false;
  #ended = false;
  /** What has arrived of a frame that is not whole yet. */
  #part: Buffer = Buffer.alloc(0);
  #partBytes = 0;

  constructor({ port, headers }: Address, listener: Listener) {
    this.#listener = listener;
    this.#socket = connect({
      port,
      host: "127.0.0.1",
      noDelay: true,
      onread: {
        buffer: shared,
        callback: (length) => {
          this.#read(shared, length);
          return true;
        },
      },
    });
    this.#socket.on("error", () => {});
    this.#socket.on("close", () => this.#end());
    this.#socket.write(upgradeRequest(port, headers));
  }

  /** Sends an Engine.IO packet. */
  send(packet: string): void {
    const length = Buffer.byteLength(packet);
    const head = length < 126 ? 6 : 8;
    const frame = Buffer.allocUnsafe(head + length);
    frame[0] = TEXT_FRAME;
    if (length < 126) frame[1] = 0x80 | length;
    else {
      frame[1] = 0x80 | 126;
      frame.writeUInt16BE(length, 2);
    }
    // A client's frames must be masked; a mask of zeros leaves them as they are.
    frame.writeUInt32BE(0, head - 4);
    frame.write(packet, head);
    this.#socket.write(frame);
  }

  /** Drops the connection as a lost network does: without a word. */
  drop(): void {
    this.#socket.destroy();
  }

  #end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#listener.onEnd();
  }

  #read(bytes: Buffer, length: number): void {
    if (this.#partBytes === 0) {
      const taken = this.#take(bytes, length);
      if (taken < length) this.#append(bytes, taken, length);
      return;
    }
    this.#append(bytes, 0, length);
    const needed = this.#upgraded ? frameBytes(this.#part, 0, this.#partBytes) : 0;
    if (needed > this.#partBytes) {
      // Growing once to the size of the frame keeps a large one from being copied at every read.
      if (Number.isFinite(needed) && needed > this.#part.length) this.#grow(needed);
      return;
    }
    const whole = this.#partBytes;
    this.#partBytes = 0;
    const taken = this.#take(this.#part, whole);
    if (taken < whole) this.#append(this.#part, taken, whole);
  }

  #append(bytes: Buffer, start: number, end: number): void {
    const length = end - start;
    if (this.#partBytes + length > this.#part.length) this.#grow(this.#partBytes + length);
    bytes.copy(this.#part, this.#partBytes, start, end);
    this.#partBytes += length;
  }

  #grow(bytes: number): void {
    const grown = Buffer.allocUnsafe(Math.max(bytes, 2 * this.#part.length, 4096));
    this.#part.copy(grown, 0, 0, this.#partBytes);
    this.#part = grown;
  }

  /** Handles every whole frame in the first `length` bytes. @returns how many bytes those were */
  #take(bytes: Buffer, length: number): number {
    let at = this.#upgraded ? 0 : this.#upgrade(bytes.subarray(0, length));
    while (at < length && this.#upgraded) {
      const end = at + frameBytes(bytes, at, length);
      if (end > length) break;
      if (bytes[at] === TEXT_FRAME) this.#packet(bytes, at + headBytes(bytes, at), end);
      else if (bytes[at] === CLOSE_FRAME) this.#socket.destroy();
      at = end;
    }
    return at;
  }

  /** Reads the answer to the request for a WebSocket. @returns its length, 0 until it is whole */
  #upgrade(bytes: Buffer): number {
    const end = bytes.indexOf("\r\n\r\n");
    if (end < 0) return 0;
    if (bytes.subarray(0, SWITCHING.length).equals(SWITCHING)) this.#upgraded = true;
    else this.#socket.destroy();
    return end + 4;
  }

  #packet(bytes: Buffer, start: number, end: number): void {
    const kind = bytes[start];
    if (kind === MESSAGE) this.#listener.onMessage(bytes, start + 1, end);
    else if (kind === PING) this.send("3");
    else if (kind === OPEN) this.send("40");
  }
}

const SWITCHING = Buffer.from("HTTP/1.1 101");

function upgradeRequest(port: number, headers: Record<string, string>): string {
  const lines = [
    "GET /live/?EIO=4&transport=websocket HTTP/1.1",
    `Host: 127.0.0.1:${port}`,
    "Connection: Upgrade",
    "Upgrade: websocket",
    "Sec-WebSocket-Version: 13",
    "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
  ];
  return `${lines.join("\r\n")}\r\n\r\n`;
}

function headBytes(bytes: Buffer, at: number): number {
  const short = bytes[at + 1] as number;
  if (short < 126) return 2;
  return short === 126 ? 4 : 10;
}

/** Bytes of the frame that begins at `at`; Infinity while its head has not arrived by `end`. */
function frameBytes(bytes: Buffer, at: number, end: number): number {
  if (end - at < 2 || end - at < headBytes(bytes, at)) return Number.POSITIVE_INFINITY;
  const short = bytes[at + 1] as number;
  if (short < 126) return 2 + short;
  if (short === 126) return 4 + bytes.readUInt16BE(at + 2);
  return 10 + Number(bytes.readBigUInt64BE(at + 2));
}
