import type { ISql } from "postgres";

// Reads pg_catalog and says what breaks the rules of the house (ARCHITECTURE.md, "Data"). What is
// not listed here is a tenant's, so a new table is held to all of it from its first day.

/** Tables that belong to no tenant, each with the reason why it cannot. */
export const GLOBAL_TABLES: Readonly<Record<string, string>> = {
  "public.users": "a login identity, which may belong to many organisations",
  "public.auth_sessions": "who is signed in is asked before any organisation is chosen",
  "public.sign_in_requests": "someone who asks for a link is nobody yet",
  "public.user_organisations": "lists the organisations to choose from; its own ring is the user",
  "drizzle.__drizzle_migrations": "which migrations ran; out of the app's reach",
};

/** Whole schemas of them. */
export const GLOBAL_SCHEMAS: Readonly<Record<string, string>> = {
  pgboss: "the job queue; jobs carry ids only",
};

/** History: rows are added and read, never changed and never taken away. */
export const APPEND_ONLY_TABLES = [
  "public.agreement_acceptances",
  "public.moderation_acts",
  "public.shared_exposure_bands",
  "public.standing_changes",
  "public.stream_events",
];

/** Policies that are not tied to the actor's organisation, each with the reason why. */
const UNPINNED_POLICIES: Readonly<Record<string, string>> = {
  "public.organisations mine": "one's own list, read before one of them is chosen",
};

/** Functions that run with their owner's rights, by their exact signature, each with the reason why. */
export const OWNERS_RIGHTS: Readonly<Record<string, string>> = {
  "app.tell_shared_exposure_band(uuid,text,timestamp with time zone)":
    "makes one band of five people's readings or more, which nobody else may read together",
};

const APP_ROLE = "unpolished_app";
/** As PostgreSQL writes it back: the whole condition, or the first of a row of ANDs. */
const ACTORS = String.raw`(?:app\.organisation_id\(\)|\( SELECT app\.organisation_id\(\) AS organisation_id\))`;
const PINNED = new RegExp(
  String.raw`^\((?:organisation_id = ${ACTORS}\)$|\(organisation_id = ${ACTORS}\) AND )`,
);

type Table = {
  name: string;
  schema: string;
  oid: number;
  rls: boolean;
  forced: boolean;
  organisation: boolean | null;
};

/** Every breach, one sentence each; empty when all is well. Reads only. */
export async function catalogueComplaints(sql: ISql): Promise<string[]> {
  const tables = await readTables(sql);
  const tenants = tables.filter((table) => !isGlobal(table));
  const names = new Set(tenants.map((table) => table.name));
  const complaints = await Promise.all([
    tenants.flatMap(rowComplaints),
    keyComplaints(sql, names),
    foreignKeyComplaints(sql, names),
    policyComplaints(sql, tenants),
    roleComplaints(sql),
    privilegeComplaints(sql),
    bypassComplaints(sql),
    staleComplaints(tables),
  ]);
  return complaints.flat().sort();
}

/** Every table that is a tenant's, as `schema.name`. */
export async function listTenantTables(sql: ISql): Promise<string[]> {
  return (await readTables(sql)).filter((table) => !isGlobal(table)).map((table) => table.name);
}

function isGlobal({ name, schema }: Table): boolean {
  return name in GLOBAL_TABLES || schema in GLOBAL_SCHEMAS;
}

function readTables(sql: ISql): Promise<Table[]> {
  return sql<Table[]>`
    select n.nspname || '.' || c.relname as name, n.nspname as schema, c.oid::int as oid,
      c.relrowsecurity as rls, c.relforcerowsecurity as forced,
      (select a.attnotnull from pg_attribute a
        where a.attrelid = c.oid and a.attname = 'organisation_id') as organisation
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p', 'f') and n.nspname not in ('pg_catalog', 'information_schema')
      and n.nspname not like 'pg_toast%' and n.nspname not like 'pg_temp%'
    order by 1`;
}

function rowComplaints({ name, rls, forced, organisation }: Table): string[] {
  return [
    ...(organisation === null ? [`${name} has no organisation_id`] : []),
    ...(organisation === false ? [`${name}.organisation_id may be null`] : []),
    ...(rls ? [] : [`${name} has no row-level security`]),
    ...(forced ? [] : [`${name} does not force row-level security on its owner`]),
  ];
}

