import type { ReactNode } from "react";
import { useId } from "react";
import { classNames } from "./class-names";
import { FieldError } from "./form-error";

/** What the control inside a `Field` must spread so that its label and remarks are announced. */
export type FieldWiring = {
  id: string;
  "aria-describedby": string | undefined;
  "aria-invalid": true | undefined;
};

export type FieldProps = {
  label: ReactNode;
  /** Says why we ask, or gives an example. Shown between label and control. */
  description?: ReactNode;
  /** What to do next, in calm words. Shown below the control. */
  error?: ReactNode;
  /** Keeps the label for screen readers only, where the place already says what this is. */
  hideLabel?: boolean;
  className?: string;
};

/**
 * A label, a description and an error around one control.
 *
 * The ids are in the server's markup, so a label is tied to its field before any script runs.
 */
export function Field({
  label,
  description,
  error,
  hideLabel,
  className,
  children,
}: FieldProps & { children: (wiring: FieldWiring) => ReactNode }) {
  const id = useId();
  const descriptionId = `${id}-about`;
  const errorId = `${id}-error`;
  const describedBy = [description && descriptionId, error && errorId].filter(Boolean).join(" ");

  return (
    <div className={classNames("grid gap-1.5", className)}>
      <label htmlFor={id} className={hideLabel ? "sr-only" : "justify-self-start font-semibold"}>
        {label}
      </label>
      {description ? (
        <p id={descriptionId} className="text-ink-soft text-sm">
          {description}
        </p>
      ) : null}
      {children({
        id,
        "aria-describedby": describedBy || undefined,
        "aria-invalid": error ? true : undefined,
      })}
      <FieldError id={errorId}>{error}</FieldError>
    </div>
  );
}
