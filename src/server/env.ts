import path from "node:path";
import * as z from "zod";

/** A start that cannot go on, in one line that names the variable. */
export class EnvError extends Error {}

const ROLES = ["web", "live", "worker"] as const;
export type Role = (typeof ROLES)[number];

const url = (protocols: string[]) =>
  z.url({
    protocol: new RegExp(`^(${protocols.join("|")})$`),
    error: `must be an address that starts with ${protocols.map((p) => `${p}://`).join(" or ")}`,
  });

const Variables = z.object({
  NODE_ENV: z.enum(["production", "development", "test"]).default("production"),
  PORT: z.coerce
    .number({ error: "must be a port number from 1 to 65535" })
    .int("must be a port number from 1 to 65535")
    .min(1, "must be a port number from 1 to 65535")
    .max(65_535, "must be a port number from 1 to 65535")
    .default(3000),
  HOST: z.string().min(1, "must be an address to listen on").default("127.0.0.1"),
  PUBLIC_URL: url(["https", "http"]).optional(),
  DATA_DIR: z.string().min(1, "must name a folder").default(".data"),
  DATABASE_URL: url(["postgres", "postgresql"]).optional(),
  MIGRATION_DATABASE_URL: url(["postgres", "postgresql"]).optional(),
  SMTP_URL: url(["smtp", "smtps"]).optional(),
  MAIL_FROM: z
    .string()
    .regex(/^[^\r\n]+$/, "must be one line")
    .default("Unpolished <notes@unpolished.example>"),
  AUTH_SECRET: z.string().min(32, "must have at least 32 characters").optional(),
  ROLES: z
    .string()
    .default(ROLES.join(","))
    .transform((text) => text.split(",").map((each) => each.trim()))
    .pipe(z.array(z.enum(ROLES, `must list some of ${ROLES.join(", ")}`)).min(1)),
  LOG_LEVEL: z.enum(["debug", "info", "warn", "error"]).default("info"),
});

/** The names of all variables, for .env.example and its test. */
export const VARIABLES = Object.keys(Variables.shape);

export type Env = {
  nodeEnv: "production" | "development" | "test";
  port: number;
  host: string;
  /** Origin under which browsers reach this, without a trailing slash. */
  publicUrl: string;
  dataDir: string;
  /** Undefined until the embedded database has started. */
  databaseUrl: string | undefined;
  migrationDatabaseUrl: string | undefined;
  smtpUrl: string | undefined;
  mailFrom: string;
  /** Undefined until read from the data folder. */
  authSecret: string | undefined;
  roles: Role[];
  logLevel: "debug" | "info" | "warn" | "error";
  /** No mail server: mail goes to the embedded mailbox, and one can step in as demo people. */
  demo: boolean;
};

/** @throws EnvError naming the first bad variable. An empty value counts as not set. */
export function readEnv(variables: Record<string, string | undefined>): Env {
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ""));
  const parsed = Variables.safeParse(given);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new EnvError(`${String(issue?.path[0])} ${issue?.message}`);
  }
  const values = parsed.data;
  if (values.DATABASE_URL && !values.AUTH_SECRET) {
    // With an own database there may be several processes, and all must share the secret.
    throw new EnvError("AUTH_SECRET must be set when DATABASE_URL is");
  }
  return {
    nodeEnv: values.NODE_ENV,
    port: values.PORT,
    host: values.HOST,
    publicUrl: new URL(values.PUBLIC_URL ?? `http://localhost:${values.PORT}`).origin,
    dataDir: path.resolve(values.DATA_DIR),
    databaseUrl: values.DATABASE_URL,
    migrationDatabaseUrl: values.MIGRATION_DATABASE_URL,
    smtpUrl: values.SMTP_URL,
    mailFrom: values.MAIL_FROM,
    authSecret: values.AUTH_SECRET,
    roles: values.ROLES,
    logLevel: values.LOG_LEVEL,
    demo: !values.SMTP_URL,
  };
}
