import type { ReactNode } from "react";
import { MarginNote } from "./margin-note";

/** One passage of the workbook: its text, and what someone pencilled into the margin. */
export function WorkbookSection({
  id,
  title,
  note,
  children,
}: {
  id: string;
  title: ReactNode;
  note?: ReactNode;
  children: ReactNode;
}) {
  return (
    <section
      aria-labelledby={id}
      className="grid gap-x-14 gap-y-5 lg:grid-cols-[10.5rem_minmax(0,1fr)]"
    >
      <h2 id={id} className="text-2xl lg:col-start-2">
        {title}
      </h2>
      <div className="grid content-start gap-4 lg:col-start-2 lg:row-start-2">{children}</div>
      {note ? (
        <div className="lg:col-start-1 lg:row-start-2">
          <MarginNote>{note}</MarginNote>
        </div>
      ) : null}
    </section>
  );
}
