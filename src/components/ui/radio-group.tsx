import type { ChangeEvent, ReactNode } from "react";
import { useId } from "react";
import { classNames } from "./class-names";
import { FieldError } from "./form-error";

export type RadioOption = { value: string; label: ReactNode; description?: ReactNode };

/**
 * One of several answers, each as large as the next. With `value` it is controlled, with
 * `defaultValue` the browser keeps it; with neither, nothing is chosen for the person.
 */
export function RadioGroup({
  name,
  label,
  description,
  error,
  hideLabel,
  options,
  value,
  defaultValue,
  onValueChange,
  disabled,
  inline,
}: {
  name: string;
  label: ReactNode;
  description?: ReactNode;
  error?: ReactNode;
  hideLabel?: boolean;
  options: RadioOption[];
  value?: string | null;
  defaultValue?: string;
  onValueChange?: (value: string) => void;
  disabled?: boolean;
  /** Side by side where there is room, for two to four short answers. */
  inline?: boolean;
}) {
  const id = useId();
  const describedBy = [description && `${id}-about`, error && `${id}-error`];
  const onChange = onValueChange
    ? (event: ChangeEvent<HTMLInputElement>) => onValueChange(event.target.value)
    : undefined;

  return (
    <fieldset
      aria-describedby={describedBy.filter(Boolean).join(" ") || undefined}
      aria-invalid={error ? true : undefined}
      disabled={disabled}
      className="@container min-w-0"
    >
      <legend className={hideLabel ? "sr-only" : "font-semibold"}>{label}</legend>
      {description ? (
        <p id={`${id}-about`} className="mt-1 text-ink-soft text-sm">
          {description}
        </p>
      ) : null}
      <div
        className={classNames(
          "mt-2 grid gap-2",
          inline && "grid-cols-2 @lg:grid-cols-[repeat(auto-fit,minmax(8rem,1fr))]",
        )}
      >
        {options.map((option) => (
          <label
            key={option.value}
            className="wobble inked even:wobble-alt grid min-h-11 grid-cols-[auto_1fr] items-center gap-x-3 border-edge bg-scrap px-3.5 py-2 hover:border-ink has-checked:border-clay-deep has-checked:bg-clay-wash"
          >
            <input
              type="radio"
              name={name}
              value={option.value}
              {...(value === undefined
                ? { defaultChecked: defaultValue === option.value }
                : { checked: value === option.value })}
              onChange={onChange}
              className="wobble-round inked grid size-6 appearance-none place-items-center border-edge bg-well before:size-3 before:wobble-round checked:border-clay-deep checked:before:bg-clay"
            />
            <span>{option.label}</span>
            {option.description ? (
              <span className="col-start-2 text-ink-soft text-sm">{option.description}</span>
            ) : null}
          </label>
        ))}
      </div>
      <FieldError id={`${id}-error`}>{error}</FieldError>
    </fieldset>
  );
}
