/**
 * Two marks on one pencil line from 0 to 100: a dashed ring for what was expected, a filled round
 * for what came. No target and no verdict; the table beside it says the same in numbers.
 */
export function Beside({ expected, came }: { expected: number; came: number }) {
  return (
    <svg
      aria-hidden="true"
      viewBox="0 0 224 24"
      className="block w-full max-w-60 fill-none stroke-edge"
      strokeWidth="2"
      strokeLinecap="round"
    >
      <path d="M12 12.4c36-1.6 68 1.8 104 .2s70 1.2 96-.6M12.4 6.5v11.5M211.6 6v12" />
      <circle
        cx={along(came)}
        cy="12"
        r="6.5"
        className="fill-clay stroke-clay-deep"
        strokeWidth="1.5"
      />
      <circle cx={along(expected)} cy="12" r="8.5" className="stroke-ink" strokeDasharray="4 3" />
    </svg>
  );
}

function along(hundred: number): number {
  return 12 + 2 * hundred;
}
