import postgres, { type Sql } from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  APPEND_ONLY_TABLES,
  catalogueComplaints,
  GLOBAL_TABLES,
  listTenantTables,
  OWNERS_RIGHTS,
} from "../support/catalogue";
import { useDatabase } from "../support/database";

const test = useDatabase();
let admin: Sql;

beforeAll(() => {
  admin = postgres(test.adminUrl, { max: 1, onnotice: () => {} });
});

afterAll(() => admin.end());

/** What the catalogue would say after `statements`, which are then undone. */
async function complaintsAfter(...statements: string[]): Promise<string[]> {
  let complaints: string[] = [];
  const undo = new Error("undo");
  await admin
    .begin(async (tx) => {
      for (const statement of statements) await tx.unsafe(statement);
      complaints = await catalogueComplaints(tx);
      throw undo;
    })
    .catch((error: unknown) => {
      if (error !== undo) throw error;
    });
  return complaints;
}

const BAND = "app.tell_shared_exposure_band(uuid, text, timestamptz)";

/** A table as it has to be. */
const NOTES = [
  `create table notes (organisation_id uuid not null, id uuid not null, group_id uuid not null,
     primary key (organisation_id, id),
     foreign key (organisation_id, group_id) references groups (organisation_id, id))`,
  "alter table notes enable row level security",
  "alter table notes force row level security",
  `create policy enrolled on notes using (
     organisation_id = app.organisation_id() and group_id = any (app.group_ids()))`,
];

describe("the catalogue of a migrated database", () => {
  it("gives nothing to complain about", async () => {
    expect(await catalogueComplaints(admin)).toEqual([]);
  });

  it("counts every table as a tenant's unless it is listed as global, with a reason", async () => {
    const tenants = await listTenantTables(admin);
    for (const name of ["messages", "exposures", "drafts", "enrolments", "shares"]) {
      expect(tenants).toContain(`public.${name}`);
    }
    for (const [name, reason] of Object.entries(GLOBAL_TABLES)) {
      expect(tenants).not.toContain(name);
      expect(reason).toMatch(/\w+ \w+/);
    }
    for (const reason of Object.values(OWNERS_RIGHTS)) expect(reason).toMatch(/\w+ \w+/);
    expect(tenants).toEqual(expect.arrayContaining(APPEND_ONLY_TABLES));
  });

  it("has nothing against a new table that keeps the rules", async () => {
    expect(await complaintsAfter(...NOTES)).toEqual([]);
  });
});

