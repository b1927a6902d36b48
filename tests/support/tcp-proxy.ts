import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** A TCP proxy in front of a local port, whose connections can be cut or left unread. */
export async function startTcpProxy(targetPort: number) {
  const pairs = new Set<{ client: Socket; upstream: Socket }>();
  const server = createServer((client) => {
    const upstream = connect(targetPort, "127.0.0.1");
    const pair = { client, upstream };
    pairs.add(pair);
    client.pipe(upstream).pipe(client);
    for (const end of [client, upstream]) {
      end.on("error", () => {});
      end.on("close", () => {
        pairs.delete(pair);
        client.destroy();
        upstream.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    /** Cuts every connection, as a dead network does: nobody says goodbye. */
    cutAll() {
      for (const { client, upstream } of pairs) {
        client.resetAndDestroy();
        upstream.resetAndDestroy();
      }
    },
    /** Stops reading what the server sends, as a phone in a tunnel does. */
    stopReading() {
      for (const { client, upstream } of pairs) {
        upstream.unpipe(client);
        upstream.pause();
      }
    },
    get openConnections() {
      return pairs.size;
    },
    async close() {
      this.cutAll();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
