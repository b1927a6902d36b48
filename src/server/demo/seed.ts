import { createHash } from "node:crypto";
import type * as z from "zod/mini";
import { type MemberActor, mintInvited, mintMember, mintNobody, mintUser } from "../auth/actor";
import { connect, type Database } from "../db/client";
import { keepCheckIn } from "../domains/checkins/writes";
import { accessDigestPreferences } from "../domains/digests/reads";
import { setDigestPreferences } from "../domains/digests/writes";
import { saveDraft } from "../domains/drafts/writes";
import { COPING_WORDS, PlanExposure } from "../domains/exposures/contract";
import {
  finishExposure,
  logEntry,
  planExposure,
  reflectOnExposure,
  sealAndStart,
} from "../domains/exposures/writes";
import { readInviteToken } from "../domains/groups/contract";
import { acceptInvitation, createGroup, createInvite } from "../domains/groups/writes";
import { createOrganisation } from "../domains/organisations/writes";
import { replyToMessage } from "../domains/rooms/cards";
import { openRoom, postMessage } from "../domains/rooms/writes";
import { listTemplates } from "../domains/run-sheets/reads";
import { planRun } from "../domains/run-sheets/writes";
import { startSession } from "../domains/sessions/writes";
import { share } from "../domains/sharing/writes";
import { confirmUser } from "../domains/users/writes";
import { DomainError, found } from "../lib/errors";
import {
  AGREEMENT,
  BOARD_DRAFT,
  BOARD_NOTE,
  CHECK_INS,
  COMPANY,
  DRAFT,
  GROUP,
  JUST_SO,
  LADDER,
  PEOPLE,
  PRACTICE,
  PRACTICE_SO_FAR,
  PURPOSE,
  RELEASED,
  REPLY,
  RUN_SHEET,
  SAID,
  SESSION,
} from "./story";

const OWNER = "owner@harbour.example";
const TIME_ZONE = "Europe/London";
const NOTE = { weekday: 1, hour: 8, timeZone: TIME_ZONE, withDetail: true };
const DAY_MS = 24 * 60 * 60 * 1000;

type Key = (typeof PEOPLE)[number]["key"];
type Cast = Record<Key, MemberActor>;

/** Fills an empty installation with the demo practice, through the same writes as everyone. */
export async function seedDemo(url = process.env.DATABASE_URL): Promise<void> {
  if (!url) throw new Error("DATABASE_URL is not known");
  const db = connect(url, { max: 2 });
  try {
    await seed(db, new Date());
  } finally {
    await db.close();
  }
}

/**
 * The same id for the same thing at every start: a seed that was killed half-way is taken up again,
 * and each write knows what it has done already. `order` sorts them as their age would.
 */
function idOf(thing: string, order = 0): string {
  const hash = createHash("sha256").update(`demo ${thing}`).digest("hex");
  const time = order.toString(16).padStart(8, "0");
  return `${time}-${hash.slice(0, 4)}-7${hash.slice(4, 7)}-8${hash.slice(7, 10)}-${hash.slice(10, 22)}`;
}

async function seed(db: Database, now: Date): Promise<void> {
  const owner = await user(db, OWNER, now);
  if (await isWhole(db, owner, now)) return;
  const began = new Date(now.getTime() - 56 * DAY_MS);
  const organisationId = idOf(PRACTICE);
  await createOrganisation(
    { db, actor: mintUser(owner), now: began },
    { organisationId, name: PRACTICE },
  );
  const { cast, groupId } = await gather(db, organisationId, owner, began);
  const tried = await practise(db, cast.member, now);
  await lookAhead(db, cast.member, now);
  await shareBetweenSessions(db, cast, { organisationId, groupId, tried }, now);
  await meet(db, cast, { organisationId, groupId, tried }, now);
  const actor = await mintMember(db, owner, organisationId);
  await setDigestPreferences({ db, actor, now }, { ...NOTE, organisationId, optedIn: false });
}

/** The owner's wishes for the weekly note are the last thing the seed writes. */
async function isWhole(db: Database, ownerId: string, now: Date): Promise<boolean> {
  try {
    const actor = await mintMember(db, ownerId, idOf(PRACTICE));
    return (await accessDigestPreferences({ db, actor, now })).timeZone !== null;
  } catch (error) {
    if (error instanceof DomainError && error.code === "NOT_FOUND") return false;
    throw error;
  }
}

async function user(db: Database, email: string, now: Date): Promise<string> {
  return (await confirmUser({ db, actor: mintNobody(), now }, email)).userId;
}

