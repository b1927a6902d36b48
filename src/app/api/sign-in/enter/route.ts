import { postRoute } from "@/server/auth/post-route";
import { enterCode } from "@/server/auth/sign-in";
import { EnterCode } from "@/server/domains/users/contract";

/** Signs in with a short code, in the browser that asked. */
export const POST = postRoute({ schema: EnterCode }, (post) => enterCode(post, post.input));
