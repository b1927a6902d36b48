import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { register } from "tsx/esm/api";
import { command, findRunning } from "./lib/running.mjs";
import { oneLine, StartError } from "./lib/start-error.mjs";

// Sends one member this week's note now, through the running instance:
//   npm run note -- --email member@harbour.example [--organisation <id>]

const WAIT_MS = 60_000;
const LOOK_EVERY_MS = 250;

/** @typedef {import("../src/server/auth/actor").MemberActor} MemberActor */
/** @typedef {import("../src/server/lib/ctx").Ctx<MemberActor>} MemberCtx */

function readArguments() {
  const { values } = parseArgs({
    options: { email: { type: "string" }, organisation: { type: "string" } },
  });
  if (!values.email) {
    throw new StartError(
      "Say whose note: npm run note -- --email someone@example.org [--organisation <its id>]",
    );
  }
  return { email: values.email.trim().toLowerCase(), organisationId: values.organisation };
}

/**
 * @param {import("../src/server/db/client").Database} db
 * @param {{ email: string, organisationId?: string }} who
 * @returns {Promise<MemberActor>}
 */
async function findMember(db, { email, organisationId }) {
  const { mintMember, mintNobody, mintUser } = await import("../src/server/auth/actor.ts");
  const { findUserIdByEmail } = await import("../src/server/domains/users/reads.ts");
  const { listMyOrganisations } = await import("../src/server/domains/organisations/reads.ts");

  const now = new Date();
  const userId = await findUserIdByEmail({ db, actor: mintNobody(), now }, email);
  if (!userId) throw new StartError(`Nobody here has the address ${email}.`);
  const organisations = await listMyOrganisations({ db, actor: mintUser(userId), now });
  const chosen = organisations.filter(
    (each) => !organisationId || each.organisationId === organisationId,
  );
  const [organisation, ...others] = chosen;
  if (!organisation) throw new StartError(`${email} is in no such organisation.`);
  if (others.length > 0) {
    const list = chosen.map((each) => `${each.organisationId} (${each.name})`).join(", ");
    throw new StartError(`${email} is in several; add --organisation with one of: ${list}.`);
  }
  return mintMember(db, userId, organisation.organisationId);
}

/**
 * Plans this week's note and waits for the running worker to have sent it.
 * @param {MemberCtx} ctx
 * @param {string} notePage
 * @returns {Promise<"sent" | "sent_already">}
 */
async function sendNote(ctx, notePage) {
  const { planDigestNow } = await import("../src/server/domains/digests/writes.ts");
  const { accessDigestState } = await import("../src/server/domains/digests/reads.ts");

  const planned = await planDigestNow(ctx);
  if (planned.kind === "not_opted_in") {
    throw new StartError(`They have not asked for the note; they can at ${notePage}`);
  }
  if (planned.kind === "sent_already") return "sent_already";

  const giveUpAt = Date.now() + WAIT_MS;
  while (Date.now() < giveUpAt) {
    const state = await accessDigestState(ctx, planned);
    if (state === "sent") return "sent";
    if (state === "skipped") throw new StartError("They switched the note off just now.");
    await sleep(LOOK_EVERY_MS);
  }
  throw new StartError(
    "The note is planned, but no worker has sent it yet. It goes out when one can; the server's log says more.",
  );
}

await command(async () => {
  const who = readArguments();
  const { databaseUrl, url, demo } = await findRunning();
  register();
  const { connect } = await import("../src/server/db/client.ts");
  const db = connect(databaseUrl, { max: 1 });
  try {
    const actor = await findMember(db, who);
    const notePage = `${url}/o/${actor.organisationId}/note`;
    const outcome = await sendNote({ db, actor, now: new Date() }, notePage);
    console.log(
      outcome === "sent"
        ? `Sent to ${who.email}.`
        : `${who.email} has had this week's note already, and one a week is enough.`,
    );
    if (demo) console.log(`The email: ${url}/mailbox`);
    console.log(`In the app: ${notePage}`);
  } catch (error) {
    throw error instanceof StartError ? error : new StartError(`Not sent: ${oneLine(error)}`);
  } finally {
    await db.close();
  }
});
