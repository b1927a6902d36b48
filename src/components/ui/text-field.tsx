import type { ComponentProps } from "react";
import { classNames } from "./class-names";
import { Field, type FieldProps } from "./field";

/** The look of anything one can write in. Exported for controls outside a `TextField`. */
export const writable =
  "wobble-alt inked w-full border-edge bg-well px-3.5 py-2 text-ink hover:border-ink " +
  "aria-invalid:border-clay [&[readonly]]:border-dashed disabled:border-dashed disabled:text-ink-soft";

/** One line of text. Spelling squiggles stay off unless `spellCheck` is passed. */
export function TextField({
  label,
  description,
  error,
  hideLabel,
  className,
  ...input
}: FieldProps & Omit<ComponentProps<"input">, "id">) {
  return (
    <Field {...{ label, description, error, hideLabel, className }}>
      {(wiring) => (
        <input
          type="text"
          spellCheck={false}
          autoCorrect="off"
          {...input}
          {...wiring}
          className={classNames(writable, "min-h-11")}
        />
      )}
    </Field>
  );
}
