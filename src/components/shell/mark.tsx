import { classNames } from "@/components/ui/class-names";

/** The product's mark: a circle drawn in one go whose ends did not meet, and a slip kept inside. */
export function Mark({ className }: { className?: string }) {
  return (
    <svg
      aria-hidden="true"
      viewBox="0 0 40 40"
      className={classNames("shrink-0 fill-none", className)}
    >
      <path
        d="M29.5 6.2C19.4.9 5.6 6 4.1 18.4 2.6 30.6 12 37.4 22 36.6c10.6-.9 16.2-10 14.2-19.4C34.8 10.4 29 6.6 21.8 6.9"
        className="stroke-ink"
        strokeWidth="2.7"
        strokeLinecap="round"
      />
      <path
        d="M12.2 23.6c2.2-3.6 4-4.2 5.2-1.4 1.2 2.9 3 2.8 4.6-.8 1.5-3.3 3.4-3.4 5.8-.2"
        className="stroke-clay"
        strokeWidth="2.7"
        strokeLinecap="round"
      />
    </svg>
  );
}