async function keyComplaints(sql: ISql, tenants: Set<string>): Promise<string[]> {
  const indexes = await sql<{ name: string; index: string; primary: boolean; first: string }[]>`
    select n.nspname || '.' || c.relname as name, i.indexrelid::regclass::text as index,
      i.indisprimary as primary, a.attname as first
    from pg_index i
    join pg_class c on c.oid = i.indrelid join pg_namespace n on n.oid = c.relnamespace
    left join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]`;
  const keyed = new Set(indexes.filter((index) => index.primary).map((index) => index.name));
  return [
    ...indexes
      .filter((index) => tenants.has(index.name) && index.first !== "organisation_id")
      .map((index) => `${index.name}: index ${index.index} is not led by organisation_id`),
    ...[...tenants].filter((name) => !keyed.has(name)).map((name) => `${name} has no primary key`),
  ];
}

async function foreignKeyComplaints(sql: ISql, tenants: Set<string>): Promise<string[]> {
  const keys = await sql<{ name: string; key: string; target: string; from: string; to: string }[]>`
    select n.nspname || '.' || c.relname as name, k.conname as key,
      tn.nspname || '.' || t.relname as target, a.attname as from, ta.attname as to
    from pg_constraint k
    join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
    join pg_class t on t.oid = k.confrelid join pg_namespace tn on tn.oid = t.relnamespace
    join pg_attribute a on a.attrelid = c.oid and a.attnum = k.conkey[1]
    join pg_attribute ta on ta.attrelid = t.oid and ta.attnum = k.confkey[1]
    where k.contype = 'f'`;
  return keys
    .filter(({ name, target }) => tenants.has(name) && tenants.has(target))
    .filter(({ from, to }) => from !== "organisation_id" || to !== "organisation_id")
    .map(({ name, key, target }) => `${name}: ${key} could point at another tenant's ${target}`);
}

async function policyComplaints(sql: ISql, tenants: Table[]): Promise<string[]> {
  // Policies of one table add up, so a single one that is not pinned opens the table.
  const policies = await sql<{ table: number; name: string; using: string; check: string }[]>`
    select polrelid::int as table, polname as name, pg_get_expr(polqual, polrelid) as using,
      pg_get_expr(polwithcheck, polrelid) as check
    from pg_policy where polpermissive`;
  return tenants.flatMap(({ oid, name }) => {
    const own = policies.filter((policy) => policy.table === oid);
    const pinned = own.filter(({ using, check }) =>
      [using, check].filter((each) => each !== null).every((each) => PINNED.test(each)),
    );
    return [
      ...(pinned.length === 0 ? [`${name} has no policy pinned to the actor's organisation`] : []),
      ...own
        .filter((each) => !pinned.includes(each) && !(`${name} ${each.name}` in UNPINNED_POLICIES))
        .map((each) => `${name}: policy ${each.name} is not pinned to the actor's organisation`),
    ];
  });
}

async function roleComplaints(sql: ISql): Promise<string[]> {
  const [role] = await sql<Record<string, boolean>[]>`
    select rolsuper as "is superuser", rolbypassrls as "bypasses row-level security",
      rolcreatedb as "creates databases", rolcreaterole as "creates roles",
      rolreplication as "replicates",
      exists (select from pg_auth_members where member = r.oid) as "is a member of another role"
    from pg_roles r where rolname = ${APP_ROLE}`;
  if (!role) return [`there is no role ${APP_ROLE}`];
  const owned = await sql<{ what: string }[]>`
    select pg_describe_object(d.classid, d.objid, 0) as what
    from pg_shdepend d join pg_roles r on r.oid = d.refobjid
    where d.deptype = 'o' and r.rolname = ${APP_ROLE}
      and d.dbid = (select oid from pg_database where datname = current_database())`;
  return [
    ...Object.entries(role).flatMap(([what, is]) => (is ? [`${APP_ROLE} ${what}`] : [])),
    ...owned.map(({ what }) => `${APP_ROLE} owns ${what}`),
  ];
}

