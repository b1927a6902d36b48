import * as z from "zod/mini";

// Signing in, as browser and server speak of it. Never more of an address than the person has
// already shown to know.

export const CODE_LENGTH = 8;

const ASK_FOR_ADDRESS = "Please write an email address, like name@example.org.";

/** As HTML's own email field has it, but with a dot in the domain: the part of it on the internet. */
const ADDRESS =
  /^[a-z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)+$/;

/** Lower-cased and trimmed. One plain address: no quotes, lists, brackets or line breaks. */
export const EmailAddress = z.string(ASK_FOR_ADDRESS).check(
  z.trim(),
  z.toLowerCase(),
  z.refine((email) => email.length <= 254 && ADDRESS.test(email), ASK_FOR_ADDRESS),
);

export const AskForLink = z.object({
  email: EmailAddress,
  /** Where to go once signed in; anything but an own path is left aside. */
  returnTo: z.optional(z.string()),
});
export type AskForLink = z.infer<typeof AskForLink>;

/** What stands behind the `#` of an emailed link. */
export const LinkToken = z.object({
  token: z
    .string("That link does not look whole.")
    .check(z.regex(/^[A-Za-z0-9_-]{43}$/, "That link does not look whole.")),
});
export type LinkToken = z.infer<typeof LinkToken>;

/** A short code, typed by a person: case, gaps and look-alike letters do not matter. */
export const EnterCode = z.object({
  code: z.pipe(
    z.pipe(
      z.string("Please type the code from the other browser."),
      z.transform(withoutLookAlikes),
    ),
    z
      .string()
      .check(
        z.regex(
          /^[0-9A-HJKMNP-TV-Z]{8}$/,
          "The code has eight letters and digits. Have another look at the other browser.",
        ),
      ),
  ),
});
export type EnterCode = z.infer<typeof EnterCode>;

function withoutLookAlikes(typed: string): string {
  return typed
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, "")
    .replaceAll("O", "0")
    .replace(/[IL]/g, "1");
}

/**
 * What an emailed link is worth in the browser that opened it. `here`: it was asked for in this
 * one. `elsewhere`: in another, so this one may only show a code. `over`: used, expired or unknown.
 */
export type LinkView =
  | { state: "here"; email: string }
  | { state: "elsewhere"; partOfEmail: string }
  | { state: "over" };

/** The short code, in two halves with a gap, as it is shown. */
export type CodeView = { code: string };

/** Signed in; `returnTo` is an own path. */
export type SignedInView = { returnTo: string };
