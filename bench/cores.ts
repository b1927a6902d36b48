import { execFileSync } from "node:child_process";

// Where the system can tell a process which core to run on, the servers and the database share one
// and the generator has another: it then takes nothing from what it measures.

export type Cores = { servers: string; generator: string };

/** Puts this process, and what it starts from now on, on one core. @returns null where it cannot */
export function takeCore(): Cores | null {
  if (process.platform !== "linux") return null;
  try {
    const told = execFileSync("taskset", ["-pc", String(process.pid)], { encoding: "utf8" });
    const [servers, generator] = coresOf(told.slice(told.lastIndexOf(":") + 1).trim());
    if (!servers || !generator) return null;
    execFileSync("taskset", ["-apc", servers, String(process.pid)], { stdio: "ignore" });
    return { servers, generator };
  } catch {
    return null; // no such program, or not allowed
  }
}

/** `0,2-4` → 0, 2, 3, 4. */
function coresOf(list: string): string[] {
  return list.split(",").flatMap((part) => {
    const [first = 0, last = first] = part.split("-").map(Number);
    return Array.from({ length: last - first + 1 }, (_, at) => String(first + at));
  });
}
