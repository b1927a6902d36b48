const LONGEST = 512;
const NOWHERE = "http://own.invalid";
export const START = "/home";

/**
 * `path` when it leads to a page of ours in every browser's reading, else null. Refuses whole
 * addresses, `//host`, backslashes (read as slashes) and control characters (read over), also
 * where they only come to light once `.` and `..` are resolved.
 */
export function ownPath(path: string | null | undefined): string | null {
  if (!path || path.length > LONGEST || !/^\/(?![/\\])[^\\\p{Cc}\s]*$/u.test(path)) return null;
  try {
    const read = new URL(path, NOWHERE);
    return read.origin === NOWHERE && !read.pathname.startsWith("//") ? path : null;
  } catch {
    return null;
  }
}

/** Where a person goes next: the own path they came for, else their start. */
export function returnPath(path: string | null | undefined): string {
  return ownPath(path) ?? START;
}
