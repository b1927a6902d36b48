import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";

// `npm run --silent seed:load`: rooms full of people for a load generator, as JSON lines on standard
// output and nothing else there. Works on a running demo only.

/** @param {string} line */
function fail(line) {
  console.error(line);
  process.exit(1);
}

/**
 * @param {string | undefined} text
 * @param {string} name
 * @param {number} most
 */
function count(text, name, most) {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= most) return value;
  return fail(`--${name} must be a whole number from 1 to ${most}.`);
}

function readSize() {
  try {
    const { values } = parseArgs({
      options: {
        organisations: { type: "string", default: "2" },
        rooms: { type: "string", default: "50" },
        members: { type: "string", default: "10" },
      },
    });
    const organisations = count(values.organisations, "organisations", 1_000);
    const rooms = count(values.rooms, "rooms", 10_000);
    return { organisations, rooms, members: count(values.members, "members", 1_000) };
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error));
  }
}

async function readRunning() {
  const dataDir = process.env.DATA_DIR || ".data";
  try {
    return JSON.parse(await readFile(join(dataDir, "runtime.json"), "utf8"));
  } catch {
    return fail(`Nothing is running on ${dataDir}: start it with \`npm start\` first.`);
  }
}

const size = readSize();
const running = await readRunning();
if (!running.demo) fail("This fills demo practices only, and the running one has a mail server.");
const { register } = await import("tsx/esm/api");
register();
const { seedLoad } = await import("../src/server/demo/load.ts");
await seedLoad(running, size, (person) => process.stdout.write(`${JSON.stringify(person)}\n`));
