import { type Child, startChild } from "./children";
import { median, percentile } from "./figures";
import type { Answers, Command, Faults, OwnCost } from "./generator/plan";
import { type Peer, type PeerName, planFor, type RoomOfPeople } from "./place";

/** How long and how hard; one for each shape of room. */
export type Effort = {
  rounds: number;
  saturatedMs: number;
  /** 0: none. Everyone in one room has hundreds of posts under way already. */
  burstMs: number;
  steadyMs: number;
  steadyPerSecond: number;
  stormMessagesPerRoom: number;
};

/** Posts that each member has under way in a burst. */
export const BURST_IN_FLIGHT = 16;

/** One round of one server. */
type Round = {
  saturated: number;
  burst: number | null;
  /** Milliseconds of the server's processor for 1,000 deliveries, saturated. */
  cpuPer1000: number;
  p50: number;
  p99: number;
  stormSeconds: number;
};

/** Medians over the rounds; faults and the generator's cost over everything. */
export type Figures = Round & { faults: Faults; generator: OwnCost };

export type Surroundings = {
  /** Where the generator is to run, if anywhere in particular. */
  core?: string;
  say: (line: string) => void;
  /** Called once each server has done a little of everything. */
  analyse(): Promise<void>;
};

/** A little of everything, not counted: compiled code, full pools, tables that are not empty. */
const WARM_UP: Effort = {
  rounds: 1,
  saturatedMs: 1_000,
  burstMs: 0,
  steadyMs: 500,
  steadyPerSecond: 50,
  stormMessagesPerRoom: 2,
};

/**
 * Measures each server in turn, `rounds` times, the first one of a round changing: what the machine
 * does besides then meets all of them alike.
 */
export async function measure(
  peers: Peer[],
  rooms: RoomOfPeople[],
  effort: Effort,
  { core, say, analyse }: Surroundings,
): Promise<Map<PeerName, Figures>> {
  const rounds = new Map<PeerName, Round[]>();
  const faults = new Map<PeerName, Faults>();
  const costs = new Map<PeerName, OwnCost[]>();
  const generator = await startChild("generator/main.ts", core ? { core } : {});
  try {
    for (const peer of peers) await measureOnce(generator, peer, rooms, WARM_UP);
    await analyse();
    for (let n = 0; n < effort.rounds; n += 1) {
      for (const peer of [...peers.slice(n % peers.length), ...peers.slice(0, n % peers.length)]) {
        const result = await measureOnce(generator, peer, rooms, effort);
        rounds.set(peer.name, [...(rounds.get(peer.name) ?? []), result.round]);
        faults.set(peer.name, sumOf(faults.get(peer.name), result.faults));
        costs.set(peer.name, [...(costs.get(peer.name) ?? []), ...result.costs]);
        say(`  round ${n + 1}, ${peer.name}: ${sketchOf(result.round)}`);
      }
    }
  } finally {
    await generator.stop();
  }
  return new Map(
    peers.map(({ name }) => [
      name,
      {
        ...medianOf(rounds.get(name) ?? []),
        faults: faults.get(name) ?? sumOf(undefined, NO_FAULTS),
        generator: worstOf(costs.get(name) ?? []),
      },
    ]),
  );
}

async function measureOnce(generator: Child, peer: Peer, rooms: RoomOfPeople[], effort: Effort) {
  const ask = <C extends Command>(command: C) => generator.ask<Answers[C["do"]]>(command);
  await ask({ do: "connect", plan: planFor(peer, rooms) });
  const cpuBefore = await peer.server.ask<number>("cost");
  const saturated = await ask({ do: "saturate", inFlight: 1, ms: effort.saturatedMs });
  const cpuMs = (await peer.server.ask<number>("cost")) - cpuBefore;
  const burst =
    effort.burstMs > 0
      ? await ask({ do: "saturate", inFlight: BURST_IN_FLIGHT, ms: effort.burstMs })
      : null;
  const steady = await ask({
    do: "steady",
    perSecond: effort.steadyPerSecond,
    ms: effort.steadyMs,
  });
  const storm = await ask({ do: "storm", messagesPerRoom: effort.stormMessagesPerRoom });
  const faults = await ask({ do: "disconnect" });
  const round: Round = {
    saturated: saturated.deliveries / saturated.seconds,
    burst: burst ? burst.deliveries / burst.seconds : null,
    cpuPer1000: (1000 * cpuMs) / saturated.deliveriesInAll,
    p50: percentile(steady.latencies, 0.5),
    p99: percentile(steady.latencies, 0.99),
    stormSeconds: storm.seconds,
  };
  return { round, faults, costs: [saturated, ...(burst ? [burst] : []), steady, storm] };
}

const NO_FAULTS: Faults = { lost: 0, doubled: 0, reordered: 0, refused: {} };

function sumOf(one: Faults = NO_FAULTS, other: Faults): Faults {
  const refused = { ...one.refused };
  for (const [code, n] of Object.entries(other.refused)) refused[code] = (refused[code] ?? 0) + n;
  return {
    lost: one.lost + other.lost,
    doubled: one.doubled + other.doubled,
    reordered: one.reordered + other.reordered,
    refused,
  };
}

function medianOf(rounds: Round[]): Round {
  const of = (key: Exclude<keyof Round, "burst">) => median(rounds.map((round) => round[key]));
  const bursts = rounds.flatMap(({ burst }) => burst ?? []);
  return {
    saturated: of("saturated"),
    burst: bursts.length > 0 ? median(bursts) : null,
    cpuPer1000: of("cpuPer1000"),
    p50: of("p50"),
    p99: of("p99"),
    stormSeconds: of("stormSeconds"),
  };
}

function worstOf(costs: OwnCost[]): OwnCost {
  return {
    cores: Math.max(...costs.map(({ cores }) => cores)),
    busy: Math.max(...costs.map(({ busy }) => busy)),
  };
}

function sketchOf({ saturated, burst, p99, stormSeconds }: Round): string {
  const parts = [
    `${Math.round(saturated)} deliveries/s`,
    ...(burst === null ? [] : [`${Math.round(burst)} in bursts`]),
    `p99 ${p99.toFixed(1)} ms`,
    `storm ${stormSeconds.toFixed(2)} s`,
  ];
  return parts.join(", ");
}
