import type { ReactNode } from "react";

/** One knot on the thread: what happens, told on one side and shown on a scrap on the other. */
export function ThreadStep({
  title,
  scrap,
  children,
}: {
  title: string;
  scrap: ReactNode;
  children: ReactNode;
}) {
  return (
    <li className="group relative grid items-start gap-x-12 gap-y-6 pl-10 sm:pl-14 lg:grid-cols-[minmax(0,5fr)_minmax(0,6fr)]">
      <Thread />
      <div className="grid gap-3">
        <h3 className="text-xl">{title}</h3>
        {children}
      </div>
      <div className="max-w-[30rem] lg:group-even:-mt-6 lg:group-odd:mt-2 lg:group-even:rotate-[-0.5deg] lg:group-odd:rotate-[0.4deg]">
        {scrap}
      </div>
    </li>
  );
}

/** The pencil line that joins the steps, with a loop where each one starts. */
function Thread() {
  return (
    <span className="absolute top-0 -bottom-14 left-0 w-8 lg:-bottom-20">
      <svg
        aria-hidden="true"
        viewBox="0 0 32 40"
        className="absolute top-0 left-0 h-10 w-8 fill-none stroke-clay"
      >
        <path
          d="M15.5 0c.8 6-2.2 9.8-5.6 12.6-4.6 3.9-3.2 9.8 2.7 10.4 6.2.6 10-4.2 8-8.6-1.6-3.7-6.2-3.4-6.6 1.8-.5 7.8 1.8 15.2 1.5 23.8"
          strokeWidth="2.2"
          strokeLinecap="round"
        />
      </svg>
      <svg
        aria-hidden="true"
        viewBox="0 0 32 100"
        preserveAspectRatio="none"
        className="absolute top-10 bottom-0 left-0 h-[calc(100%-2.5rem)] w-8 fill-none stroke-clay group-last:hidden"
      >
        <path
          d="M15.5 0c-1.5 18 2 34 .4 52s-1.4 30-.4 48"
          strokeWidth="2.2"
          vectorEffect="non-scaling-stroke"
        />
      </svg>
    </span>
  );
}
