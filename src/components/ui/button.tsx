import Link from "next/link";
import type { ComponentProps, ReactNode } from "react";
import { classNames } from "./class-names";

/**
 * `primary`: the one thing this screen is for. `quiet`: everything else.
 * `even`: one of several choices that must weigh the same (see `EvenChoices`).
 * `plain`: reads like a link in running text, with a button's target size.
 */
export type ButtonVariant = "primary" | "quiet" | "even" | "plain";

type Look = { variant?: ButtonVariant; size?: "md" | "sm"; className?: string };

type AsButton = Look &
  Omit<ComponentProps<"button">, keyof Look> & {
    href?: undefined;
    /** Work is under way: presses are ignored, but the button keeps its focus and its place. */
    busy?: boolean;
  };

type AsLink = Look & Omit<ComponentProps<typeof Link>, keyof Look | "href"> & { href: string };

export type ButtonProps = AsButton | AsLink;

const shape =
  "inline-flex items-center justify-center gap-2 text-center font-semibold no-underline " +
  "transition-[background-color,border-color,color] duration-150 aria-disabled:cursor-default disabled:cursor-default " +
  "disabled:border-dashed aria-disabled:border-dashed";

const variants: Record<ButtonVariant, string> = {
  primary:
    "wobble inked border-clay-deep bg-clay text-on-clay hover:bg-clay-deep hover:text-on-clay " +
    "disabled:border-edge disabled:bg-transparent disabled:text-ink-soft",
  quiet:
    "wobble-alt inked border-edge bg-transparent text-ink hover:border-ink hover:bg-scrap " +
    "hover:text-ink disabled:text-ink-soft",
  even:
    "wobble inked even:wobble-alt border-ink bg-scrap text-ink hover:bg-clay-wash hover:text-ink " +
    "disabled:border-edge disabled:text-ink-soft",
  plain:
    "text-clay underline decoration-2 underline-offset-4 hover:text-clay-deep " +
    "disabled:text-ink-soft",
};

const sizes = {
  md: "min-h-11 py-2 leading-tight",
  sm: "min-h-9 py-1 text-sm leading-tight",
};

const paddings = { md: "px-5", sm: "px-3" };

/** A button, or with `href` a link that looks like one. `type` is "button" unless said. */
export function Button(props: ButtonProps) {
  const { variant = "quiet", size = "md", className } = props;
  const look = classNames(
    shape,
    variants[variant],
    sizes[size],
    variant === "plain" ? "px-1" : paddings[size],
    className,
  );

  if (props.href !== undefined) {
    const { variant: _variant, size: _size, ...rest } = props;
    // `tel:`, `sms:` and other sites are not the router's business.
    return props.href.startsWith("/") ? (
      <Link {...rest} className={look} />
    ) : (
      <OutsideLink {...rest} className={look} />
    );
  }

  const { variant: _variant, size: _size, href: _href, busy, onClick, ...rest } = props;
  return (
    <button
      type="button"
      {...rest}
      className={look}
      aria-disabled={busy || undefined}
      onClick={
        busy
          ? // `disabled` would drop the focus of someone using a keyboard.
            (event) => event.preventDefault()
          : onClick
      }
    />
  );
}

function OutsideLink({ prefetch: _prefetch, ...anchor }: Omit<AsLink, keyof Look> & Look) {
  return <a {...anchor} />;
}

/** Lays `even` buttons side by side at exactly the same width; stacked where it is narrow. */
export function EvenChoices({ children, label }: { children: ReactNode; label: string }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for form fields; these are actions.
    <div
      role="group"
      aria-label={label}
      className="grid auto-rows-fr grid-cols-[repeat(auto-fit,minmax(min(100%,9rem),1fr))] gap-3"
    >
      {children}
    </div>
  );
}
