import PostalMime from "postal-mime";
import postgres from "postgres";
import { beforeAll, describe, expect, test } from "vitest";
import type { MemberActor } from "@/server/auth/actor";
import { withActor } from "@/server/db/transaction";
import type { SetDigestPreferences } from "@/server/domains/digests/contract";
import { renderNote } from "@/server/domains/digests/emails/weekly-note";
import { createDigestSender } from "@/server/domains/digests/jobs";
import {
  accessDigestPreferences,
  accessDigestState,
  findNoteOfLink,
  previewNote,
} from "@/server/domains/digests/reads";
import { composeDigest, LEASE_MS } from "@/server/domains/digests/rules";
import { digestPreferences, digests } from "@/server/domains/digests/tables";
import {
  claimDigest,
  type Postage,
  planDigestNow,
  sendDigest,
  setDigestPreferences,
  unsubscribe,
} from "@/server/domains/digests/writes";
import { letGo, planExposure } from "@/server/domains/exposures/writes";
import { createLog } from "@/server/lib/log";
import { type Mail, MailError } from "@/server/mail/transport";
import { aMembership, anOrganisation, as, aUser, NOW } from "../support/builders";
import { useDatabase } from "../support/database";
import { aPlan, aReflectedExposure } from "../support/practice-builders";

const db = useDatabase();
const SECRET = "a secret of at least thirty-two characters";
const ORIGIN = "https://harbour.example";
let harbour: { organisationId: string };

beforeAll(async () => {
  harbour = await anOrganisation(db, { name: "Harbour Anxiety Clinic" });
});

/** A mail server that takes everything, unless told to fail. */
function aPostbox(failure?: Error) {
  const mails: Mail[] = [];
  const postage: Postage = {
    origin: ORIGIN,
    secret: SECRET,
    mailer: {
      sendMail: async (mail) => {
        if (failure) throw failure;
        mails.push(mail);
      },
    },
  };
  return { mails, postage };
}

function wishes(
  actor: MemberActor,
  said: Partial<SetDigestPreferences> = {},
): SetDigestPreferences {
  return {
    organisationId: actor.organisationId,
    optedIn: true,
    weekday: 1,
    hour: 8,
    timeZone: "Europe/London",
    withDetail: false,
    ...said,
  };
}

async function aReader(said: Partial<SetDigestPreferences> = {}): Promise<MemberActor> {
  const { userId } = await aUser(db);
  const actor = await aMembership(db, harbour, { userId });
  await setDigestPreferences(as(db, actor), wishes(actor, said));
  return actor;
}

async function plannedFor(actor: MemberActor, now = NOW): Promise<string> {
  const planned = await planDigestNow(as(db, actor, now));
  if (planned.kind !== "planned") throw new Error(planned.kind);
  return planned.digestId;
}

async function superuser<T>(work: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const sql = postgres(db.adminUrl, { max: 1, onnotice: () => {} });
  return work(sql).finally(() => sql.end());
}

function jobsFor(digestId: string): Promise<number> {
  return superuser(async (sql) => {
    const rows = await sql`select 1 from pgboss.job where data->>'digestId' = ${digestId}`;
    return rows.length;
  });
}

const stateOf = (actor: MemberActor, digestId: string) =>
  accessDigestState(as(db, actor), { digestId });

describe("wishes for the weekly note", () => {
  test("are off until someone turns them on", async () => {
    const actor = await aMembership(db, harbour);
    expect(await accessDigestPreferences(as(db, actor))).toMatchObject({
      optedIn: false,
      withDetail: false,
      timeZone: null,
    });
  });

  test("are kept, and keeping them twice keeps the first yes", async () => {
    const actor = await aReader();
    const later = new Date(NOW.getTime() + 60_000);
    const said = wishes(actor, {
      weekday: 5,
      hour: 19,
      timeZone: "Asia/Kathmandu",
      withDetail: true,
    });
    for (let times = 0; times < 2; times += 1) {
      expect(await setDigestPreferences(as(db, actor, later), said)).toEqual({
        optedIn: true,
        weekday: 5,
        hour: 19,
        timeZone: "Asia/Kathmandu",
        withDetail: true,
      });
    }
    const [row] = await withActor(as(db, actor), (tx) => tx.select().from(digestPreferences));
    expect(row?.optedInAt).toEqual(NOW);
  });

  test("are one's own: nobody else reads or changes them", async () => {
    const reader = await aReader();
    const other = await aMembership(db, harbour);
    const abroad = (await anOrganisation(db)).owner;
    for (const actor of [other, abroad]) {
      const rows = await withActor(as(db, actor), (tx) => tx.select().from(digestPreferences));
      expect(rows).toEqual([]);
      await setDigestPreferences(as(db, actor), wishes(actor, { optedIn: false }));
    }
    expect(await accessDigestPreferences(as(db, reader))).toMatchObject({ optedIn: true });
  });
});

