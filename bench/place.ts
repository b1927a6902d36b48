import { randomBytes } from "node:crypto";
import postgres, { type Sql } from "postgres";
import { freeLoopbackPort } from "../scripts/lib/ports.mjs";
import { startThrowawayCluster } from "../scripts/lib/postgres.mjs";
import { migrate } from "../src/server/db/migrate";
import { type LoadPerson, type LoadSize, seedLoad } from "../src/server/demo/load";
import { type Child, startChild } from "./children";
import type { Plan } from "./generator/plan";
import { makeTables } from "./servers/baseline-store";

export type PeerName = "product" | "shared" | "single";

/** A running server, and whom to connect to it as for a room of the product's. */
export type Peer = { name: PeerName; port: number; server: Child };

/** Everyone of a room, its facilitator first. */
export type RoomOfPeople = LoadPerson[];

export type Place = {
  /** Makes rooms full of people in the product, through its own writes. */
  seed(size: LoadSize): Promise<RoomOfPeople[]>;
  startProduct(roles: string): Promise<Peer>;
  /** Makes rooms of the same ids in a database of its own, and starts a baseline on it. */
  startBaseline(name: "shared" | "single", rooms: RoomOfPeople[]): Promise<Peer>;
  /** Gathers statistics in every database, as a running installation does within a minute. */
  analyse(): Promise<void>;
  stop(): Promise<void>;
};

/**
 * One durable PostgreSQL in a temporary folder, gone with `stop` or with this process. Every server
 * is a process of its own, started alike.
 */
export async function makePlace(): Promise<Place> {
  const cluster = await startThrowawayCluster({ durable: true });
  await migrate(cluster.ownerUrl);
  const port = await freeLoopbackPort();
  const url = `http://127.0.0.1:${port}`;
  const servers: Child[] = [];
  const databases = [inDatabase(cluster.adminUrl, new URL(cluster.appUrl).pathname)];

  async function start(name: PeerName, file: string, env: Record<string, string>): Promise<Peer> {
    const server = await startChild(file, { env: { NODE_ENV: "production", ...env } });
    servers.push(server);
    return { name, port: Number(env.PORT), server };
  }

  return {
    seed: async (size) => {
      const people: LoadPerson[] = [];
      await seedLoad({ databaseUrl: cluster.appUrl, url }, size, (person) => people.push(person));
      // The facilitator is told of first in each room.
      return [...Map.groupBy(people, ({ room }) => room).values()];
    },
    startProduct: (roles) =>
      start("product", "servers/product.ts", {
        PORT: String(port),
        PUBLIC_URL: url,
        HOST: "127.0.0.1",
        DATABASE_URL: cluster.appUrl,
        AUTH_SECRET: randomBytes(32).toString("hex"),
        // Nothing here sends mail; without an address it would start a mailbox of its own.
        SMTP_URL: "smtp://127.0.0.1:1",
        LOG_LEVEL: "warn",
        ROLES: roles,
      }),
    startBaseline: async (name, rooms) => {
      const database = `bench_${name}`;
      await onceAsAdmin(cluster.adminUrl, (admin) => admin`create database ${admin(database)}`);
      const databaseUrl = inDatabase(cluster.adminUrl, database);
      databases.push(databaseUrl);
      await makeTables(
        databaseUrl,
        rooms.flatMap(([first]) => first?.room ?? []),
      );
      return start(name, "servers/baseline.ts", {
        PORT: String(await freeLoopbackPort()),
        DATABASE_URL: databaseUrl,
        SHARES_COMMITS: name === "shared" ? "yes" : "no",
      });
    },
    analyse: async () => {
      for (const url of databases) await onceAsAdmin(url, (admin) => admin`analyze`);
    },
    stop: async () => {
      await Promise.all(servers.map((server) => server.stop()));
      await cluster.stop();
    },
  };
}

async function onceAsAdmin(url: string, work: (admin: Sql) => Promise<unknown>): Promise<void> {
  const admin = postgres(url, { max: 1, onnotice: () => {} });
  await work(admin);
  await admin.end();
}

function inDatabase(url: string, name: string): string {
  const other = new URL(url);
  other.pathname = name;
  return other.href;
}

/** Whom to connect to this server as. The headers are those of a browser on the product's page. */
export function planFor({ port }: Pick<Peer, "port">, rooms: RoomOfPeople[]): Plan {
  return {
    port,
    rooms: rooms.map((people) => ({
      organisationId: people[0]?.organisation ?? "",
      roomId: people[0]?.room ?? "",
      people: people.map(({ url, cookie }) => ({ headers: { Origin: url, Cookie: cookie } })),
    })),
  };
}
