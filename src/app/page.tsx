import type { Metadata } from "next";
import { StepIn } from "@/components/auth/step-in";
import { Welcome } from "@/components/welcome/welcome";
import { DEMO_PEOPLE } from "@/server/demo/people";
import { runtime } from "@/server/runtime";

export const metadata: Metadata = {
  title: { absolute: "Unpolished: groups for unlearning perfectionism" },
  robots: { index: true, follow: true },
};

/** What this is, in plain words, for someone who has not signed in. */
export default function Page() {
  return <Welcome stepIn={runtime().env.demo ? <StepIn people={DEMO_PEOPLE} /> : null} />;
}
