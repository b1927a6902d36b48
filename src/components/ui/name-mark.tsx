import { classNames } from "./class-names";

const circles = [
  "rounded-[52%_48%_55%_45%/47%_54%_46%_53%]",
  "rounded-[46%_54%_48%_52%/55%_46%_54%_45%]",
  "rounded-[55%_45%_50%_50%/50%_56%_44%_50%]",
  "rounded-[48%_52%_45%_55%/52%_47%_53%_48%]",
];

const sizes = { sm: "size-8 text-sm", md: "size-11 text-base" };

/** Up to two initials of a shown name: "Wren" gives W, "Sunday Baker" gives SB. */
export function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/).filter(Boolean);
  const picked = words.length > 1 ? [words[0], words[words.length - 1]] : words;
  return picked.map((word) => Array.from(word ?? "")[0]?.toLocaleUpperCase() ?? "").join("");
}

/**
 * Initials in a circle nobody drew with a compass. Everything about it comes from the name shown
 * beside it, so it links nobody across two places. Decoration: the name stands next to it.
 */
export function NameMark({ name, size = "md" }: { name: string; size?: "sm" | "md" }) {
  const circle = circles[Array.from(name).length % circles.length];
  return (
    <span
      aria-hidden="true"
      className={classNames(
        "inline-grid shrink-0 place-items-center border-2 border-edge bg-scrap font-heading font-semibold text-ink leading-none",
        circle,
        sizes[size],
      )}
    >
      {initialsOf(name)}
    </span>
  );
}
