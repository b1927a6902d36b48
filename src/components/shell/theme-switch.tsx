"use client";

import { useSyncExternalStore } from "react";
import { isTheme, THEME_COOKIE, type Theme } from "./theme";

const choices = [
  { value: "device", label: "As my device" },
  { value: "light", label: "Light" },
  { value: "dark", label: "Dark" },
] as const;

type Choice = (typeof choices)[number]["value"];

const ONE_YEAR_SECONDS = 365 * 24 * 60 * 60;

/** The <html> element carries the choice: the server wrote it there from the cookie. */
function subscribe(onChange: () => void) {
  const observer = new MutationObserver(onChange);
  observer.observe(document.documentElement, { attributeFilter: ["data-theme"] });
  return () => observer.disconnect();
}

function currentChoice(): Choice {
  const theme = document.documentElement.dataset.theme;
  return isTheme(theme) ? theme : "device";
}

function choose(choice: Choice) {
  const theme: Theme | null = choice === "device" ? null : choice;
  const lifetime = theme ? ONE_YEAR_SECONDS : 0;
  const secure = window.location.protocol === "https:" ? "; Secure" : "";
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser yet.
  document.cookie = `${THEME_COOKIE}=${theme ?? ""}; Path=/; Max-Age=${lifetime}; SameSite=Lax${secure}`;
  if (theme) document.documentElement.dataset.theme = theme;
  else delete document.documentElement.dataset.theme;
}

/** Light paper, dark paper or whatever the device says. Hidden where there is no script. */
export function ThemeSwitch() {
  const choice = useSyncExternalStore(subscribe, currentChoice, (): Choice => "device");
  return (
    <fieldset className="noscript:hidden">
      <legend className="sr-only">Paper</legend>
      <div className="flex flex-wrap gap-x-5">
        {choices.map(({ value, label }) => (
          <label key={value} className="flex min-h-11 items-center gap-2">
            <input
              type="radio"
              name="theme"
              value={value}
              checked={choice === value}
              onChange={() => choose(value)}
              className="size-5 accent-clay"
            />
            {label}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
