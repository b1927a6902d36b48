/**
 * An agreement as it was written: plain text, never markup. A short line above others, without a
 * full stop, reads as their heading.
 */
export function AgreementText({ text }: { text: string }) {
  return (
    <div className="grid max-w-measure gap-4">
      {text.split(/\n\s*\n/).map((passage, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: passages are never reordered on the page.
        <Passage key={at} lines={passage.split("\n")} />
      ))}
    </div>
  );
}

const HEADING_MAX = 60;

function Passage({ lines: [first = "", ...rest] }: { lines: string[] }) {
  const headed = rest.length > 0 && first.length <= HEADING_MAX && !/[.!?:,;]\s*$/.test(first);
  return (
    <p className="whitespace-pre-line">
      {headed ? <strong className="block font-semibold">{first}</strong> : first}
      {headed || rest.length === 0 ? null : "\n"}
      {rest.join("\n")}
    </p>
  );
}