describe("a planted breach is refused:", () => {
  const withoutLine = (at: number) => NOTES.filter((_, index) => index !== at);
  const breaches: [what: string, statements: string[], complaint: RegExp][] = [
    ["no row-level security", withoutLine(1), /public\.notes has no row-level security/],
    ["not forced on the owner", withoutLine(2), /public\.notes does not force/],
    ["no policy", withoutLine(3), /public\.notes has no policy pinned/],
    [
      "a policy for everyone",
      [...NOTES, "create policy open on notes for select using (true)"],
      /notes: policy open is not pinned/,
    ],
    [
      "a policy with a way around the organisation",
      [
        ...withoutLine(3),
        `create policy loose on notes using (
           organisation_id = app.organisation_id() or app.role() = 'owner')`,
      ],
      /notes: policy loose is not pinned/,
    ],
    [
      "a policy that lets rows be written elsewhere",
      [
        ...withoutLine(3),
        `create policy out on notes
           using (organisation_id = app.organisation_id()) with check (true)`,
      ],
      /notes: policy out is not pinned/,
    ],
    [
      "no organisation at all",
      ["create table loose_ends (id uuid primary key)"],
      /public\.loose_ends has no organisation_id/,
    ],
    [
      "an organisation that may be missing",
      ["create table loose_ends (organisation_id uuid, id uuid)"],
      /loose_ends\.organisation_id may be null/,
    ],
    [
      "no primary key",
      ["create table loose_ends (organisation_id uuid not null)"],
      /loose_ends has no primary key/,
    ],
    [
      "a primary key that the organisation does not lead",
      ["create table loose_ends (organisation_id uuid not null, id uuid primary key)"],
      /index loose_ends_pkey is not led by organisation_id/,
    ],
    [
      "a unique key across organisations",
      [...NOTES, "alter table notes add unique (group_id, organisation_id)"],
      /index notes_group_id_organisation_id_key is not led/,
    ],
    [
      "an index across organisations",
      [...NOTES, "create index stray on notes (group_id)"],
      /index stray is not led/,
    ],
    [
      "an index on an expression",
      [...NOTES, "create index odd on notes (lower(group_id::text), organisation_id)"],
      /index odd is not led/,
    ],
    [
      "a foreign key without the organisation",
      [
        ...NOTES,
        "create unique index one on groups (id)",
        "alter table notes add constraint plain foreign key (group_id) references groups (id)",
      ],
      /plain could point at another tenant's public\.groups/,
    ],
    [
      "a function with its owner's rights",
      ["create function app.peek() returns bigint language sql security definer return 1"],
      /function app\.peek\(\) runs with its owner's rights/,
    ],
    [
      "another function by the name of one that is allowed to",
      [
        `create function app.tell_shared_exposure_band(uuid) returns bigint language sql
         security definer return 1`,
      ],
      /function app\.tell_shared_exposure_band\(uuid\) runs with its owner's rights/,
    ],
    [
      "a function with its owner's rights that looks names up where its caller says",
      [`alter function ${BAND} reset search_path`],
      /tell_shared_exposure_band.* looks names up where its caller says/,
    ],
    [
      "a function with its owner's rights that is everyone's",
      [`grant execute on function ${BAND} to public`],
      /tell_shared_exposure_band.* is everyone's to call/,
    ],
    [
      "a function that is listed and does without its owner's rights",
      [`alter function ${BAND} security invoker`],
      /tell_shared_exposure_band.* is listed .* and does not run so/,
    ],
    [
      "a view with its owner's rights",
      ["create view overview as select * from messages"],
      /view public\.overview reads with its owner's rights/,
    ],
    [
      "a materialised view",
      ["create materialized view frozen as select * from messages"],
      /public\.frozen is a materialised view/,
    ],
    [
      "row-level security switched off",
      ["alter table messages disable row level security"],
      /public\.messages has no row-level security/,
    ],
    [
      "the app as superuser",
      ["alter role unpolished_app superuser"],
      /unpolished_app is superuser/,
    ],
    [
      "an app that may bypass",
      ["alter role unpolished_app bypassrls"],
      /unpolished_app bypasses row-level security/,
    ],
    [
      "an app that may become the owner",
      ["grant unpolished_owner to unpolished_app"],
      /unpolished_app is a member of another role/,
    ],
    [
      "an app that owns a table",
      ["alter table messages owner to unpolished_app"],
      /unpolished_app owns table messages/,
    ],
    [
      "an app that may truncate",
      ["grant truncate on drafts to unpolished_app"],
      /unpolished_app may TRUNCATE public\.drafts/,
    ],
    [
      "history that can be rewritten",
      ["grant update (reason) on moderation_acts to unpolished_app"],
      /unpolished_app may UPDATE public\.moderation_acts/,
    ],
    [
      "history that can be deleted, by way of everyone",
      ["grant delete on stream_events to public"],
      /unpolished_app may DELETE public\.stream_events/,
    ],
    [
      "migrations within reach",
      ["grant usage on schema drizzle to unpolished_app"],
      /unpolished_app may use schema drizzle/,
    ],
    [
      "an app that may make tables",
      ["grant create on schema public to unpolished_app"],
      /unpolished_app may create in schema public/,
    ],
    [
      "a name that is listed and gone",
      ["drop table sign_in_requests"],
      /public\.sign_in_requests is listed .* and does not exist/,
    ],
  ];

  it.each(breaches)("%s", async (_what, statements, complaint) => {
    expect(await complaintsAfter(...statements)).toContainEqual(expect.stringMatching(complaint));
  });
});
