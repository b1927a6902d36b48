import type { Metadata } from "next";
import { Welcome } from "@/components/welcome/welcome";

export const metadata: Metadata = {
  title: { absolute: "Unpolished: groups for unlearning perfectionism" },
  robots: { index: true, follow: true },
};

/** What this is, in plain words, for someone who has not signed in. */
export default function Page() {
  return <Welcome />;
}
