import * as z from "zod/mini";

// The few field shapes that contracts share, with messages a person can act on. `zod/mini`, because
// contracts are imported by the browser too.

/** PostgreSQL keeps neither NUL nor half of a surrogate pair; nobody types either on purpose. */
export const storable = z.overwrite<string>((text) => text.replaceAll("\0", "").toWellFormed());

/** A line or passage a person must write. Trimmed; 1–`max` characters. */
export function words(max: number, askFor: string) {
  return z
    .string(askFor)
    .check(
      storable,
      z.trim(),
      z.minLength(1, askFor),
      z.maxLength(max, `That is longer than we can keep (${max} characters).`),
    );
}

/** A passage a person may leave out: blank becomes null. Trimmed; at most `max` characters. */
export function maybeWords(max: number) {
  return z.pipe(
    z.nullish(
      z
        .string("This needs to be text.")
        .check(
          storable,
          z.trim(),
          z.maxLength(max, `That is longer than we can keep (${max} characters).`),
        ),
    ),
    z.transform((text) => text || null),
  );
}

/** An id: UUID, any version. */
export function id() {
  return z.uuid("That link does not look whole.");
}

/** A whole number 0–100 (SUDS, or a likelihood in percent) that a person may leave out. */
export function maybeHundred() {
  return z.pipe(
    z.nullish(
      z
        .int("A whole number from 0 to 100, please.")
        .check(
          z.minimum(0, "A whole number from 0 to 100, please."),
          z.maximum(100, "A whole number from 0 to 100, please."),
        ),
    ),
    z.transform((value) => value ?? null),
  );
}

/** An IANA time zone, such as Europe/Lisbon. Offsets are refused: they know no summer. */
export function timeZone() {
  return z.string("Choose a time zone.").check(z.refine(isTimeZone, "Choose a time zone."));
}

function isTimeZone(zone: string): boolean {
  if (!/^[A-Za-z]/.test(zone)) return false;
  try {
    return Boolean(new Intl.DateTimeFormat("en", { timeZone: zone }));
  } catch {
    return false;
  }
}

/** An instant, as an ISO string with its offset; becomes the same instant in UTC. */
export function instant() {
  return z.pipe(
    z.iso.datetime({ offset: true, message: "That is not a time we can read." }),
    z.transform((text) => new Date(text).toISOString()),
  );
}
