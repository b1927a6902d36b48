import postgres from "postgres";
import { describe, expect, it } from "vitest";
import { type LoadPerson, seedLoad } from "@/server/demo/load";
import { seedDemo } from "@/server/demo/seed";
import { useDatabase } from "../support/database";
import { opening, RoomClient, socketTo, startLive, until } from "../support/live";

const test = useDatabase();

async function counts() {
  const admin = postgres(test.adminUrl, { max: 1 });
  const [row] = await admin`select (select count(*) from organisations) as organisations,
    (select count(*) from enrolments) as enrolments, (select count(*) from messages) as messages,
    (select count(*) from exposures) as exposures, (select count(*) from users) as users`;
  await admin.end();
  return row;
}

describe("the demo practice", () => {
  it("is made once, however often we start", async () => {
    await seedDemo(test.appUrl);
    const first = await counts();
    expect(Number(first?.messages)).toBeGreaterThan(5);
    await seedDemo(test.appUrl);
    expect(await counts()).toEqual(first);
  });

  it("is finished by the next start when a start was killed half-way", async () => {
    const whole = await counts();
    const admin = postgres(test.adminUrl, { max: 1 });
    // What a kill leaves: the last things it would have written are not there.
    await admin`delete from shares`;
    await admin`update rooms set centre_message_id = null`;
    await admin`delete from messages where kind in ('draft', 'reply', 'plan') or body like 'The bus%'`;
    await admin`delete from digest_preferences`;
    await admin.end();
    await seedDemo(test.appUrl);
    expect(await counts()).toEqual(whole);
  });
});

describe("rooms full of people for a load generator", () => {
  it("are told person by person, each able to connect", async () => {
    const people: LoadPerson[] = [];
    const size = { organisations: 2, rooms: 3, members: 4 };
    const url = "http://localhost:3000";
    await seedLoad({ databaseUrl: test.appUrl, url }, size, (person) => people.push(person));
    expect(people).toHaveLength(12);
    expect(new Set(people.map((person) => person.organisation)).size).toBe(2);
    expect(new Set(people.map((person) => person.room)).size).toBe(3);
    expect(new Set(people.map((person) => person.enrolment)).size).toBe(12);
    expect(people.filter((person) => person.role === "facilitator")).toHaveLength(3);

    const live = await startLive(test);
    const clients = people.map(
      ({ cookie, organisation, room }) =>
        new RoomClient(socketTo(live.port, { cookie }), {
          organisationId: organisation,
          roomId: room,
        }),
    );
    try {
      for (const client of clients) expect(await opening(client.socket)).toBeNull();
      await until(() => {
        for (const { here, snapshot } of clients) {
          expect(snapshot).not.toBeNull();
          expect(here.people).toHaveLength(4);
        }
      });
      const me = clients.map((client) => client.snapshot?.me.id);
      expect(me).toEqual(people.map((person) => person.enrolment));
    } finally {
      for (const { socket } of clients) socket.disconnect();
      await live.close();
    }
  });
});
