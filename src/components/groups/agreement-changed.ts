/** For someone who agrees to, or rewrites, a text that was replaced while they looked at it. */
export const CHANGED_AGAIN =
  "The agreement changed while you were here. Please reload the page and read it as it is now.";