/** The group, led by its facilitator, with everyone in it by invite. */
async function gather(
  db: Database,
  organisationId: string,
  ownerId: string,
  now: Date,
): Promise<{ cast: Cast; groupId: string }> {
  const owner = await mintMember(db, ownerId, organisationId);
  const groupId = idOf(GROUP);
  await createGroup(
    { db, actor: owner, now },
    {
      organisationId,
      groupId,
      name: GROUP,
      purpose: PURPOSE,
      agreement: AGREEMENT,
      shownName: "Harbour Lane",
    },
  );
  const cast: Partial<Cast> = {};
  for (const { key, email, name, role } of PEOPLE) {
    const invite = { organisationId, groupId, role };
    const { path } = await createInvite({ db, actor: owner, now }, invite);
    const token = readInviteToken(path.slice("/join/".length));
    if (!token) throw new Error("an invite link did not read back");
    const userId = await user(db, email, now);
    const actor = mintInvited(userId, organisationId, token.secret);
    const acceptance = { ...token, shownName: name, agreedVersion: 1 };
    await acceptInvitation({ db, actor, now }, acceptance);
    cast[key] = await mintMember(db, userId, organisationId);
  }
  return { cast: cast as Cast, groupId };
}

/** One member's weeks so far. @returns the id of the latest exposure. */
async function practise(db: Database, actor: MemberActor, now: Date): Promise<string> {
  const { organisationId } = actor;
  let exposureId = "";
  for (const { daysAgo, happened, ...words } of PRACTICE_SO_FAR) {
    const day = new Date(now.getTime() - daysAgo * DAY_MS);
    const later = (minutes: number) => new Date(day.getTime() + minutes * 60_000);
    exposureId = idOf(words.plan, 100 - daysAgo);
    const ref = { organisationId, exposureId };
    await planExposure(
      { db, actor, now: day },
      aPlan({
        ...ref,
        plan: words.plan,
        fearedOutcome: words.fearedOutcome,
        likelihoodBefore: words.likelihoodBefore,
        expectedSuds: words.expectedSuds,
      }),
    );
    await sealAndStart({ db, actor, now: later(20) }, { ...ref, couldHarm: "no" });
    await finishExposure({ db, actor, now: later(65) }, ref);
    await reflectOnExposure(
      { db, actor, now: later(90) },
      {
        ...ref,
        peakSuds: words.peakSuds,
        endSuds: null,
        whatHappened: words.whatHappened,
        fearedOutcomeHappened: happened,
        howGotThrough: null,
        likelihoodAfter: words.likelihoodAfter,
        surprise: null,
        safetyBehavioursUsed: [],
        felt: words.felt,
        worse: words.worse,
        better: words.better,
        learned: words.learned,
      },
    );
  }
  await setDigestPreferences({ db, actor, now }, { ...NOTE, organisationId, optedIn: true });
  return exposureId;
}

/** What the form would send, with nothing said but what is given. */
function aPlan(said: z.input<typeof PlanExposure>): PlanExposure {
  return PlanExposure.parse({ copingWords: COPING_WORDS, ...said });
}

/** What lies on the member's ladder, what just happened or was rested from, and their check-ins. */
async function lookAhead(db: Database, actor: MemberActor, now: Date): Promise<void> {
  const { organisationId } = actor;
  const ago = (days: number) => new Date(now.getTime() - days * DAY_MS);
  for (const { plan, ...rung } of LADDER) {
    const exposureId = idOf(plan, 200);
    await planExposure(
      { db, actor, now },
      aPlan({ organisationId, exposureId, as: "idea", plan, ...rung }),
    );
  }
  for (const { daysAgo, kind, plan } of JUST_SO) {
    const exposureId = idOf(plan, 100 - daysAgo);
    await logEntry(
      { db, actor, now: ago(daysAgo) },
      { organisationId, exposureId, kind, plan, whereAndWho: null },
    );
  }
  for (const [weeksSince, [fear, avoidance, distress, goodEnough]] of [...CHECK_INS]
    .reverse()
    .entries()) {
    await keepCheckIn(
      { db, actor, now: ago(7 * weeksSince) },
      {
        organisationId,
        timeZone: TIME_ZONE,
        fear,
        avoidance,
        distress,
        nothingCameUp: false,
        goodEnough,
      },
    );
  }
}

