import "./styles";

import type { Metadata, Viewport } from "next";
import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { isTheme, THEME_COOKIE } from "@/components/shell/theme";
import { ToastRegion } from "@/components/ui/toast";

export const metadata: Metadata = {
  title: { default: "Unpolished", template: "%s · Unpolished" },
  description: "Facilitator-led support groups for people unlearning perfectionism.",
  icons: { icon: { url: "/favicon.svg", type: "image/svg+xml" } },
  robots: { index: false, follow: false },
  formatDetection: { telephone: false, email: false, address: false, date: false },
};

export const viewport: Viewport = {
  width: "device-width",
  initialScale: 1,
  colorScheme: "light dark",
};

/** The document around every page, with the chosen paper written in by the server. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  const theme = (await cookies()).get(THEME_COOKIE)?.value;
  return (
    <html lang="en-GB" data-theme={isTheme(theme) ? theme : undefined}>
      <body>
        <ToastRegion>
          <div className="isolate">{children}</div>
        </ToastRegion>
      </body>
    </html>
  );
}
