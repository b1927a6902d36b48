import type { ComponentProps, ReactNode } from "react";
import { useId } from "react";
import { FieldError } from "./form-error";

/** A box to tick, with its words as part of the target. */
export function Checkbox({
  label,
  description,
  error,
  ...input
}: Omit<ComponentProps<"input">, "type" | "id" | "className"> & {
  label: ReactNode;
  description?: ReactNode;
  error?: ReactNode;
}) {
  const id = useId();
  const describedBy = [description && `${id}-about`, error && `${id}-error`];
  return (
    <div className="grid gap-1.5">
      <div className="grid grid-cols-[auto_1fr] items-start gap-x-3">
        <span className="relative grid h-11 place-items-center">
          <input
            {...input}
            id={id}
            type="checkbox"
            aria-describedby={describedBy.filter(Boolean).join(" ") || undefined}
            aria-invalid={error ? true : undefined}
            className="peer wobble inked size-6 appearance-none border-edge bg-well checked:border-clay-deep checked:bg-clay hover:border-ink disabled:border-dashed"
          />
          <svg
            aria-hidden="true"
            viewBox="0 0 20 18"
            className="pointer-events-none absolute hidden h-4 w-5 fill-none stroke-on-clay peer-checked:block"
          >
            <path
              d="M2 10.5c2 1.2 3.4 3 4.6 5.3C9.6 9.4 13 5 18.4 1.6"
              strokeWidth="2.8"
              strokeLinecap="round"
            />
          </svg>
        </span>
        <label htmlFor={id} className="min-h-11 py-[calc((2.75rem-1lh)/2)]">
          {label}
        </label>
      </div>
      {description ? (
        <p id={`${id}-about`} className="-mt-2.5 pl-9 text-ink-soft text-sm">
          {description}
        </p>
      ) : null}
      <FieldError id={`${id}-error`}>{error}</FieldError>
    </div>
  );
}
