import Link from "next/link";

/** Leads to the page of a list before this one; nothing where this was the last. */
export function EarlierOnes({ list, next }: { list: string; next: string | null }) {
  if (!next) return null;
  return (
    <p>
      <Link href={`${list}?before=${next}`} className="inline-flex min-h-11 items-center">
        Earlier ones
      </Link>
    </p>
  );
}
