import { createServer } from "node:net";
import { errorCode, StartError } from "./start-error.mjs";

/**
 * Listens for an instant.
 * @param {number} port 0 for any free one
 * @param {string} [host] all interfaces when absent
 * @returns {Promise<number>} the port that could be had
 */
function tryListen(port, host) {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen({ port, host, exclusive: true }, () => {
      const address = server.address();
      const got = typeof address === "object" && address ? address.port : port;
      server.close(() => resolve(got));
    });
  });
}

/**
 * A port that is free on this host's loopback now. Somebody may take it before it is used: callers
 * retry.
 * @returns {Promise<number>}
 */
export function freeLoopbackPort() {
  return tryListen(0, "127.0.0.1");
}

/**
 * @param {number} port
 * @returns {Promise<boolean>}
 */
export async function isLoopbackPortFree(port) {
  return tryListen(port, "127.0.0.1").then(
    () => true,
    () => false,
  );
}

/**
 * Refuses in one line when the web address cannot be had, before anything slow has been started.
 * @param {number} port
 * @param {string} host
 * @throws {StartError}
 */
export async function assertWebPortFree(port, host) {
  try {
    await tryListen(port, host);
  } catch (error) {
    const code = errorCode(error);
    if (code === "EADDRINUSE") {
      throw new StartError(
        `PORT ${port} is taken by another program. Choose another, for example: PORT=${port + 1} npm start`,
      );
    }
    if (code === "EACCES") {
      throw new StartError(
        `PORT ${port} needs administrator rights on this machine. Choose one above 1023.`,
      );
    }
    if (["EADDRNOTAVAIL", "ENOTFOUND", "EAI_AGAIN", "EINVAL"].includes(code)) {
      throw new StartError(`HOST ${host} is not an address of this machine.`);
    }
    throw new StartError(`HOST ${host} and PORT ${port} cannot be listened on (${code}).`);
  }
}
