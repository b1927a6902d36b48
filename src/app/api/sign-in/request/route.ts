import { countLinkAsked } from "@/server/auth/asking-limit";
import { postRoute } from "@/server/auth/post-route";
import { requestSignIn } from "@/server/auth/sign-in";
import { CALLER_HEADER } from "@/server/auth/stamp";
import { AskForLink } from "@/server/domains/users/contract";

/** Asks for a sign-in link. */
export const POST = postRoute({ schema: AskForLink, formPage: "/sign-in" }, async (post) => {
  await countLinkAsked(post.request.headers.get(CALLER_HEADER));
  return { ...(await requestSignIn(post, post.input)), goTo: "/sign-in?asked" };
});
