import path from "node:path";
import * as z from "zod";
import type { ObjectStore } from "./storage/s3";

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
  S3_ENDPOINT: url(["https", "http"]).optional(),
  S3_BUCKET: z
    .string()
    .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, "must be the name of a bucket")
    .optional(),
  S3_REGION: z.string().optional(),
  S3_ACCESS_KEY_ID: z.string().optional(),
  S3_SECRET_ACCESS_KEY: z.string().optional(),
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
  /** Where photos are kept; undefined: in the database. */
  objectStore: ObjectStore | undefined;
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
    objectStore: readObjectStore(values),
    roles: values.ROLES,
    logLevel: values.LOG_LEVEL,
    demo: !values.SMTP_URL,
  };
}

/** All of it or nothing: half a store would lose photos at the first upload. */
function readObjectStore(values: z.infer<typeof Variables>): ObjectStore | undefined {
  const { S3_ENDPOINT, S3_BUCKET, S3_REGION, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY } = values;
  if (S3_ENDPOINT && S3_BUCKET && S3_REGION && S3_ACCESS_KEY_ID && S3_SECRET_ACCESS_KEY) {
    return {
      endpoint: S3_ENDPOINT,
      bucket: S3_BUCKET,
      region: S3_REGION,
      accessKeyId: S3_ACCESS_KEY_ID,
      secretAccessKey: S3_SECRET_ACCESS_KEY,
    };
  }
  const group = { S3_ENDPOINT, S3_BUCKET, S3_REGION, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY };
  const [missing] = Object.entries(group).find(([, value]) => !value) ?? [];
  if (Object.values(group).some(Boolean)) {
    throw new EnvError(`${missing} must be set too: an object store needs all five S3_ variables`);
  }
  return undefined;
}
