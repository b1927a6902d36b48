import { rounded, tableOf } from "./figures";
import type { Faults } from "./generator/plan";
import type { Effort, Figures } from "./measure";
import { BURST_IN_FLIGHT } from "./measure";
import { LARGE, type OpeningFigures, SMALL } from "./open";
import type { PeerName } from "./place";

export type RoomsResult = { title: string; effort: Effort; figures: Map<PeerName, Figures> };
export type OpeningResult = { large: OpeningFigures; small: OpeningFigures };

const TITLES: Record<PeerName, string> = {
  product: "Unpolished",
  shared: "Socket.IO, shared transactions",
  single: "Socket.IO, one transaction each",
};

const whole = (value: number) => Math.round(value).toLocaleString("en-GB");

export function tellRooms({ title, effort, figures }: RoomsResult): string {
  const rows = [...figures].map(([name, each]) => [
    TITLES[name],
    whole(each.saturated),
    each.burst === null ? "" : whole(each.burst),
    each.cpuPer1000.toFixed(1),
    `${each.p50.toFixed(1)} / ${each.p99.toFixed(1)}`,
    each.stormSeconds.toFixed(2),
    `${each.faults.lost} / ${each.faults.doubled} / ${each.faults.reordered}`,
    `${rounded(each.generator.cores)} (${Math.round(100 * each.generator.busy)} %)`,
  ]);
  const header = [
    title,
    "deliveries/s",
    `in bursts of ${BURST_IN_FLIGHT}`,
    "server ms/1,000",
    `p50 / p99 ms at ${effort.steadyPerSecond}/s`,
    "storm s",
    "lost / doubled / reordered",
    "generator, at most",
  ];
  return `\n${tableOf(header, rows)}`;
}

export function tellOpening({ large, small }: OpeningResult): string {
  const rowOf = (title: string, { connected, joined, page }: OpeningFigures) => [
    title,
    joined.toFixed(1),
    connected.toFixed(1),
    page.toFixed(1),
  ];
  const sizeOf = ({ people, messages }: typeof LARGE) =>
    `${people} people, ${messages.toLocaleString("en-GB")} messages`;
  return `\n${tableOf(
    ["Opening a room", "joined ms", "connected and joined ms", "page ms"],
    [rowOf(sizeOf(LARGE), large), rowOf(sizeOf(SMALL), small)],
  )}`;
}

/** The product's ratio to a baseline's, for one shape of rooms. */
function ratio(
  { figures }: RoomsResult,
  key: "saturated" | "burst" | "p99" | "stormSeconds",
  baseline: "shared" | "single",
): number {
  const product = figures.get("product")?.[key] ?? Number.NaN; // NaN where it was not measured
  return rounded(product / (figures.get(baseline)?.[key] ?? Number.NaN));
}

/** The last line: of each ratio the worse of both shapes, and the product's faults over all. */
export function summaryOf(results: RoomsResult[], opening: OpeningResult | null): object {
  const each = (key: Parameters<typeof ratio>[1], baseline: "shared" | "single") =>
    results.map((result) => ratio(result, key, baseline));
  const faults = (key: Exclude<keyof Faults, "refused">) =>
    results.reduce((sum, { figures }) => sum + (figures.get("product")?.faults[key] ?? 0), 0);
  const refused = results.flatMap(({ figures }) =>
    Object.entries(figures.get("product")?.faults.refused ?? {}),
  );
  return {
    ...(results.length > 0 && {
      saturation_ratio: Math.min(...each("saturated", "shared")),
      single_ratio: Math.min(...each("saturated", "single")),
      burst_ratio: Math.min(...each("burst", "shared").filter(Number.isFinite)),
      p99_ratio: Math.max(...each("p99", "shared")),
      storm_ratio: Math.max(...each("stormSeconds", "shared")),
      lost: faults("lost"),
      doubled: faults("doubled"),
      reordered: faults("reordered"),
      refused: refused.reduce((sum, [, n]) => sum + n, 0),
    }),
    ...(opening && {
      open_ratio: rounded(
        Math.max(
          opening.large.joined / opening.small.joined,
          opening.large.page / opening.small.page,
        ),
      ),
    }),
    shapes: Object.fromEntries(
      results.map((result) => [
        result.title,
        {
          saturation: ratio(result, "saturated", "shared"),
          single: ratio(result, "saturated", "single"),
          burst: ratio(result, "burst", "shared"),
          p99: ratio(result, "p99", "shared"),
          storm: ratio(result, "stormSeconds", "shared"),
        },
      ]),
    ),
  };
}
