/**
 * The path that a request asks for, in its plainest spelling: one slash at the start, escapes read,
 * `.` and `..` resolved. What decides by path decides by this, since the router behind tidies
 * addresses up as well: `//mailbox`, `/\mailbox` and `/x/..%2fmailbox` all mean the same to it.
 * Null for what is no address of anything, such as `*`.
 */
export function requestPath(target: string): string | null {
  if (!/^(?:[\\/]|https?:[\\/]{2})/i.test(target)) return null;
  const [path = "/"] = target.replace(/^[a-z]+:[\\/]{2}[^\\/?#]*/i, "").split(/[?#]/, 1);
  const rooted = `/${decoded(path).replace(/^[\\/]+/, "")}`;
  return URL.parse(rooted, "http://own.invalid")?.pathname ?? rooted;
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