describe("planning this week's note", () => {
  test("makes one note and its job together", async () => {
    const actor = await aReader();
    const planned = await planDigestNow(as(db, actor));
    expect(planned).toMatchObject({ kind: "planned", weekStartOn: "2026-03-02" });
    if (planned.kind !== "planned") return;
    expect(await stateOf(actor, planned.digestId)).toBe("pending");
    expect(await jobsFor(planned.digestId)).toBe(1);
  });

  test("twice in one week, even at the same moment, is one note", async () => {
    const actor = await aReader();
    const plans = await Promise.all(Array.from({ length: 4 }, () => planDigestNow(as(db, actor))));
    expect(new Set(plans.map((plan) => ("digestId" in plan ? plan.digestId : null))).size).toBe(1);
    const rows = await withActor(as(db, actor), (tx) => tx.select().from(digests));
    expect(rows).toHaveLength(1);
  });

  test("the week is the one in the reader's zone", async () => {
    const sunday = new Date("2026-03-01T19:00:00Z");
    const inLondon = await planDigestNow(as(db, await aReader(), sunday));
    const inKathmandu = await planDigestNow(
      as(db, await aReader({ timeZone: "Asia/Kathmandu" }), sunday),
    );
    expect(inLondon).toMatchObject({ weekStartOn: "2026-02-23" });
    expect(inKathmandu).toMatchObject({ weekStartOn: "2026-03-02" });
  });

  test("does nothing for someone who did not ask for notes", async () => {
    const actor = await aMembership(db, harbour);
    expect(await planDigestNow(as(db, actor))).toEqual({ kind: "not_opted_in" });
    expect(await withActor(as(db, actor), (tx) => tx.select().from(digests))).toEqual([]);
  });

  test("leaves a note that was sent as it is", async () => {
    const actor = await aReader();
    const digestId = await plannedFor(actor);
    await sendDigest(as(db, actor), digestId, aPostbox().postage);
    expect(await planDigestNow(as(db, actor))).toMatchObject({ kind: "sent_already", digestId });
  });
});

describe("sending a note", () => {
  test("goes to the reader once, however often the job runs", async () => {
    const { userId, email } = await aUser(db);
    const actor = await aMembership(db, harbour, { userId });
    await setDigestPreferences(as(db, actor), wishes(actor));
    const digestId = await plannedFor(actor);
    const { mails, postage } = aPostbox();
    expect(await sendDigest(as(db, actor), digestId, postage)).toBe("sent");
    expect(await sendDigest(as(db, actor), digestId, postage)).toBe("over");
    expect(mails).toHaveLength(1);
    expect(mails[0]).toMatchObject({
      to: email,
      subject: "Your weekly note",
      messageId: `<${digestId}@harbour.example>`,
    });
    expect(await stateOf(actor, digestId)).toBe("sent");
  });

  test("asks for consent again at the last moment", async () => {
    const actor = await aReader();
    const digestId = await plannedFor(actor);
    await setDigestPreferences(as(db, actor), wishes(actor, { optedIn: false }));
    const { mails, postage } = aPostbox();
    expect(await sendDigest(as(db, actor), digestId, postage)).toBe("skipped");
    expect(mails).toEqual([]);
    expect(await stateOf(actor, digestId)).toBe("skipped");

    await setDigestPreferences(as(db, actor), wishes(actor));
    expect(await plannedFor(actor)).toBe(digestId);
    expect(await sendDigest(as(db, actor), digestId, postage)).toBe("sent");
  });

  test("is not for someone who has left the organisation", async () => {
    const actor = await aReader();
    const digestId = await plannedFor(actor);
    await superuser(
      (sql) => sql`update memberships set ended_at = now() where id = ${actor.membershipId}`,
    );
    const { mails, postage } = aPostbox();
    const run = createDigestSender({
      db: db.db,
      log: createLog("error"),
      postage,
      clock: () => NOW,
    });
    await run({ organisationId: actor.organisationId, userId: actor.userId, digestId });
    expect(mails).toEqual([]);
  });

  test("a failure is recorded, thrown for the queue to retry, and the next try has the same Message-ID", async () => {
    const actor = await aReader();
    const digestId = await plannedFor(actor);
    const broken = aPostbox(new MailError("not_sent", "ECONNREFUSED"));
    const job = { organisationId: actor.organisationId, userId: actor.userId, digestId };
    const log = createLog("silent");
    const worker = (postage: Postage) =>
      createDigestSender({ db: db.db, log, postage, clock: () => NOW })(job);
    await expect(worker(broken.postage)).rejects.toThrow(MailError);
    expect(await stateOf(actor, digestId)).toBe("failed");

    const working = aPostbox();
    await worker(working.postage);
    expect(working.mails.map((mail) => mail.messageId)).toEqual([`<${digestId}@harbour.example>`]);
    expect(await stateOf(actor, digestId)).toBe("sent");
  });

  test("an address that the mail server refuses ends the job without another try", async () => {
    const actor = await aReader();
    const digestId = await plannedFor(actor);
    const { postage } = aPostbox(new MailError("refused", "EENVELOPE"));
    const run = createDigestSender({
      db: db.db,
      log: createLog("silent"),
      postage,
      clock: () => NOW,
    });
    await run({ organisationId: actor.organisationId, userId: actor.userId, digestId });
    expect(await stateOf(actor, digestId)).toBe("failed");
  });

  test("a worker that died is relieved when its lease has run out, and not before", async () => {
    const actor = await aReader();
    const digestId = await plannedFor(actor);
    expect(await claimDigest(as(db, actor), digestId)).toBe(true);
    const { mails, postage } = aPostbox();
    await expect(sendDigest(as(db, actor), digestId, postage)).rejects.toMatchObject({
      code: "CONFLICT",
    });
    const afterLease = new Date(NOW.getTime() + LEASE_MS);
    expect(await sendDigest(as(db, actor, afterLease), digestId, postage)).toBe("sent");
    expect(mails).toHaveLength(1);
  });

  test("of two workers one sends", async () => {
    const actor = await aReader();
    const digestId = await plannedFor(actor);
    const { mails, postage } = aPostbox();
    await Promise.allSettled([
      sendDigest(as(db, actor), digestId, postage),
      sendDigest(as(db, actor), digestId, postage),
    ]);
    expect(mails).toHaveLength(1);
  });

  test("someone else's note is not found", async () => {
    const digestId = await plannedFor(await aReader());
    const { postage } = aPostbox();
    for (const actor of [await aReader(), (await anOrganisation(db)).owner]) {
      await expect(sendDigest(as(db, actor), digestId, postage)).rejects.toMatchObject({
        code: "NOT_FOUND",
      });
    }
  });
});

