import { sql } from "drizzle-orm";
import { index, integer, pgTable, text, timestamp, uniqueIndex, uuid } from "drizzle-orm/pg-core";

/** A login identity, global: one person may belong to many organisations. */
export const users = pgTable("users", {
  id: uuid("id").primaryKey().default(sql`uuidv7()`),
  /** Lower-cased before it is stored. Never leaves the server. */
  email: text("email").notNull().unique(),
  emailConfirmedAt: timestamp("email_confirmed_at", { withTimezone: true }),
  createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
});

/** Who is signed in, in which browser. Only the hash of the cookie's token is kept. */
export const authSessions = pgTable(
  "auth_sessions",
  {
    id: uuid("id").primaryKey().default(sql`uuidv7()`),
    tokenHash: text("token_hash").notNull().unique(),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
    expiresAt: timestamp("expires_at", { withTimezone: true }).notNull(),
  },
  (t) => [
    index("auth_sessions_user_id_idx").on(t.userId),
    index("auth_sessions_expires_at_idx").on(t.expiresAt),
  ],
);

/** One emailed sign-in link: single use, ten minutes, bound to the browser that asked. */
export const signInRequests = pgTable(
  "sign_in_requests",
  {
    id: uuid("id").primaryKey().default(sql`uuidv7()`),
    email: text("email").notNull(),
    tokenHash: text("token_hash").notNull(),
    /** Hash of the asking browser's nonce cookie. */
    browserHash: text("browser_hash").notNull(),
    /** Keyed hash of the short code shown in another browser; null until that browser asks. */
    codeHash: text("code_hash"),
    codeAttempts: integer("code_attempts").notNull().default(0),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull(),
    expiresAt: timestamp("expires_at", { withTimezone: true }).notNull(),
    usedAt: timestamp("used_at", { withTimezone: true }),
  },
  (t) => [
    uniqueIndex("sign_in_requests_token_hash_key").on(t.tokenHash),
    index("sign_in_requests_email_created_at_idx").on(t.email, t.createdAt),
    index("sign_in_requests_browser_hash_idx").on(t.browserHash),
    index("sign_in_requests_created_at_idx").on(t.createdAt),
  ],
);
