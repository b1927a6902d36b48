import { postRoute } from "@/server/auth/post-route";
import { revealCode } from "@/server/auth/sign-in";
import { LinkToken } from "@/server/domains/users/contract";

/** The short code of a link, for a browser other than the one that asked. */
export const POST = postRoute({ schema: LinkToken }, async (post) => ({
  view: await revealCode(post, post.input),
}));
