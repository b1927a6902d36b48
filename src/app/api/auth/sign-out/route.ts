import * as z from "zod/mini";
import { postRoute } from "@/server/auth/post-route";
import { signOut } from "@/server/auth/session";

/** Signs this browser out and leads to the public page; a plain form will do. */
export const POST = postRoute({ schema: z.object({}), formPage: "/" }, async (post) => ({
  view: {},
  cookies: await signOut(post.runtime, post.cookieHeader, post.now),
  goTo: "/",
}));
