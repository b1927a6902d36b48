import type { ComponentProps } from "react";
import { classNames } from "./class-names";
import { Field, type FieldProps } from "./field";
import { writable } from "./text-field";

/** Several lines of text, growing with what is written. Spelling squiggles stay off. */
export function TextArea({
  label,
  description,
  error,
  hideLabel,
  className,
  rows = 3,
  ...textarea
}: FieldProps & Omit<ComponentProps<"textarea">, "id">) {
  return (
    <Field {...{ label, description, error, hideLabel, className }}>
      {(wiring) => (
        <textarea
          spellCheck={false}
          autoCorrect="off"
          rows={rows}
          {...textarea}
          {...wiring}
          className={classNames(
            writable,
            "ruled field-sizing-content min-h-[calc(3lh+1.25rem)] max-h-[60dvh] leading-8",
          )}
        />
      )}
    </Field>
  );
}
