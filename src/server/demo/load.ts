import { randomUUID } from "node:crypto";
import { type MemberActor, mintInvited, mintMember, mintNobody, mintUser } from "../auth/actor";
import { cookieNames } from "../auth/cookies";
import { connect, type Database } from "../db/client";
import { type GroupRole, readInviteToken } from "../domains/groups/contract";
import { acceptInvitation, createGroup, createInvite } from "../domains/groups/writes";
import { createOrganisation } from "../domains/organisations/writes";
import { openRoom } from "../domains/rooms/writes";
import { startSession } from "../domains/sessions/writes";
import { confirmUser, openAuthSession } from "../domains/users/writes";
import { readEnv } from "../env";
import { newSecret } from "../lib/ids";

export type LoadSize = {
  organisations: number;
  /** In all, spread over the organisations. */
  rooms: number;
  /** In each room, its facilitator included. */
  members: number;
};

/** Someone to connect as. `cookie` is the whole value of the `Cookie` header. */
export type LoadPerson = {
  organisation: string;
  group: string;
  room: string;
  enrolment: string;
  role: GroupRole;
  name: string;
  url: string;
  cookie: string;
};

type Maker = { db: Database; now: Date; url: string; cookieName: string };

/**
 * Fills a running demo with open rooms full of people, through the same writes as everyone, and
 * signs each of them in. Rooms are made a few at a time; people are told of as they come.
 */
export async function seedLoad(
  { databaseUrl, url }: { databaseUrl: string; url: string },
  size: LoadSize,
  tell: (person: LoadPerson) => void,
): Promise<void> {
  const db = connect(databaseUrl, { max: ROOMS_AT_ONCE });
  const env = readEnv({ PUBLIC_URL: url });
  const maker = { db, now: new Date(), url, cookieName: cookieNames(env).session };
  try {
    const owners: MemberActor[] = [];
    for (let n = 1; n <= size.organisations; n += 1) owners.push(await makeOrganisation(maker, n));
    const left = Array.from({ length: size.rooms }, (_, n) => n);
    const makeRooms = async () => {
      for (let n = left.shift(); n !== undefined; n = left.shift()) {
        const owner = owners[n % owners.length] as MemberActor;
        await makeRoom(maker, owner, `Room ${n + 1}`, size.members, tell);
      }
    };
    await Promise.all(Array.from({ length: ROOMS_AT_ONCE }, makeRooms));
  } finally {
    await db.close();
  }
}

const ROOMS_AT_ONCE = 4;

async function makeUser({ db, now }: Maker): Promise<string> {
  const email = `${randomUUID()}@load.example`;
  return (await confirmUser({ db, actor: mintNobody(), now }, email)).userId;
}

async function makeOrganisation(maker: Maker, n: number): Promise<MemberActor> {
  const { db, now } = maker;
  const userId = await makeUser(maker);
  const organisationId = randomUUID();
  const actor = mintUser(userId);
  await createOrganisation({ db, actor, now }, { organisationId, name: `Load practice ${n}` });
  return mintMember(db, userId, organisationId);
}

async function makeRoom(
  maker: Maker,
  owner: MemberActor,
  name: string,
  members: number,
  tell: (person: LoadPerson) => void,
): Promise<void> {
  const { db, now } = maker;
  const { organisationId } = owner;
  const groupId = randomUUID();
  const { enrolmentId } = await createGroup(
    { db, actor: owner, now },
    {
      organisationId,
      groupId,
      name,
      purpose: null,
      agreement: "Made for measuring.",
      shownName: "Founder",
    },
  );
  const session = await startSession(
    { db, actor: owner, now },
    {
      organisationId,
      groupId,
      sessionId: randomUUID(),
      title: name,
      timeZone: "UTC",
      durationMinutes: 120,
    },
  );
  const { roomId } = await openRoom({ db, actor: owner, now }, { sessionId: session.id });
  const room = { organisation: organisationId, group: groupId, room: roomId, url: maker.url };
  const founder = {
    ...room,
    enrolment: enrolmentId,
    role: "facilitator",
    name: "Founder",
  } as const;
  tell({ ...founder, cookie: await signIn(maker, owner.userId) });
  if (members < 2) return;
  const invite = { organisationId, groupId, role: "member" } as const;
  const { path } = await createInvite({ db, actor: owner, now }, invite);
  const token = readInviteToken(path.slice("/join/".length));
  if (!token) throw new Error("an invite link did not read back");
  for (let n = 1; n < members; n += 1) {
    const userId = await makeUser(maker);
    const actor = mintInvited(userId, organisationId, token.secret);
    const shownName = `Member ${n}`;
    const accepted = await acceptInvitation(
      { db, actor, now },
      { ...token, shownName, agreedVersion: 1 },
    );
    const person = { ...room, enrolment: accepted.enrolmentId, role: "member", name: shownName };
    tell({ ...person, role: "member", cookie: await signIn(maker, userId) });
  }
}

async function signIn({ db, now, cookieName }: Maker, userId: string): Promise<string> {
  const token = newSecret();
  await openAuthSession({ db, actor: mintNobody(), now }, { userId, token });
  return `${cookieName}=${token}`;
}
