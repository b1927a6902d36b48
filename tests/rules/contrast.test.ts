import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";

const css = readFileSync(
  path.join(import.meta.dirname, "../../src/components/ui/css/tokens.css"),
  "utf8",
);

const tokens = new Map(
  [...css.matchAll(/--color-([\w-]+): light-dark\((#\w{6}), (#\w{6})\)/g)].map(
    ([, name, light, dark]) => [name as string, { light: light as string, dark: dark as string }],
  ),
);

const papers = ["paper", "scrap", "well", "clay-wash"];

/** What may stand on what, and the ratio WCAG 2.2 AA asks of it: text 4.5, edges and focus 3. */
const pairs: [ink: string, grounds: string[], ratio: number][] = [
  ["ink", papers, 4.5],
  ["ink-soft", papers, 4.5],
  ["pencil", papers, 4.5],
  ["clay", papers, 4.5],
  ["clay-deep", papers, 4.5],
  ["edge", papers, 3],
  ["focus", papers, 3],
  ["on-clay", ["clay", "clay-deep"], 4.5],
];

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [lighter = 0, darker = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (lighter + 0.05) / (darker + 0.05);
}

describe.each(["light", "dark"] as const)("on %s paper", (theme) => {
  it.each(
    pairs.flatMap(([ink, grounds, ratio]) => grounds.map((ground) => ({ ink, ground, ratio }))),
  )("$ink on $ground holds $ratio to 1", ({ ink, ground, ratio }) => {
    const above = tokens.get(ink)?.[theme] ?? "missing";
    const below = tokens.get(ground)?.[theme] ?? "missing";
    expect(contrast(above, below)).toBeGreaterThanOrEqual(ratio);
  });
});