async function privilegeComplaints(sql: ISql): Promise<string[]> {
  const held = await sql<{ name: string; schema: string; privilege: string }[]>`
    select n.nspname || '.' || c.relname as name, n.nspname as schema, p.privilege
    from pg_class c join pg_namespace n on n.oid = c.relnamespace,
      unnest(array['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER',
        'MAINTAIN']) as p (privilege)
    where c.relkind in ('r', 'p', 'f', 'v', 'm')
      and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname not like 'pg_toast%'
      and case when p.privilege in ('SELECT', 'INSERT', 'UPDATE', 'REFERENCES')
        then has_any_column_privilege(${APP_ROLE}, c.oid, p.privilege)
        else has_table_privilege(${APP_ROLE}, c.oid, p.privilege) end`;
  const schemas = await sql<{ schema: string; creates: boolean; drizzle: boolean }[]>`
    select nspname as schema, has_schema_privilege(${APP_ROLE}, oid, 'CREATE') as creates,
      nspname = 'drizzle' and has_schema_privilege(${APP_ROLE}, oid, 'USAGE') as drizzle
    from pg_namespace where nspname not like 'pg\_%'`;
  return [
    ...held.filter(isTooMuch).map(({ name, privilege }) => `${APP_ROLE} may ${privilege} ${name}`),
    ...schemas.flatMap(({ schema, creates, drizzle }) => [
      ...(creates ? [`${APP_ROLE} may create in schema ${schema}`] : []),
      ...(drizzle ? [`${APP_ROLE} may use schema ${schema}`] : []),
    ]),
  ];
}

function isTooMuch({
  name,
  schema,
  privilege,
}: {
  name: string;
  schema: string;
  privilege: string;
}): boolean {
  if (["TRUNCATE", "REFERENCES", "TRIGGER", "MAINTAIN"].includes(privilege)) return true;
  if (schema === "drizzle") return true;
  return APPEND_ONLY_TABLES.includes(name) && ["UPDATE", "DELETE"].includes(privilege);
}

/** What reads rows as someone else than the one who asks, and so past their policies. */
async function bypassComplaints(sql: ISql): Promise<string[]> {
  const functions = await sql<{ name: string; path: boolean; everyone: boolean }[]>`
    select p.oid::regprocedure::text as name,
      coalesce(p.proconfig::text, '') like '%search_path=pg_catalog%' as path,
      has_function_privilege('public', p.oid, 'EXECUTE') as everyone
    from pg_proc p
    join pg_namespace n on n.oid = p.pronamespace
    where p.prosecdef and n.nspname not in ('pg_catalog', 'information_schema')`;
  const views = await sql<{ name: string; kind: string }[]>`
    select n.nspname || '.' || c.relname as name, c.relkind as kind
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname not in ('pg_catalog', 'information_schema') and (c.relkind = 'm'
      or (c.relkind = 'v'
        and not coalesce(c.reloptions, '{}') && array['security_invoker=true', 'security_invoker=on']))`;
  return [
    ...functions
      .filter(({ name }) => !(name in OWNERS_RIGHTS))
      .map(({ name }) => `function ${name} runs with its owner's rights`),
    ...functions
      .filter(({ path }) => !path)
      .map(
        ({ name }) =>
          `function ${name} with its owner's rights looks names up where its caller says`,
      ),
    ...functions
      .filter(({ everyone }) => everyone)
      .map(({ name }) => `function ${name} with its owner's rights is everyone's to call`),
    ...Object.keys(OWNERS_RIGHTS)
      .filter((name) => !functions.some((each) => each.name === name))
      .map((name) => `${name} is listed in tests/support/catalogue.ts and does not run so`),
    ...views.map(({ name, kind }) =>
      kind === "m"
        ? `${name} is a materialised view, which has no policies`
        : `view ${name} reads with its owner's rights`,
    ),
  ];
}

function staleComplaints(tables: Table[]): string[] {
  const names = new Set(tables.map((table) => table.name));
  const schemas = new Set(tables.map((table) => table.schema));
  return [
    ...[...Object.keys(GLOBAL_TABLES), ...APPEND_ONLY_TABLES]
      .filter((name) => !names.has(name))
      .map((name) => `${name} is listed in tests/support/catalogue.ts and does not exist`),
    ...Object.keys(GLOBAL_SCHEMAS)
      .filter((schema) => !schemas.has(schema))
      .map((schema) => `schema ${schema} is listed in tests/support/catalogue.ts and has no table`),
  ];
}
