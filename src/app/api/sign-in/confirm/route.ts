import { postRoute } from "@/server/auth/post-route";
import { confirmSignIn } from "@/server/auth/sign-in";
import { LinkToken } from "@/server/domains/users/contract";

/** Signs in with a link, in the browser that asked for it. */
export const POST = postRoute({ schema: LinkToken }, (post) => confirmSignIn(post, post.input));
