"use client";

import type { ReactNode } from "react";
import { useId, useState } from "react";
import { Button } from "./button";
import { classNames } from "./class-names";
import { FieldError } from "./form-error";
import { writable } from "./text-field";

/** Reads a typed number as a whole number from 0 to 100; null for an empty box. */
function readNumber(text: string): number | null {
  const digits = text.replace(/\D/g, "").slice(0, 3);
  return digits === "" ? null : Math.min(100, Number(digits));
}

/**
 * A whole number from 0 to 100, by slider or typed. Starts as "not said" (null), which is an
 * answer, and can be taken back. Without script the number box still works; only it carries
 * `name`, and posts an empty string for "not said".
 */
export function ScaleField({
  name,
  label,
  description,
  error,
  lowLabel,
  highLabel,
  value: controlled,
  defaultValue = null,
  onValueChange,
  disabled,
}: {
  name?: string;
  label: ReactNode;
  description?: ReactNode;
  error?: ReactNode;
  /** What 0 means, in a word or two. */
  lowLabel: string;
  /** What 100 means. */
  highLabel: string;
  value?: number | null;
  defaultValue?: number | null;
  onValueChange?: (value: number | null) => void;
  disabled?: boolean;
}) {
  const id = useId();
  const [own, setOwn] = useState(defaultValue);
  const value = controlled === undefined ? own : controlled;
  const said = value !== null;

  function say(next: number | null) {
    setOwn(next);
    onValueChange?.(next);
  }

  const describedBy = [description && `${id}-about`, `${id}-ends`, error && `${id}-error`]
    .filter(Boolean)
    .join(" ");

  return (
    <fieldset disabled={disabled} aria-describedby={describedBy} className="grid min-w-0 gap-1.5">
      <legend id={`${id}-label`} className="font-semibold">
        {label}
      </legend>
      {description ? (
        <p id={`${id}-about`} className="text-ink-soft text-sm">
          {description}
        </p>
      ) : null}
      <div className="flex items-center gap-4">
        <input
          type="range"
          min={0}
          max={100}
          step={1}
          value={value ?? 50}
          aria-labelledby={`${id}-label`}
          aria-valuetext={said ? `${value} of 100` : "not said"}
          data-said={said}
          onChange={(event) => say(event.target.valueAsNumber)}
          // Settling on the resting place changes nothing in the browser's eyes, but says 50.
          onPointerUp={(event) => said || say(event.currentTarget.valueAsNumber)}
          className={classNames("scale-track min-w-0 flex-1", !said && "scale-track-unsaid")}
        />
        <input
          type="text"
          inputMode="numeric"
          autoComplete="off"
          name={name}
          value={value ?? ""}
          placeholder="–"
          aria-labelledby={`${id}-label ${id}-typed`}
          aria-invalid={error ? true : undefined}
          onChange={(event) => say(readNumber(event.target.value))}
          className={classNames(writable, "min-h-11 w-18! px-2! text-center tabular-nums")}
        />
        <span id={`${id}-typed`} hidden>
          , typed as a number from 0 to 100
        </span>
      </div>
      <div className="flex min-h-9 flex-wrap items-center justify-between gap-x-4 text-ink-soft text-sm">
        <span id={`${id}-ends`}>
          0 {lowLabel} <span aria-hidden="true">·</span> 100 {highLabel}
        </span>
        {said ? (
          <Button variant="plain" size="sm" onClick={() => say(null)} disabled={disabled}>
            Leave it unsaid
          </Button>
        ) : (
          <span className="pencilled">not said, which is fine</span>
        )}
      </div>
      <FieldError id={`${id}-error`}>{error}</FieldError>
    </fieldset>
  );
}
