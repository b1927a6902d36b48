"use client";

import { useLive } from "@/components/rooms/live-context";
import type { TypedEntry } from "@/server/domains/boxes/contract";
import type { Person } from "@/server/domains/rooms/contract";

/**
 * What the others have so far, growing as they write. Read when somebody goes there: a page that
 * changes with every key must not speak by itself.
 */
export function OthersPages({ writers, others }: { writers: Person[]; others: TypedEntry[] }) {
  const { snapshot } = useLive();
  const people = writers.filter(({ id }) => id !== snapshot.me.id);
  const texts = new Map(others.map(({ person, text }) => [person.id, text]));
  if (people.length === 0) {
    return <p className="text-ink-soft text-sm">Nobody else writes along yet, which is fine.</p>;
  }
  return (
    <section aria-label="The others’ pages" className="@container">
      <ul className="grid gap-3 @lg:grid-cols-2">
        {people.map(({ id, name }) => (
          <li key={id} className="wobble inked min-w-0 border-rule bg-scrap px-4 py-3">
            <p className="font-semibold">
              <bdi>{name}</bdi>
            </p>
            {texts.get(id) ? (
              <p dir="auto" className="whitespace-pre-wrap break-words">
                {texts.get(id)}
              </p>
            ) : (
              <p className="pencilled">an open page</p>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
