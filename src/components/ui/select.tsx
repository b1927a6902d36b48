import type { ComponentProps } from "react";
import { classNames } from "./class-names";
import { Field, type FieldProps } from "./field";
import { writable } from "./text-field";

export type SelectOption = { value: string; label: string; disabled?: boolean };

/** The platform's own list, which every phone and screen reader already knows. */
export function Select({
  label,
  description,
  error,
  hideLabel,
  className,
  options,
  ...select
}: FieldProps & Omit<ComponentProps<"select">, "id" | "children"> & { options: SelectOption[] }) {
  return (
    <Field {...{ label, description, error, hideLabel, className }}>
      {(wiring) => (
        <span className="relative grid">
          <select
            {...select}
            {...wiring}
            className={classNames(writable, "min-h-11 appearance-none pr-11")}
          >
            {options.map((option) => (
              <option key={option.value} value={option.value} disabled={option.disabled}>
                {option.label}
              </option>
            ))}
          </select>
          <svg
            aria-hidden="true"
            viewBox="0 0 16 10"
            className="pointer-events-none absolute top-1/2 right-4 h-2.5 w-4 -translate-y-1/2 fill-none stroke-current"
          >
            <path
              d="M1.5 2C4 4 6 6 8.2 8.4 10 6 12 4 14.6 1.4"
              strokeWidth="2"
              strokeLinecap="round"
            />
          </svg>
        </span>
      )}
    </Field>
  );
}