describe("what a note says", () => {
  // Nothing that tells someone glancing at the screen what kind of thing this is about.
  const TELLING =
    /perfection|anxi|therap|clinic|depress|mental|distress|mistake|exposure|support|circle|\bgroup|session|wellbeing|treat|score|suds|harbour anx/i;

  async function mailFor(actor: MemberActor): Promise<Mail> {
    const { mails, postage } = aPostbox();
    await sendDigest(as(db, actor), await plannedFor(actor), postage);
    const [mail] = mails;
    if (!mail) throw new Error("no mail was sent");
    return mail;
  }

  async function withPractice(withDetail: boolean): Promise<MemberActor> {
    const actor = await aReader({ withDetail });
    await aReflectedExposure(db, actor, {
      plan: { plan: "Hand over the half-drawn map", expectedSuds: 70 },
      after: { peakSuds: 45, learned: "They asked for the next one." },
    });
    const { id } = await planExposure(as(db, actor), aPlan(actor, { plan: "Sing off key" }));
    await letGo(as(db, actor), { organisationId: actor.organisationId, exposureId: id });
    return actor;
  }

  test("by default neither the practice nor what the mail is about, and one link", async () => {
    const mail = await mailFor(await withPractice(false));
    for (const part of [mail.subject, mail.html, mail.text]) {
      const seen = part.replaceAll(ORIGIN, "").replace(/<style[\s\S]*?<\/style>/g, "");
      expect(seen).not.toMatch(TELLING);
      expect(seen).not.toMatch(/half-drawn map|off key|next one/);
    }
    expect(mail.text).not.toMatch(/\b\d+\b(?![-\w]*\/note)/);
    expect(mail.html.match(/<a\s/g)).toHaveLength(1);
    expect(mail.html).not.toMatch(/<img|<script|url\(/);
  });

  test("by default exactly the same for an empty week as for a full one", async () => {
    const empty = await mailFor(await aReader());
    const full = await mailFor(await withPractice(false));
    expect(empty.html).toBe(full.html);
    expect(empty.text).toBe(full.text);
  });

  test("with detail, one's own week: tried, let rest, expected beside what came, learned, an idea", async () => {
    const mail = await mailFor(await withPractice(true));
    for (const own of [
      "“Hand over the half-drawn map”",
      "“Sing off key”",
      "you expected 70 beforehand, and it peaked at 45",
      "“They asked for the next one.”",
    ]) {
      expect(mail.text).toContain(own);
      expect(mail.html).toContain(own);
    }
    expect(mail.subject).toBe("Your weekly note");
    expect(mail.html).not.toMatch(/<img/);
    expect(mail.html.match(/<a\s/g)).toHaveLength(1);
  });

  test("never another member's words", async () => {
    await withPractice(true);
    const mail = await mailFor(await aReader({ withDetail: true }));
    expect(mail.text).not.toMatch(/half-drawn map|off key|next one/);
  });

  test("is as long for nothing as for nine tries", async () => {
    const actor = await aReader({ withDetail: true });
    for (let at = 0; at < 9; at += 1) {
      await aReflectedExposure(db, actor, { after: { peakSuds: 40, learned: "It was small." } });
    }
    const nine = await mailFor(actor);
    const none = await mailFor(await aReader({ withDetail: true }));
    const shape = (mail: Mail) => mail.html.match(/<(h1|h2|p)[ >]/g)?.map((tag) => tag.slice(1, 3));
    expect(shape(none)).toEqual(shape(nine));
    const ratio = none.text.length / nine.text.length;
    expect(ratio).toBeGreaterThan(0.8);
    expect(ratio).toBeLessThan(1.25);
    expect(nine.text).not.toMatch(/\b(9|nine)\b/i);
    for (const mail of [none, nine]) {
      expect(mail.text).not.toMatch(/streak|missed|perfect|amazing|great job|well done|should/i);
    }
  });

  test("the member's words stay words in HTML", async () => {
    const { html } = await renderNote(
      composeDigest(
        {
          tries: [
            {
              kind: "exposure",
              state: "done",
              plan: `</p><script>alert(1)</script><img src=x onerror="1">`,
              librarySlug: null,
              expectedSuds: null,
              peakSuds: null,
            },
          ],
          lastLearned: `<a href="https://evil.example">here</a>`,
          ideas: [],
          weekStartOn: "2026-03-02",
        },
        { withDetail: true },
      ),
      "https://harbour.example/o/x/note",
    );
    expect(html).not.toMatch(/<script|<img|href="https:\/\/evil/);
    expect(html).toContain("&lt;script&gt;");
  });

  test("can be read in the app as it would be sent, without sending it", async () => {
    const actor = await withPractice(true);
    const preview = await previewNote(as(db, actor), { withDetail: true });
    expect(preview.text).toContain("“Hand over the half-drawn map”");
    expect(await withActor(as(db, actor), (tx) => tx.select().from(digests))).toEqual([]);
  });
});

describe("the headers of a note", () => {
  test("offer one-click unsubscribing under an address that reveals nothing", async () => {
    const actor = await aReader();
    const { mails, postage } = aPostbox();
    await sendDigest(as(db, actor), await plannedFor(actor), postage);
    const headers = mails[0]?.headers ?? {};
    expect(headers["List-Unsubscribe-Post"]).toBe("List-Unsubscribe=One-Click");
    expect(headers["List-Unsubscribe"]).toMatch(
      /^<https:\/\/harbour\.example\/api\/unsubscribe\/[\w-]{80}>$/,
    );
    const raw = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
    const parsed = await PostalMime.parse(`${raw.join("\r\n")}\r\n\r\n`);
    expect(parsed.headers).toHaveLength(raw.length);
  });
});

describe("unsubscribing", () => {
  async function linkOf(actor: MemberActor): Promise<string> {
    const { mails, postage } = aPostbox();
    await sendDigest(as(db, actor), await plannedFor(actor), postage);
    return mails[0]?.headers?.["List-Unsubscribe"]?.match(/unsubscribe\/([\w-]+)>/)?.[1] ?? "";
  }
  const link = () => ({ db: db.db, now: NOW, secret: SECRET });
  const stop = (token: string) => unsubscribe(link(), token);

  test("works from the link alone, twice as well as once, and keeps the other wishes", async () => {
    const actor = await aReader({ weekday: 4, withDetail: true });
    const token = await linkOf(actor);
    await stop(token);
    await stop(token);
    expect(await accessDigestPreferences(as(db, actor))).toMatchObject({
      optedIn: false,
      weekday: 4,
      withDetail: true,
    });
  });

  test("stops nobody else's note", async () => {
    const other = await aReader();
    await stop(await linkOf(await aReader()));
    expect(await accessDigestPreferences(as(db, other))).toMatchObject({ optedIn: true });
  });

  test("looking at the link changes nothing", async () => {
    const actor = await aReader();
    expect(await findNoteOfLink(link(), await linkOf(actor))).toBe("on");
    expect(await accessDigestPreferences(as(db, actor))).toMatchObject({ optedIn: true });
  });

  test("a made-up link is over, and one of someone who left is quietly fine", async () => {
    expect(await findNoteOfLink(link(), "x".repeat(80))).toBe("over");
    await expect(stop("x".repeat(80))).rejects.toMatchObject({ code: "LINK_OVER" });
    const actor = await aReader();
    const token = await linkOf(actor);
    await superuser(
      (sql) => sql`update memberships set ended_at = now() where id = ${actor.membershipId}`,
    );
    await expect(stop(token)).resolves.toBeUndefined();
    expect(await findNoteOfLink(link(), token)).toBe("off");
  });
});
