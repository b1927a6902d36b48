import type { Metadata } from "next";
import { headers } from "next/headers";
import { whereabouts } from "@/components/help/country";
import { HelpPage } from "@/components/help/help-page";

export const metadata: Metadata = {
  title: "Help now",
  description: "Helplines and emergency numbers by country.",
  robots: { index: true, follow: true },
};

/** Crisis help. Works without sign-in and without JavaScript. */
export default async function Page({
  searchParams,
}: {
  searchParams: Promise<{ country?: string | string[] }>;
}) {
  const [{ country }, requestHeaders] = await Promise.all([searchParams, headers()]);
  const chosen = Array.isArray(country) ? country[0] : country;
  return <HelpPage where={whereabouts(chosen, requestHeaders.get("accept-language"))} />;
}
