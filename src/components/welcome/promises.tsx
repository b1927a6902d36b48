/** A plain list whose bullets were drawn, not typeset. */
export function Promises({ children }: { children: string[] }) {
  return (
    <ul className="grid gap-3">
      {children.map((promise, at) => (
        <li key={promise} className="grid grid-cols-[1.25rem_1fr] gap-x-3">
          <svg
            aria-hidden="true"
            viewBox="0 0 20 10"
            className="mt-[0.55lh] h-2.5 w-5 -translate-y-1/2 fill-none stroke-clay"
          >
            <path
              d={at % 2 ? "M1.5 6C7 3.5 12 7 18 3.6" : "M1.5 4.5C6 6.5 12 3 18 6"}
              strokeWidth="2.2"
              strokeLinecap="round"
            />
          </svg>
          <span>{promise}</span>
        </li>
      ))}
    </ul>
  );
}
