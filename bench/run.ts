import { cpus } from "node:os";
import { parseArgs } from "node:util";
import { type Cores, takeCore } from "./cores";
import { type Effort, type Figures, measure } from "./measure";
import { LARGE, measureOpening } from "./open";
import { makePlace, type PeerName, type Place } from "./place";
import { type OpeningResult, type RoomsResult, summaryOf, tellOpening, tellRooms } from "./report";

// `npm run bench:rooms -- [rooms] [open] [--quick] [--pinned]`; both parts unless one is named.

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: "boolean", default: false },
    pinned: { type: "boolean", default: false },
  },
});
const PARTS = ["rooms", "open"];
const unknown = positionals.find((part) => !PARTS.includes(part));
if (unknown) {
  console.error(`There is no part "${unknown}". The parts are: ${PARTS.join(", ")}.`);
  process.exit(1);
}
const wants = (part: string) => positionals.length === 0 || positionals.includes(part);

const say = (line: string) => console.log(line);

const MANY: Effort = {
  rounds: values.quick ? 1 : 3,
  saturatedMs: values.quick ? 2_000 : 3_000,
  burstMs: values.quick ? 1_000 : 2_000,
  steadyMs: values.quick ? 3_000 : 6_000,
  steadyPerSecond: 100,
  stormMessagesPerRoom: 20,
};
/** A message to 500 people is 500 deliveries: at ten a second as many as above at five times that. */
const ONE: Effort = { ...MANY, burstMs: 0, steadyPerSecond: 10, stormMessagesPerRoom: 50 };

const ROOMS = { organisations: 2, rooms: 50, members: 10 };
const ROOM = { organisations: 1, rooms: 1, members: LARGE.people };

async function run(place: Place, cores: Cores | null): Promise<void> {
  const core = cores ? { core: cores.generator } : {};
  say(`Making ${ROOM.members} people in one room${wants("rooms") ? " and 500 in fifty" : ""}.`);
  const one = await place.seed(ROOM);
  const many = wants("rooms") ? await place.seed(ROOMS) : [];
  const results: RoomsResult[] = [];
  if (wants("rooms")) {
    const peers = [
      await place.startProduct("live"),
      await place.startBaseline("shared", [...many, ...one]),
      await place.startBaseline("single", [...many, ...one]),
    ];
    const measureIn = async (title: string, rooms: typeof many, effort: Effort) => {
      say(`\n${title}, ${effort.rounds} rounds:`);
      const figures: Map<PeerName, Figures> = await measure(peers, rooms, effort, {
        say,
        analyse: place.analyse,
        ...core,
      });
      results.push({ title, effort, figures });
    };
    await measureIn("50 rooms × 10 members", many, MANY);
    await measureIn("1 room × 500 members", one, ONE);
    for (const { server } of peers) await server.stop();
  }
  let opening: OpeningResult | null = null;
  if (wants("open")) {
    say("\nOpening rooms.");
    const product = await place.startProduct("web,live");
    const large = one[0] ?? [];
    opening = await measureOpening(place, product, {
      large,
      times: values.quick ? 10 : 20,
      ...core,
    });
  }
  for (const result of results) say(tellRooms(result));
  if (opening) say(tellOpening(opening));
  say(`\n${JSON.stringify(summaryOf(results, opening))}`);
}

const cores = values.pinned ? takeCore() : null;
say(
  cores
    ? `Servers and database on core ${cores.servers}, load generator on core ${cores.generator}.`
    : `Nothing is tied to a core; the machine has ${cpus().length}.`,
);
const place = await makePlace();
try {
  await run(place, cores);
} finally {
  await place.stop();
}
