"use client";

import {
  type ReactNode,
  type RefObject,
  useEffect,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
} from "react";
import { Virtualizer, type VirtualizerHandle } from "virtua";
import { classNames } from "@/components/ui/class-names";
import type { LogRow } from "./log-rows";

/** The row at the top of what was in sight, and how far below the edge it began (px). */
export type Anchor = { id: string; top: number };

export type RowsProps = {
  rows: LogRow[];
  row: (row: LogRow) => ReactNode;
  above: ReactNode;
  below: ReactNode;
  empty: ReactNode;
  scroller: RefObject<HTMLElement | null>;
  list: RefObject<{ toNewest(): void } | null>;
  /** Where someone was reading, for the list that takes over from this one. */
  anchor: RefObject<Anchor | null>;
  onScrolled: (at: { fromNewest: number; fromOldest: number }) => void;
};

// What is read out is decided elsewhere, once for the whole page: the log itself keeps quiet.
const LOG = { role: "log", "aria-label": "Messages", "aria-live": "off" } as const;
const BOX = "-mx-2 min-h-0 flex-1 overflow-y-auto overscroll-contain px-2 max-lg:min-h-24";
/** Nearer to the end than this (px), one is at the newest and stays there. */
const AT_NEWEST_PX = 80;
/** The room above the rows, in which the way to earlier ones stands (px). */
const ABOVE_PX = 60;

function rowClass({ follows }: LogRow): string {
  return follows ? "pt-2" : "pt-4";
}

/**
 * Every row on the page. The box is laid out from its bottom up, so it opens at the newest before
 * any script runs and stays there by itself.
 */
export function PlainRows({
  rows,
  row,
  above,
  below,
  empty,
  scroller,
  list,
  anchor,
  onScrolled,
}: RowsProps) {
  useImperativeHandle(list, () => ({ toNewest: () => scroller.current?.scrollTo({ top: 0 }) }));

  // Runs while the rows are still there: what takes over from here goes on where one was reading.
  useLayoutEffect(
    () => () => {
      anchor.current = findAnchor(scroller.current);
    },
    [anchor, scroller],
  );

  return (
    <section
      ref={scroller}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so a keyboard must reach it.
      tabIndex={0}
      aria-label="What is said"
      onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) =>
        onScrolled({
          fromNewest: -scrollTop,
          fromOldest: scrollHeight - clientHeight + scrollTop,
        })
      }
      className={classNames(BOX, "flex flex-col-reverse")}
    >
      <div className="py-3">
        {/* Not what the browser holds on to while earlier rows come in below it. */}
        {above ? <div className="pb-2 text-center [overflow-anchor:none]">{above}</div> : null}
        <div {...LOG}>
          {rows.length > 0 ? (
            <ol>
              {rows.map((each) => (
                <li key={each.message.id} data-message={each.message.id} className={rowClass(each)}>
                  {row(each)}
                </li>
              ))}
            </ol>
          ) : (
            empty
          )}
        </div>
        {below}
      </div>
    </section>
  );
}

function findAnchor(scroller: HTMLElement | null): Anchor | null {
  if (!scroller || -scroller.scrollTop < AT_NEWEST_PX) return null;
  const edge = scroller.getBoundingClientRect().top;
  for (const row of scroller.querySelectorAll<HTMLElement>("[data-message]")) {
    const { top, bottom } = row.getBoundingClientRect();
    if (bottom > edge) return { id: row.dataset.message ?? "", top: top - edge };
  }
  return null;
}

/** Only the rows near the screen; those far above and below are their heights alone. */
export function VirtualRows({
  rows,
  row,
  above,
  below,
  scroller,
  list,
  anchor,
  onScrolled,
}: RowsProps) {
  const virtual = useRef<VirtualizerHandle>(null);
  const first = useRef<string | undefined>(undefined);
  const following = useRef(anchor.current === null);
  // Rows that came in above keep what is being read where it is.
  const firstId = rows[0]?.message.id;
  const came = first.current !== undefined && firstId !== first.current;
  const shift = came && rows.some(({ message }) => message.id === first.current);

  function toNewest() {
    following.current = true;
    virtual.current?.scrollToIndex(rows.length - 1, { align: "end" });
    const box = scroller.current;
    if (box) box.scrollTop = box.scrollHeight;
  }
  useImperativeHandle(list, () => ({ toNewest }));

  useLayoutEffect(() => {
    first.current = firstId;
  }, [firstId]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: once, where the list before this one was.
  useEffect(() => {
    const at = rows.findIndex(({ message }) => message.id === anchor.current?.id);
    if (at < 0) return toNewest();
    const offset = -(anchor.current?.top ?? 0);
    virtual.current?.scrollToIndex(at, { align: "start", offset });
  }, []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever what stands there changes.
  useLayoutEffect(() => {
    if (following.current) toNewest();
  }, [rows.length, rows.at(-1)?.message, below]);

  return (
    <section
      ref={scroller}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so a keyboard must reach it.
      tabIndex={0}
      aria-label="What is said"
      onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) => {
        const fromNewest = scrollHeight - clientHeight - scrollTop;
        following.current = fromNewest < AT_NEWEST_PX;
        onScrolled({ fromNewest, fromOldest: scrollTop });
      }}
      className={classNames(BOX, "[overflow-anchor:none]")}
    >
      <div style={{ height: ABOVE_PX }} className="grid place-items-center">
        {above}
      </div>
      <div {...LOG}>
        <Virtualizer
          ref={virtual}
          as="ol"
          item="li"
          data={rows}
          shift={shift}
          startMargin={ABOVE_PX}
          scrollRef={scroller}
          onResize={() => {
            if (following.current) toNewest();
          }}
        >
          {(each) => (
            <div key={each.message.id} data-message={each.message.id} className={rowClass(each)}>
              {row(each)}
            </div>
          )}
        </Virtualizer>
      </div>
      <div className="pb-3">{below}</div>
    </section>
  );
}
