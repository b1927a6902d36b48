import { postRoute } from "@/server/auth/post-route";
import { lookAtLink } from "@/server/auth/sign-in";
import { LinkToken } from "@/server/domains/users/contract";

/** What a link is worth in this browser. Uses nothing up. */
export const POST = postRoute({ schema: LinkToken }, async (post) => ({
  view: await lookAtLink(post, post.input),
}));
