import type { Announcements } from "./use-announcements";

/** Where a screen reader hears the room from: the one place that speaks, for the whole page. */
export function Announcer({ said }: { said: Announcements }) {
  return (
    <>
      <div aria-live="polite" aria-relevant="additions" className="sr-only">
        {said.polite.map(({ key, words }) => (
          <p key={key}>{words}</p>
        ))}
      </div>
      <div aria-live="assertive" className="sr-only">
        {said.assertive}
      </div>
    </>
  );
}
