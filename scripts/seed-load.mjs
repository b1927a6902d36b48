import { parseArgs } from "node:util";
import { register } from "tsx/esm/api";
import { command, findRunning } from "./lib/running.mjs";
import { StartError } from "./lib/start-error.mjs";

// `npm run --silent seed:load`: rooms full of people for a load generator, as JSON lines on standard
// output and nothing else there. Works on a running demo only.

/**
 * @param {string} name
 * @param {string} text
 * @param {number} most
 */
function count(name, text, most) {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= most) return value;
  throw new StartError(`--${name} must be a whole number from 1 to ${most}.`);
}

function readSize() {
  const options = /** @type {const} */ ({
    organisations: { type: "string", default: "2" },
    rooms: { type: "string", default: "50" },
    members: { type: "string", default: "10" },
  });
  const { values } = parseArgs({ options });
  return {
    organisations: count("organisations", values.organisations, 1_000),
    rooms: count("rooms", values.rooms, 10_000),
    members: count("members", values.members, 1_000),
  };
}

await command(async () => {
  const size = readSize();
  const running = await findRunning();
  if (!running.demo) {
    throw new StartError("This fills demo practices only, and the running one has a mail server.");
  }
  register();
  const { seedLoad } = await import("../src/server/demo/load.ts");
  await seedLoad(running, size, (person) => process.stdout.write(`${JSON.stringify(person)}\n`));
});
