/** Two marks on one pencil line: what was expected and what came. No target, no colour code. */
export function ExpectedBesideActual() {
  return (
    <figure className="mb-5">
      <figcaption>
        How bad at its worst: expected <strong>70</strong>, it peaked at <strong>45</strong>.
      </figcaption>
      <svg
        aria-hidden="true"
        viewBox="0 0 240 60"
        className="mt-2 block w-full max-w-80 fill-none stroke-edge"
        strokeWidth="2"
        strokeLinecap="round"
      >
        <path d="M10 26c38-2 74 2.2 112 .2s76 1.6 108-.6M10.5 19v13M229.5 18.5v13.5" />
        <circle cx="164" cy="26" r="8" className="stroke-ink" strokeDasharray="4 3" />
        <path
          d="M104 18.5c7-3.5 13 1.5 12.3 8-.7 6.8-8.8 9.5-13.8 5.6-5-4-4-11 1.5-13.6Z"
          className="fill-clay stroke-clay-deep"
        />
        <g className="fill-ink stroke-none font-text text-[13px]" textAnchor="middle">
          <text x="10" y="54">
            0
          </text>
          <text x="109" y="54">
            came
          </text>
          <text x="164" y="54">
            expected
          </text>
          <text x="227" y="54">
            100
          </text>
        </g>
      </svg>
    </figure>
  );
}
