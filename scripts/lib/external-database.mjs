import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";
import { errorCode, oneLine, StartError } from "./start-error.mjs";

const OLDEST = 180_000;
const LIMIT_MS = 10_000;

/**
 * The driver tries again for ever where something accepts a connection and then hangs up (a proxy in
 * front of nothing), so the whole attempt has a limit.
 * @param {AbortSignal} ended stops the clock
 * @returns {Promise<never>}
 */
async function limit(ended) {
  await sleep(LIMIT_MS, undefined, { signal: ended });
  throw Object.assign(new Error("no answer"), { code: "CONNECT_TIMEOUT" });
}

/**
 * What to tell about a failed connection, without the password that is part of the address.
 * @param {string} variable
 * @param {URL} url
 * @param {unknown} error
 */
export function explain(variable, url, error) {
  const where = `${url.hostname}:${url.port || 5432}`;
  const user = decodeURIComponent(url.username);
  const database = decodeURIComponent(url.pathname.slice(1));
  switch (errorCode(error)) {
    case "ECONNREFUSED":
    case "ECONNRESET":
    case "EHOSTUNREACH":
    case "ENETUNREACH":
    case "ETIMEDOUT":
    case "CONNECT_TIMEOUT":
    case "CONNECTION_CLOSED":
      return `${variable}: no database answers at ${where}. Is it running, and is the address right?`;
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return `${variable}: there is no host named ${url.hostname}.`;
    case "28P01":
    case "28000":
      return `${variable}: the database at ${where} refuses user "${user}" (wrong password, or not allowed from here).`;
    case "3D000":
      return `${variable}: there is no database named "${database}" at ${where}.`;
    case "42501":
      return `${variable}: user "${user}" may not connect to database "${database}" at ${where}.`;
    default:
      return `${variable}: the database at ${where} cannot be used (${oneLine(error)}).`;
  }
}

/**
 * Refuses a server that is too old.
 * @param {string} variable
 * @param {number} version as in `server_version_num`
 */
export function assertRecent(variable, version) {
  if (version >= OLDEST) return;
  throw new StartError(
    `${variable}: PostgreSQL ${Math.floor(version / 10_000)} answers there, and Unpolished needs 18 or newer.`,
  );
}

/**
 * Connects once to a database that is not ours, so that a wrong address stops the start with one
 * line rather than failing page by page.
 * @param {string} variable the environment variable that holds the address, for the message
 * @param {string} address
 * @throws {StartError}
 */
export async function checkDatabase(variable, address) {
  if (!URL.canParse(address))
    throw new StartError(`${variable} is not an address like postgres://…`);
  const sql = postgres(address, { max: 1, connect_timeout: 8, onnotice: () => {} });
  const ended = new AbortController();
  try {
    const question = sql`select current_setting('server_version_num')::int as version`;
    const [row] = await Promise.race([question, limit(ended.signal)]);
    assertRecent(variable, row?.version);
  } catch (error) {
    if (error instanceof StartError) throw error;
    throw new StartError(explain(variable, new URL(address), error));
  } finally {
    ended.abort();
    await sql.end({ timeout: 0 });
  }
}
