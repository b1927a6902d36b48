import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

/** `typeOnly` imports vanish before anything runs. Paths are relative to the repository. */
export type Import = { from: string; to: string; typeOnly: boolean };

const SOURCE = /\.(ts|tsx|js|mjs)$/;
// One statement up to its module name: static imports, re-exports and dynamic imports.
const IMPORTS =
  /(?:^|[\n;])\s*(?:import|export)\s+(type\s+)?([^;'"]*?)\s*from\s*["']([^"']+)["']|(?:^|[\n;])\s*import\s*["']([^"']+)["']|\bimport\(\s*["']([^"']+)["']\s*\)/g;

/** Every import of every file under `folders`; own modules resolved to files, packages by name. */
export function readImports(root: string, folders: string[]): Import[] {
  return folders
    .flatMap((folder) => listFiles(path.join(root, folder)))
    .flatMap((file) => {
      const from = path.relative(root, file);
      return parseImports(readFileSync(file, "utf8")).map(({ module, typeOnly }) => ({
        from,
        to: resolve(root, file, module),
        typeOnly,
      }));
    });
}

export function parseImports(source: string): { module: string; typeOnly: boolean }[] {
  return [...source.matchAll(IMPORTS)].map(([, type, names = "", from, bare, dynamic]) => ({
    module: (from ?? bare ?? dynamic) as string,
    typeOnly: Boolean(type) || namesOnlyTypes(names),
  }));
}

function namesOnlyTypes(names: string): boolean {
  const listed = /^\{([^}]*)\}$/.exec(names.trim())?.[1]?.split(",") ?? [];
  const written = listed.map((name) => name.trim()).filter(Boolean);
  return written.length > 0 && written.every((name) => name.startsWith("type "));
}

function listFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && SOURCE.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name));
}

function resolve(root: string, file: string, module: string): string {
  const own = module.startsWith("@/")
    ? path.join(root, "src", module.slice(2))
    : module.startsWith(".")
      ? path.resolve(path.dirname(file), module)
      : null;
  return own === null ? module : path.relative(root, own).replace(SOURCE, "");
}

// Earlier ranks never import later ones; equal ranks never import each other.
const DOMAIN_RANKS: Record<string, number> = {
  users: 0,
  organisations: 1,
  groups: 2,
  sessions: 3,
  rooms: 4,
  checkins: 5,
  exposures: 6,
  drafts: 6,
  sharing: 7,
  moderation: 8,
  turns: 9,
  boxes: 9,
  "shared-exposures": 9,
  "run-sheets": 10,
  live: 11,
  debriefs: 11,
  digests: 12,
};

/** The closed set of names inside a domain. */
const DOMAIN_FILES = ["contract", "tables", "rules", "reads", "writes", "router", "socket", "jobs"];
/** Names beyond the set, each with its decision in ARCHITECTURE.md. */
const DECIDED_FILES = ["rooms/lane", "rooms/cards", "rooms/attendance"];
const SHARED_ACROSS_DOMAINS = ["contract", "reads", "writes"];
/** Writes and reads like the others, only under names of their own. */
const DECIDED_SHARED = ["rooms/cards", "rooms/attendance"];

type Place = { domain: string; name: string };

function placeOf(file: string): Place | null {
  const [, domain, name] = /^src\/server\/domains\/([^/]+)\/([^/.]+)/.exec(file) ?? [];
  return domain && name ? { domain, name } : null;
}

/** What an import breaks, in words; null when it is allowed. The rules of ARCHITECTURE.md. */
export function whatItBreaks(each: Import): string | null {
  const { from, to, typeOnly } = each;
  const here = placeOf(from);
  const there = placeOf(to);
  if (to.startsWith("src/app") && !from.startsWith("src/app")) return "nobody imports src/app";
  if (from.startsWith("src/components/ui/") && /^src\/(server|components\/(?!ui\/))/.test(to)) {
    return "components/ui imports nothing of this product";
  }
  if (from.startsWith("src/components/") && to.startsWith("src/server/")) {
    const router = to === "src/server/trpc/root" && typeOnly;
    if (there?.name !== "contract" && !router) {
      return "components take contracts and the router's type from the server, nothing else";
    }
  }
  if (here && there && here.domain !== there.domain) {
    if ((DOMAIN_RANKS[there.domain] ?? 99) >= (DOMAIN_RANKS[here.domain] ?? -1)) {
      return `${here.domain} comes before ${there.domain}, or beside it`;
    }
    const keys = here.name === "tables" && there.name === "tables";
    const shared =
      SHARED_ACROSS_DOMAINS.includes(there.name) ||
      DECIDED_SHARED.includes(`${there.domain}/${there.name}`);
    if (!shared && !keys) {
      return "domains share contract, reads and writes; a table has one owner";
    }
  }
  if (here && (here.name === "rules" || here.name === "contract")) {
    const pure =
      /^(zod\/mini|node:crypto|src\/server\/lib\/|temporal-polyfill)/.test(to) || there !== null;
    const io = there && !typeOnly && !["rules", "contract"].includes(there.name);
    if ((!pure && !typeOnly) || io) return `${here.name}.ts does no IO`;
  }
  if (here && ["router", "socket", "jobs"].includes(here.name)) {
    if (/^(drizzle-orm|postgres$)/.test(to) || there?.name === "tables") {
      return "transports call writes and reads; they never touch the database";
    }
  }
  if (/^drizzle-orm|^postgres$/.test(to) && from.startsWith("src/") && !mayHoldSql(from, here)) {
    return "SQL lives in db/, tables, reads, writes, the outbox and the queue";
  }
  if (/^socket\.io$/.test(to) && !/^src\/server\/(realtime\/|main\.)/.test(from)) {
    return "socket.io is the gateway's";
  }
  if (to.startsWith("@trpc/server") && from.startsWith("src/")) {
    const allowed = /^src\/(server\/trpc\/|app\/api\/trpc\/)/.test(from) || here?.name === "router";
    if (!allowed) return "@trpc/server is for trpc/, router.ts and its route";
  }
  if (/^nodemailer|^smtp-server/.test(to) && !from.startsWith("src/server/mail/")) {
    return "the mail library is mail/'s";
  }
  if (/^(sharp|s3mini)$/.test(to) && /^src\/(?!server\/storage\/)/.test(from)) {
    return "photos are opened and objects kept by storage/";
  }
  return null;
}

function isDecided({ domain, name }: Place): boolean {
  return DECIDED_FILES.includes(`${domain}/${name}`);
}

function mayHoldSql(from: string, here: Place | null): boolean {
  if (here) return ["tables", "reads", "writes"].includes(here.name) || isDecided(here);
  return /^src\/server\/(db\/|realtime\/(outbox|tables)\.|jobs\/queue\.)/.test(from);
}

/** Files of domains whose name is not in the closed set. */
export function strangeDomainFiles(files: string[]): string[] {
  return files.filter((file) => {
    const place = placeOf(file);
    if (!place || /\/(emails|content)\//.test(file)) return false;
    return !DOMAIN_FILES.includes(place.name) && !isDecided(place);
  });
}

/** The first cycle of run-time imports found, as a list of files; null when there is none. */
export function findCycle(imports: Import[]): string[] | null {
  const graph = new Map<string, string[]>();
  for (const { from, to, typeOnly } of imports) {
    if (typeOnly || !to.startsWith("src/")) continue;
    const key = from.replace(SOURCE, "");
    graph.set(key, [...(graph.get(key) ?? []), to]);
  }
  const done = new Set<string>();
  const visit = (file: string, trail: string[]): string[] | null => {
    if (trail.includes(file)) return [...trail.slice(trail.indexOf(file)), file];
    if (done.has(file)) return null;
    for (const next of graph.get(file) ?? []) {
      const cycle = visit(next, [...trail, file]);
      if (cycle) return cycle;
    }
    done.add(file);
    return null;
  };
  for (const file of graph.keys()) {
    const cycle = visit(file, []);
    if (cycle) return cycle;
  }
  return null;
}