/** Cards on the group's board, a reply to one of them, and a plan for the facilitators' brief. */
async function shareBetweenSessions(
  db: Database,
  cast: Cast,
  { organisationId, groupId, tried }: { organisationId: string; groupId: string; tried: string },
  now: Date,
): Promise<void> {
  const yesterday = new Date(now.getTime() - DAY_MS);
  const withGroup = { audience: "group", groupId } as const;
  await share(
    { db, actor: cast.member, now: yesterday },
    {
      organisationId,
      clientMessageId: idOf("board win"),
      source: { kind: "exposure", id: tried },
      with: withGroup,
      lifetime: "kept",
      fields: ["plan", "likelihoodBefore", "fearedOutcomeHappened", "better"],
      wantsBack: "witness",
      contentNote: null,
      asksWord: false,
    },
  );
  const draftId = idOf("board draft");
  await saveDraft(
    { db, actor: cast.member2, now: yesterday },
    {
      organisationId,
      draftId,
      body: BOARD_DRAFT,
      link: null,
      contentNote: BOARD_NOTE,
      wantsBack: "company",
    },
  );
  const { roomId, messageId } = await share(
    { db, actor: cast.member2, now: yesterday },
    {
      organisationId,
      clientMessageId: idOf("shared board draft"),
      source: { kind: "draft", id: draftId },
      with: withGroup,
      lifetime: "kept",
      fields: ["text"],
      wantsBack: "company",
      contentNote: BOARD_NOTE,
      asksWord: false,
    },
  );
  const reply = { organisationId, roomId, messageId };
  await replyToMessage(
    { db, actor: cast.ash, now },
    { ...reply, clientMessageId: idOf("company"), kind: "company", body: COMPANY },
  );
  await replyToMessage(
    { db, actor: cast.member, now },
    { ...reply, clientMessageId: idOf("warm"), kind: "thank_you_for_the_mess", body: null },
  );
  const exposureId = idOf(RELEASED.plan, 200);
  await planExposure(
    { db, actor: cast.member, now },
    aPlan({ organisationId, exposureId, ...RELEASED }),
  );
  await share(
    { db, actor: cast.member, now },
    {
      organisationId,
      clientMessageId: idOf("released plan"),
      source: { kind: "exposure", id: exposureId },
      with: { audience: "facilitators", groupId },
      lifetime: "seven_days",
      fields: ["plan", "whereAndWho", "fearedOutcome", "expectedSuds", "kindnessPlan"],
      wantsBack: "witness",
      contentNote: null,
      asksWord: false,
    },
  );
}

/** A session under way: words, a win card, and a draft in the middle. */
async function meet(
  db: Database,
  cast: Cast,
  { organisationId, groupId, tried }: { organisationId: string; groupId: string; tried: string },
  now: Date,
): Promise<void> {
  const session = await startSession(
    { db, actor: cast.facilitator, now },
    {
      organisationId,
      groupId,
      sessionId: idOf(SESSION),
      title: SESSION,
      timeZone: TIME_ZONE,
      durationMinutes: 90,
    },
  );
  const opening = { db, actor: cast.facilitator, now };
  const templates = await listTemplates(opening);
  const { name, segments } = found(templates.find(({ slug }) => slug === RUN_SHEET));
  const sheet = segments.map((segment, at) => ({ ...segment, id: idOf(`segment ${at}`) }));
  await planRun(opening, {
    organisationId,
    sessionId: session.id,
    name,
    segments: sheet,
    basedOn: 0,
  });
  const { roomId } = await openRoom(opening, { sessionId: session.id });
  const room = { organisationId, roomId };
  const say = (key: Key, body: string) =>
    postMessage({ db, actor: cast[key], now }, { ...room, clientMessageId: idOf(body), body });
  for (const [key, body] of SAID) await say(key, body);
  const withRoom = { audience: "room", roomId } as const;
  const asked = { wantsBack: "witness", contentNote: null, asksWord: false } as const;
  await share(
    { db, actor: cast.member, now },
    {
      organisationId,
      clientMessageId: idOf("win"),
      source: { kind: "exposure", id: tried },
      with: withRoom,
      fields: ["plan", "expectedSuds", "peakSuds", "learned"],
      lifetime: "kept",
      ...asked,
    },
  );
  const draftId = idOf("draft");
  await saveDraft(
    { db, actor: cast.member2, now },
    {
      organisationId,
      draftId,
      body: DRAFT,
      link: null,
      contentNote: null,
      wantsBack: "witness",
    },
  );
  await share(
    { db, actor: cast.member2, now },
    {
      organisationId,
      clientMessageId: idOf("shared draft"),
      source: { kind: "draft", id: draftId },
      with: withRoom,
      fields: ["text"],
      lifetime: "session",
      ...asked,
    },
  );
  await say(...REPLY);
}
