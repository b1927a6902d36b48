/**
 * A reason not to start that the person at the keyboard can act on. Its message is one line and
 * names the variable or folder to look at; it is printed alone, without a stack.
 */
export class StartError extends Error {
  /** @param {string} message one line, plain words */
  constructor(message) {
    super(message.replace(/\s+/g, " ").trim());
    this.name = "StartError";
  }
}

/**
 * The `code` of a system or database error ("ENOENT", "28P01"), or an empty string.
 * @param {unknown} error
 * @returns {string}
 */
export function errorCode(error) {
  return typeof error === "object" && error !== null && "code" in error ? String(error.code) : "";
}

/**
 * What went wrong, in one line, whatever was thrown.
 * @param {unknown} error
 * @returns {string}
 */
export function oneLine(error) {
  const text = error instanceof Error ? error.message || error.name : String(error);
  return text.replace(/\s+/g, " ").trim();
}
