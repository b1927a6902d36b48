import { startChild } from "./children";
import { median } from "./figures";
import type { Answers, Command, Opening } from "./generator/plan";
import { type Peer, type Place, planFor, type RoomOfPeople } from "./place";

export const LARGE = { people: 500, messages: 20_000 };
export const SMALL = { people: 8, messages: 20 };

/** As many as post while a room is filled; to all 500 every message would go 500 times. */
const FILLING_PEOPLE = 40;

/** Medians in milliseconds. */
export type OpeningFigures = { connected: number; joined: number; page: number };

/**
 * How long a large and a small room take to open for one more person, on the live wire and as a
 * page, with everyone else of the room in it. The product must have the roles `web` and `live`.
 */
export async function measureOpening(
  place: Place,
  product: Peer,
  { large, times, core }: { large: RoomOfPeople; times: number; core?: string },
): Promise<{ large: OpeningFigures; small: OpeningFigures }> {
  const [small = []] = await place.seed({ organisations: 1, rooms: 1, members: SMALL.people });
  const generator = await startChild("generator/main.ts", core ? { core } : {});
  const ask = <C extends Command>(command: C) => generator.ask<Answers[C["do"]]>(command);
  const fill = async (room: RoomOfPeople, messages: number) => {
    await ask({ do: "connect", plan: planFor(product, [room.slice(0, FILLING_PEOPLE)]) });
    await ask({ do: "fill", messages });
    await ask({ do: "disconnect" });
  };
  try {
    await fill(large, LARGE.messages);
    await fill(small, SMALL.messages);
    const rooms = [large, small];
    const others = rooms.map((room) => room.slice(0, -1));
    const guests = rooms.map((room) => room.slice(-1));
    await ask({ do: "connect", plan: planFor(product, others) });
    const [largeWire, smallWire] = await ask({
      do: "open",
      guests: planFor(product, guests).rooms,
      times,
    });
    const [largePage, smallPage] = await openPages(guests, times);
    await ask({ do: "disconnect" });
    return { large: figuresOf(largeWire, largePage), small: figuresOf(smallWire, smallPage) };
  } finally {
    await generator.stop();
  }
}

/** Milliseconds until the whole page of the room has been read, the rooms in turn. */
async function openPages(guests: RoomOfPeople[], times: number): Promise<number[][]> {
  const taken = guests.map((): number[] => []);
  for (let n = 0; n < times; n += 1) {
    for (const [at, guest] of guests.entries()) taken[at]?.push(await openPage(guest));
  }
  return taken;
}

async function openPage([guest]: RoomOfPeople): Promise<number> {
  if (!guest) throw new Error("a guest is missing");
  const began = performance.now();
  const page = await fetch(`${guest.url}/o/${guest.organisation}/rooms/${guest.room}`, {
    headers: { cookie: guest.cookie },
    redirect: "manual",
  });
  const html = await page.text();
  if (page.status !== 200) throw new Error(`the room's page answered ${page.status}`);
  if (!html.includes("came out crooked")) throw new Error("the room's page has no messages");
  return performance.now() - began;
}

function figuresOf(wire: Opening | undefined, page: number[] = []): OpeningFigures {
  return {
    connected: median(wire?.connected ?? []),
    joined: median(wire?.joined ?? []),
    page: median(page),
  };
}
