import type { ReactNode } from "react";
import { Disclosure } from "@/components/ui/disclosure";

export type DataRow = { id: string; cells: ReactNode[] };

/** What a picture shows, in words and numbers. The first cell names the row. */
export function DataTable({
  summary,
  caption,
  columns,
  rows,
}: {
  /** What one presses to see it. */
  summary: string;
  caption: string;
  columns: readonly string[];
  rows: readonly DataRow[];
}) {
  return (
    <Disclosure summary={summary}>
      <table className={LOOK}>
        <caption>{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ id, cells: [name, ...values] }) => (
            <tr key={id}>
              <th scope="row">{name}</th>
              {values.map((value, index) => (
                <td
                  // A row's cells never change places.
                  // biome-ignore lint/suspicious/noArrayIndexKey: see above
                  key={index}
                >
                  {value}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Disclosure>
  );
}

// Said once for the whole table: five hundred rows would otherwise carry it with them.
const LOOK =
  "w-full border-collapse text-left text-sm [&_caption]:pb-2 [&_caption]:text-left " +
  "[&_caption]:text-ink-soft [&_th]:py-1.5 [&_th]:pr-3 [&_td]:py-1.5 [&_td]:pr-3 " +
  "[&_td:last-child]:pr-0 [&_td]:tabular-nums [&_td]:align-top [&_tbody_th]:align-top " +
  "[&_tbody_th]:font-normal [&_thead_th]:align-bottom [&_thead_th]:font-semibold " +
  "[&_tr]:border-rule [&_tr]:border-b [&_thead_tr]:border-b-2 " +
  "[&_a]:[overflow-wrap:anywhere]";
