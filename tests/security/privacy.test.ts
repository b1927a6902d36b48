import postgres, { type Sql } from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { POST as askForLink } from "@/app/api/sign-in/request/route";
import { createDigestSender } from "@/server/domains/digests/jobs";
import { planDigestNow } from "@/server/domains/digests/writes";
import { readEnv } from "@/server/env";
import { createMailer } from "@/server/mail/transport";
import { setRuntime } from "@/server/runtime";
import { PROCEDURES, SOCKET_EVENTS } from "../support/authorisation";
import { type Call, procedureCalls, socketCalls } from "../support/authorisation-calls";
import { actorOf, type Input, type Role } from "../support/authorisation-factories";
import { aWorld, type World } from "../support/authorisation-world";
import { as, aUser } from "../support/builders";
import { type CapturedLog, captureLog } from "../support/captured-log";
import { listTenantTables } from "../support/catalogue";
import { useDatabase } from "../support/database";
import { type LiveSocket, opening, signIn, socketTo, startLive } from "../support/live";
import { aPlan, aReflection, newId } from "../support/practice-builders";
import { aShare, inRoom } from "../support/sharing";

// A log is read by more people than a practice record. Whatever somebody writes, and whatever goes
// wrong while it is kept, none of it may stand there.

const CANARY = "canary-9d2e";
const EMAIL = `${CANARY}@example.org`;

const test = useDatabase();
let admin: Sql;
let world: World;
let captured: CapturedLog;
let live: Awaited<ReturnType<typeof startLive>>;
let sockets: Record<string, LiveSocket>;

beforeAll(async () => {
  admin = postgres(test.adminUrl, { max: 1, onnotice: () => {} });
  captured = captureLog();
  world = await aWorld(test);
  await admin`update users set email = id || ${`.${EMAIL}`}`;
  live = await startLive(test, { log: captured.log });
  sockets = {};
  for (const role of WRITERS) {
    const { userId } = actorOf(world, role);
    const socket = socketTo(live.port, { cookie: await signIn(test, userId) });
    expect(await opening(socket)).toBeNull();
    sockets[userId] = socket;
  }
  const env = { ...readEnv({ NODE_ENV: "test" }), authSecret: "s".repeat(40) };
  const mailer = createMailer({ url: undefined, from: env.mailFrom });
  setRuntime({ env, db: test.db, log: captured.log, mailer, clock: () => new Date() });
});

afterAll(async () => {
  for (const socket of Object.values(sockets)) socket.disconnect();
  await live.close();
  await admin.end();
});

const WRITERS: Role[] = ["member", "facilitator", "owner"];

/** Every field in which a person writes what they like. */
const WRITTEN = [
  "agreement",
  "alt",
  "better",
  "body",
  "contentNote",
  "copingWords",
  "fearedOutcome",
  "felt",
  "forMyself",
  "handover",
  "howGotThrough",
  "kindnessPlan",
  "learned",
  "name",
  "note",
  "notice",
  "plan",
  "prompt",
  "purpose",
  "reason",
  "search",
  "shownName",
  "suggestion",
  "text",
  "title",
  "toFollowUp",
  "wasHard",
  "wentWell",
  "whatHappened",
  "whereAndWho",
  "word",
  "words",
  "worse",
];

/** Every list of such. */
const LISTED = ["safetyBehaviours", "safetyBehavioursUsed", "topics"];

function withCanaries(input: Input): Input {
  const written = WRITTEN.filter((field) => field in input || ["reason", "search"].includes(field));
  return {
    ...input,
    ...Object.fromEntries(written.map((field) => [field, `${CANARY} ${newId().slice(-8)}`])),
    ...Object.fromEntries(
      LISTED.filter((field) => field in input).map((field) => [field, [CANARY]]),
    ),
    ...(Array.isArray(input.segments) && { segments: input.segments.map(withCanariesIn) }),
    ...("link" in input && { link: `https://example.org/${CANARY}/${newId().slice(-8)}` }),
  };
}

