import type { ReactNode } from "react";
import { SiteFooter } from "./site-footer";
import { SiteHeader } from "./site-header";

const widths = { measure: "mx-auto max-w-measure", page: "mx-auto max-w-page", full: "" };

/**
 * Everything around a page: the skip link, the header, the one main landmark and the footer.
 * Use it once per page, in the page or in its layout.
 */
export function PageFrame({
  nav,
  person,
  home,
  width = "page",
  children,
}: {
  nav?: ReactNode;
  person?: ReactNode;
  home?: string;
  /** `measure` for reading and forms, `page` for most things, `full` for a room. */
  width?: keyof typeof widths;
  children: ReactNode;
}) {
  return (
    <div className="flex min-h-dvh flex-col">
      <a
        href="#main"
        className="absolute top-2 left-2 z-30 -translate-y-24 bg-scrap px-4 py-2.5 font-semibold focus:translate-y-0"
      >
        Skip to the page
      </a>
      <SiteHeader nav={nav} person={person} home={home} />
      <main id="main" tabIndex={-1} className="flex-1 px-4 pt-8 outline-none sm:px-8 sm:pt-12">
        <div className={widths[width]}>{children}</div>
      </main>
      <SiteFooter />
    </div>
  );
}
