import type { ReactNode } from "react";
import { useId } from "react";
import { FieldError } from "@/components/ui/form-error";
import { CHECK_IN_MAX } from "@/server/domains/checkins/contract";

export type TenOption = { value: string; label: string };

const TENS = Array.from({ length: CHECK_IN_MAX + 1 }, (_, value) => String(value));

/**
 * A whole number from 0 to 10, or one of `others`, each an answer like any number. One stop of the
 * Tab key; arrows move within it.
 */
export function TenScale({
  name,
  label,
  description,
  error,
  lowLabel,
  highLabel,
  others,
  value,
  onValueChange,
}: {
  name: string;
  label: ReactNode;
  description?: ReactNode;
  error?: ReactNode;
  /** What 0 means. */
  lowLabel: string;
  /** What 10 means. */
  highLabel: string;
  others: readonly TenOption[];
  value: string;
  onValueChange: (value: string) => void;
}) {
  const id = useId();
  const describedBy = [description && `${id}-about`, `${id}-ends`, error && `${id}-error`];
  const radio = (option: string) => ({
    type: "radio",
    name,
    value: option,
    checked: value === option,
    onChange: () => onValueChange(option),
  });

  return (
    <fieldset aria-describedby={describedBy.filter(Boolean).join(" ")} className="min-w-0">
      <legend className="font-semibold">{label}</legend>
      {description ? (
        <p id={`${id}-about`} className="text-ink-soft text-sm">
          {description}
        </p>
      ) : null}
      <div className="mt-2 grid max-w-[30rem] grid-cols-11">
        {TENS.map((ten) => (
          <label key={ten} className={`even:wobble-alt border border-transparent ${STOP}`}>
            <input {...radio(ten)} className="sr-only" />
            {ten}
          </label>
        ))}
        <svg
          aria-hidden="true"
          viewBox="0 0 330 8"
          preserveAspectRatio="none"
          className="col-span-full h-2 w-full fill-none stroke-edge"
        >
          <path
            d="M6 4.500c52-2 104 2 158 .2s104 1.600 160-.6"
            strokeWidth="2"
            strokeLinecap="round"
            vectorEffect="non-scaling-stroke"
          />
        </svg>
      </div>
      <p
        id={`${id}-ends`}
        className="flex max-w-[30rem] justify-between gap-x-6 text-ink-soft text-sm"
      >
        <span className="shrink-0">0 {lowLabel}</span>
        <span className="text-right">
          <span className="sr-only">, </span>
          {CHECK_IN_MAX} {highLabel}
        </span>
      </p>
      <div className="mt-1 flex flex-wrap gap-x-2 text-sm">
        {others.map((option) => (
          <label key={option.value} className="flex min-h-11 items-center gap-2.5 pr-3">
            <input
              {...radio(option.value)}
              className="wobble-round inked grid size-6 appearance-none place-items-center border-edge bg-well before:size-3 before:wobble-round hover:border-ink checked:border-clay-deep checked:before:bg-clay"
            />
            {option.label}
          </label>
        ))}
      </div>
      <FieldError id={`${id}-error`}>{error}</FieldError>
    </fieldset>
  );
}

const STOP =
  "wobble relative grid min-h-11 place-items-center tabular-nums hover:bg-scrap " +
  "has-checked:bg-clay has-checked:text-on-clay has-checked:hover:bg-clay-deep " +
  "has-focus-visible:outline-3 has-focus-visible:outline-focus has-focus-visible:outline-offset-2";
