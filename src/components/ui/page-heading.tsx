import type { ReactNode } from "react";
import { Underline } from "./strokes";

/** The one `h1` of a page, underlined by hand, with room for a remark and for actions. */
export function PageHeading({
  children,
  before,
  intro,
  actions,
}: {
  children: ReactNode;
  /** Where this page belongs, for example a link back. */
  before?: ReactNode;
  intro?: ReactNode;
  actions?: ReactNode;
}) {
  return (
    <header className="grid gap-4">
      {before ? <div className="text-sm">{before}</div> : null}
      <div className="flex flex-wrap items-end justify-between gap-x-8 gap-y-4">
        <h1 className="w-fit text-3xl">
          {children}
          <Underline className="mt-1 text-clay" />
        </h1>
        {actions ? <div className="flex flex-wrap gap-3">{actions}</div> : null}
      </div>
      {intro ? <div className="max-w-measure text-ink-soft text-lg">{intro}</div> : null}
    </header>
  );
}
