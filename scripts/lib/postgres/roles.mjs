import postgres from "postgres";
import { errorCode, oneLine, StartError } from "../start-error.mjs";

/** The one database of an installation, and who may do what in it. */
export const DATABASE = "unpolished";
export const OWNER_ROLE = "unpolished_owner";
export const APP_ROLE = "unpolished_app";

/**
 * Makes the roles, or sets them right. Passwords travel as a bound parameter through a setting of
 * this transaction, because role commands take no parameters of their own.
 * @param {import("postgres").Sql} sql as superuser
 * @param {import("../secrets.mjs").Secrets} secrets
 */
async function ensureRoles(sql, secrets) {
  await sql.begin(async (tx) => {
    await tx`
      select set_config('unpolished.owner_password', ${secrets.ownerPassword}, true),
             set_config('unpolished.app_password', ${secrets.appPassword}, true)`;
    await tx`
      do $$
      declare
        role_name text;
        secret text;
      begin
        foreach role_name in array array['unpolished_owner', 'unpolished_app'] loop
          secret := current_setting(replace(role_name, 'unpolished_', 'unpolished.') || '_password');
          if not exists (select from pg_roles where rolname = role_name) then
            execute format('create role %I', role_name);
          end if;
          execute format(
            'alter role %I login nosuperuser nobypassrls nocreatedb nocreaterole noreplication password %L',
            role_name, secret);
        end loop;
      end $$`;
  });
}

/** @param {import("postgres").Sql} sql as superuser, connected to `postgres` */
async function ensureDatabase(sql) {
  const [there] = await sql`select 1 from pg_database where datname = ${DATABASE}`;
  if (!there) await sql`create database unpolished owner unpolished_owner`;
  // Anyone with a login may by default connect to, and make temporary tables in, every database.
  await sql`revoke all on database unpolished from public`;
  await sql`grant connect on database unpolished to unpolished_app`;
  await sql`revoke all on database postgres from public`;
  await sql`revoke all on database template1 from public`;
}

/**
 * Makes the roles and the database of a cluster. Doing it again changes nothing.
 * @param {string} adminUrl superuser connection to the database `postgres`
 * @param {import("../secrets.mjs").Secrets} secrets
 */
export async function ensureRolesAndDatabase(adminUrl, secrets) {
  const sql = postgres(adminUrl, { max: 1, onnotice: () => {}, prepare: false });
  try {
    await ensureRoles(sql, secrets);
    await ensureDatabase(sql);
  } catch (error) {
    if (errorCode(error) === "28P01") {
      throw new StartError(
        "DATA_DIR: secrets.json is not the one this database was made with. Restore it from a backup.",
      );
    }
    throw new StartError(`DATA_DIR: the database could not be prepared (${oneLine(error)}).`);
  } finally {
    await sql.end({ timeout: 2 });
  }
}
