/** The cookie that keeps a chosen paper. Absent: whatever the device says. */
export const THEME_COOKIE = "theme";

export type Theme = "light" | "dark";

/** Whether a cookie or attribute holds a theme; anything else counts as no choice. */
export function isTheme(value: string | undefined): value is Theme {
  return value === "light" || value === "dark";
}