/** A segment of a run sheet, whose words are its own. */
const withCanariesIn = (segment: Input): Input => ({ ...segment, title: CANARY, prompt: CANARY });

/** Told in passing, by what is known already: no statement that could fail. */
const UNSTORED = ["typing:tell"];

type Prepared = { call: Call; name: string; userId: string; input: Input };

/** Every call there is, for everyone who may, with a canary in every field. */
async function prepareEverything(): Promise<Prepared[]> {
  const doors: [typeof PROCEDURES, Call][] = [
    [PROCEDURES, procedureCalls(world, captured.log)],
    [SOCKET_EVENTS, socketCalls((userId) => sockets[userId] as LiveSocket)],
  ];
  const made: Prepared[] = [];
  for (const [rows, call] of doors) {
    for (const [name, { targets }] of Object.entries(rows)) {
      for (const { at: factory, cells } of Object.values(targets)) {
        for (const role of WRITERS.filter((each) => cells[each] === "yes")) {
          const input = withCanaries(await factory(world, role));
          made.push({ call, name, userId: actorOf(world, role).userId, input });
        }
      }
    }
  }
  return made;
}

/** @returns what came of each: "ok", or the error's code. */
async function makeAll(calls: Prepared[]): Promise<string[]> {
  const codes: string[] = [];
  for (const { call, name, userId, input } of calls) {
    const outcome = await call(userId, name, input);
    codes.push(outcome.ok ? "ok" : outcome.error.code);
  }
  return codes;
}

function expectNoneOfIt(): void {
  expect(captured.text).not.toContain(CANARY);
}

const unexpected = () =>
  captured.lines.filter((line) => line.msg === "something unexpected happened");

/** Asks for a sign-in link as a page does. */
function ask(): Promise<Response> {
  const { publicUrl } = readEnv({ NODE_ENV: "test" });
  return askForLink(
    new Request(`${publicUrl}/api/sign-in/request`, {
      method: "POST",
      headers: { origin: publicUrl, "content-type": "application/json" },
      body: JSON.stringify({ email: EMAIL, returnTo: `/o/${CANARY}` }),
    }),
  );
}

describe("nothing that was written stands in the log", () => {
  it("when all goes well", async () => {
    const codes = await makeAll(await prepareEverything());
    expect(codes.filter((code) => code === "ok").length).toBeGreaterThan(90);
    expect((await ask()).status).toBe(200);
    await shareAWin();
    expectNoneOfIt();
  });

  it("although by now it stands in every column that people write into", async () => {
    const dry: string[] = [];
    for (const { name, column } of await writtenColumns()) {
      const [hit] = await admin`
        select from ${admin(name)} where ${admin(column)}::text like ${`%${CANARY}%`} limit 1`;
      if (!hit) dry.push(`${name}.${column}`);
    }
    expect(dry).toEqual([]);
  });

  it("when a job fails", async () => {
    const { actor } = world.ours.member;
    const plannedNote = await planDigestNow(as(test, actor));
    if (plannedNote.kind === "not_opted_in") throw new Error("the member wants no note");
    const { organisationId, userId } = actor;
    const mailer = createMailer({ url: "smtp://127.0.0.1:1", from: "a@example.org" });
    const postage = { origin: "https://practice.example", secret: "s".repeat(40), mailer };
    const send = createDigestSender({
      ...{ db: test.db, log: captured.log, postage },
      clock: () => new Date("2026-03-02T10:00:00Z"),
    });
    const failure = await send({ organisationId, userId, digestId: plannedNote.digestId }).then(
      () => null,
      (error: unknown) => error as Error,
    );
    // The queue keeps what a failed job threw.
    expect(failure?.name).toBe("MailError");
    expect(`${failure?.message} ${failure?.stack} ${JSON.stringify(failure)}`).not.toContain(
      CANARY,
    );
    expectNoneOfIt();
  });

  it("when every write fails with the row in the database's complaint", async () => {
    const calls = await prepareEverything();
    await admin`create function public.complain() returns trigger language plpgsql as $$
      begin raise exception 'cannot keep %', new using detail = new::text; end $$`;
    const tables = [...(await listTenantTables(admin)), "public.sign_in_requests"];
    for (const name of tables) {
      await admin`create trigger complain before insert or update on ${admin(name)}
        for each row execute function public.complain()`;
    }
    const before = unexpected().length;
    const codes = await makeAll(calls);
    expect(codes.filter((code) => code === "UNEXPECTED").length).toBeGreaterThan(40);
    expect((await ask()).status).toBe(500);
    expect(unexpected().length - before).toBeGreaterThan(40);
    for (const name of tables) await admin`drop trigger complain on ${admin(name)}`;
    expectNoneOfIt();
  });

  it("when every statement fails with its parameters in the error", async () => {
    const everything = await prepareEverything();
    const calls = everything.filter(({ name }) => !UNSTORED.includes(name));
    await admin`revoke all on all tables in schema public from unpolished_app`;
    const before = unexpected().length;
    const codes = await makeAll(calls);
    expect(new Set(codes)).toEqual(new Set(["UNEXPECTED"]));
    expect((await ask()).status).toBe(500);
    expect(unexpected().length - before).toBeGreaterThan(90);
    expectNoneOfIt();
  });
});

