import * as z from "zod/mini";
import { postRoute } from "@/server/auth/post-route";
import { signOut } from "@/server/auth/session";

/** "Leave quickly": signs out by beacon, while the browser is already on its way elsewhere. */
export const POST = postRoute({ schema: z.object({}) }, async (post) => ({
  view: {},
  cookies: await signOut(post.runtime, post.cookieHeader, post.now),
}));
