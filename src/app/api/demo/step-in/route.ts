import * as z from "zod/mini";
import { postRoute } from "@/server/auth/post-route";
import { stepIn } from "@/server/auth/sign-in";
import { DEMO_PEOPLE } from "@/server/demo/people";

const StepIn = z.object({ as: z.enum(DEMO_PEOPLE.map((person) => person.key)) });

/** Demo only: signs in as someone of the demo practice, by one press of a plain form's button. */
export const POST = postRoute({ schema: StepIn, formPage: "/", demoOnly: true }, async (post) => {
  const person = DEMO_PEOPLE.find(({ key }) => key === post.input.as);
  const { view, cookies } = await stepIn(post, person?.email ?? "");
  return { view, cookies, goTo: view.returnTo };
});
