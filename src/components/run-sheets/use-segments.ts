"use client";

import { type RefObject, useEffect, useRef, useState } from "react";
import { useToast } from "@/components/ui/toast";
import type { SegmentPlan } from "@/server/domains/run-sheets/contract";
import { readSegments, type SegmentDraft, withMoved } from "./segment-drafts";
import { moveButtonId } from "./segment-fields";

const EMPTY: SegmentPlan = { kind: "share", title: "", minutes: 10, prompt: "" };

/**
 * The segments of a form, in their order. What is written in them is the form's own: moving one
 * takes its words along, and one that was left out can come back as it was.
 */
export function useSegments(form: RefObject<HTMLFormElement | null>, first: SegmentDraft[]) {
  const say = useToast();
  const [segments, setSegments] = useState<readonly SegmentDraft[]>(first);
  const [lengths, setLengths] = useState(() => first.map(({ minutes }) => minutes));
  const [said, setSaid] = useState("");
  const added = useRef(0);
  const focusNext = useRef<string | null>(null);

  // React moves one of two neighbours in the page, and a browser takes the focus from what is moved.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once the new order is on the page
  useEffect(() => {
    if (focusNext.current) document.getElementById(focusNext.current)?.focus();
    focusNext.current = null;
    count();
  }, [segments]);

  function read(): SegmentDraft[] {
    const keys = segments.map(({ key }) => key);
    return form.current ? readSegments(form.current, keys) : [];
  }

  function count() {
    setLengths(read().map(({ minutes }) => minutes));
  }

  function move(key: string, by: -1 | 1) {
    const moved = withMoved(segments, key, by);
    if (moved === segments) return;
    const at = moved.findIndex((each) => each.key === key);
    focusNext.current = moveButtonId(key, by);
    setSegments(moved);
    setSaid(`It is number ${at + 1} of ${moved.length} now.`);
  }

  function remove(key: string) {
    const before = read();
    const at = before.findIndex((each) => each.key === key);
    const segment = before[at];
    if (!segment) return;
    setSegments(segments.filter((each) => each.key !== key));
    const putBack = () =>
      setSegments((now) =>
        now.some((each) => each.key === key) ? now : now.toSpliced(at, 0, segment),
      );
    say(`“${segment.title || "A segment"}” is left out.`, {
      label: "Put it back",
      onPress: putBack,
    });
    const neighbour = before[at + 1] ?? before[at - 1];
    if (neighbour) focusNext.current = moveButtonId(neighbour.key, 1);
  }

  function newKey(): string {
    added.current += 1;
    return `added-${added.current}`;
  }

  function add() {
    setSegments([...segments, { ...EMPTY, key: newKey() }]);
    setSaid(`Number ${segments.length + 1} is added at the end.`);
  }

  /** Puts these in the place of all there are, with a way back. */
  function replaceWith(plans: readonly SegmentPlan[], remark: string) {
    const before = read();
    setSegments(plans.map((plan) => ({ ...plan, key: newKey() })));
    if (before.length === 0) return;
    // Under new keys, so that the page shows what was written and not what it began with.
    const putBack = () => setSegments(before.map((each) => ({ ...each, key: newKey() })));
    say(remark, { label: "Undo", onPress: putBack });
  }

  const sum = (upTo: number) => lengths.slice(0, upTo).reduce((all, each) => all + each, 0);
  return {
    segments,
    /** Minutes of all, and how many pass before each. */
    minutes: sum(lengths.length),
    before: segments.map((_, at) => sum(at)),
    said,
    read,
    count,
    move,
    remove,
    add,
    replaceWith,
  };
}

export type Segments = ReturnType<typeof useSegments>;
