import { Underline } from "@/components/ui/strokes";
import { LeaveQuickly } from "./leave-quickly";
import { ThemeSwitch } from "./theme-switch";

/** The foot of every page: help, a quick way out, what this is not, and the choice of paper. */
export function SiteFooter() {
  return (
    <footer className="px-4 pt-16 pb-8 text-sm sm:px-8">
      <div className="mx-auto max-w-page">
        <Underline className="mb-4 text-rule" />
      </div>
      <div className="mx-auto flex max-w-page flex-wrap justify-between gap-x-10 gap-y-3">
        <div className="max-w-measure">
          <ul className="flex flex-wrap gap-x-6 text-base">
            <li>
              <a href="/help" className="inline-flex min-h-11 items-center font-semibold">
                Help now
              </a>
            </li>
            <li>
              <LeaveQuickly className="inline-flex min-h-11 items-center text-ink hover:text-ink" />
            </li>
          </ul>
          <p className="text-ink-soft">
            Unpolished is for adults, 18 and over. It is not therapy and not a crisis service.
            “Leave quickly” signs you out on this device and shows an ordinary page instead; it
            cannot erase your browser’s history.
          </p>
        </div>
        <ThemeSwitch />
      </div>
    </footer>
  );
}