async function shareAWin(): Promise<void> {
  const call = procedureCalls(world, captured.log);
  const { actor } = world.ours.member;
  const own = withCanaries({ ...aPlan(actor) });
  const ref = { organisationId: actor.organisationId, exposureId: own.exposureId };
  const reflection = {
    ...aReflection(actor, String(own.exposureId)),
    learned: CANARY,
    felt: CANARY,
  };
  const source = { kind: "exposure", id: String(own.exposureId) } as const;
  const share = {
    ...aShare(actor, source, ["learned", "felt"], inRoom(world.ours)),
    contentNote: CANARY,
  };
  for (const [name, input] of [
    ["exposures.planExposure", own],
    ["exposures.sealAndStart", { ...ref, couldHarm: "no" }],
    ["exposures.finishExposure", ref],
    ["exposures.reflectOnExposure", reflection],
    ["sharing.share", share],
  ] as const) {
    expect(await call(actor.userId, name, input)).toMatchObject({ ok: true });
  }
}

/** Columns of text whose values are the product's own words, not a person's. */
const OWN_WORDS =
  /^(act|address|audience|browser_hash|category|code_hash|could_harm|feared_outcome_happened|fields|floor_enrolment_ids|held_for|hidden_categories|kind|library_slug|lifetime|media_type|object_key|ordered_by|planned_zone|posting|regarding|replies|reply_kind|role|rule|secret_hash|seed|slug|source_kind|standing|state|time_zone|token_hash|wants_back)$/;

/** What the room itself says is a code; an idea's notice is a sentence. */
const OWN_NOTICE = "public.messages.notice";

/** Every other column of text: a new one has to carry a canary through here, or be listed above. */
async function writtenColumns(): Promise<{ name: string; column: string }[]> {
  const columns = await admin<{ name: string; column: string }[]>`
    select table_schema || '.' || table_name as name, column_name as column
    from information_schema.columns
    where table_schema = 'public' and data_type in ('text', 'jsonb', 'ARRAY', 'character varying')`;
  expect(columns.length).toBeGreaterThan(30);
  return columns.filter(
    ({ name, column }) => !OWN_WORDS.test(column) && `${name}.${column}` !== OWN_NOTICE,
  );
}

describe("the log itself", () => {
  it("would be seen to hold a canary, were one written to it", async () => {
    const probe = captureLog();
    probe.log.info({ draft: CANARY }, "planted");
    expect(probe.text).toContain(CANARY);
  });

  it("cuts what carelessness passes it under the usual names", async () => {
    const probe = captureLog();
    const { email } = await aUser(test, { email: `second.${EMAIL}` }).catch(() => ({
      email: EMAIL,
    }));
    probe.log.error({ input: { body: CANARY, text: CANARY, email, token: CANARY } }, "careless");
    expect(probe.lines).toHaveLength(1);
    expect(probe.text).not.toContain(CANARY);
  });
});
