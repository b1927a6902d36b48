import type { ReactNode } from "react";
import { classNames } from "./class-names";
import { AsideMark, TickMark, WavyMark } from "./strokes";

/** `info`: worth knowing. `saved`: it is kept. `trouble`: our side could not do it. */
export type NoticeKind = "info" | "saved" | "trouble";

const marks = { info: AsideMark, saved: TickMark, trouble: WavyMark };

const papers: Record<NoticeKind, string> = {
  info: "border-edge bg-scrap",
  saved: "border-edge bg-scrap",
  trouble: "border-clay bg-clay-wash",
};

/**
 * A remark set apart from the text. The kind shows as a drawn mark and in the words, never by
 * colour alone.
 */
export function Notice({
  kind = "info",
  title,
  announce,
  className,
  children,
}: {
  kind?: NoticeKind;
  title?: ReactNode;
  /** Read aloud when it appears: at once for trouble, at the next pause otherwise. */
  announce?: boolean;
  className?: string;
  children: ReactNode;
}) {
  const Mark = marks[kind];
  return (
    <div
      role={announce ? (kind === "trouble" ? "alert" : "status") : undefined}
      className={classNames("wobble inked flex gap-3 px-4 py-3", papers[kind], className)}
    >
      <span className="flex h-[1lh] items-center text-clay">
        <Mark />
      </span>
      <div className="min-w-0 flex-1">
        {title ? <p className="font-semibold">{title}</p> : null}
        {children}
      </div>
    </div>
  );
}
