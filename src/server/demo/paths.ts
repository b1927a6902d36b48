/**
 * What exists in demo mode only: the mailbox and stepping in. The server answers 404 for these
 * before the router sees them. Endings such as `.rsc`, by which the router serves a page's data,
 * belong to the page; so do other spellings of the same path.
 */
export function isDemoPath(pathname: string): boolean {
  return /^\/+(?:mailbox|api\/+demo)(?![a-z0-9-])/i.test(decoded(pathname));
}

function decoded(pathname: string): string {
  try {
    return decodeURIComponent(pathname);
  } catch {
    return pathname;
  }
}
