import type { ReactNode } from "react";
import { Notice } from "./notice";
import { WavyMark } from "./strokes";

/** A calm remark under one field. Renders nothing without children. */
export function FieldError({ id, children }: { id?: string; children: ReactNode }) {
  if (!children) return null;
  return (
    <p id={id} className="flex items-start gap-2 text-sm">
      <WavyMark className="mt-2 text-clay" />
      <span>{children}</span>
    </p>
  );
}

/**
 * What went wrong with a whole form, announced at once. Put it just above the submit button,
 * beside what the person pressed, and keep every field as it was.
 */
export function FormError({
  children,
  reference,
}: {
  children: ReactNode;
  /** The log reference of an unexpected error, for quoting to whoever runs this installation. */
  reference?: string;
}) {
  if (!children) return null;
  return (
    <Notice kind="trouble" announce>
      {children} What you wrote is still here.
      {reference ? (
        <span className="mt-1 block text-sm">
          If you ask for help, quote <code>{reference}</code>.
        </span>
      ) : null}
    </Notice>
  );
}
