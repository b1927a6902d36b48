/**
 * What stands in a form's field, as text. Forms keep their words in the page and not in React, so
 * that what someone typed before the script had loaded counts too.
 */
export function textOf(form: HTMLFormElement, name: string): string {
  const value = new FormData(form).get(name);
  return typeof value === "string" ? value : "";
}
