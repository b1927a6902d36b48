// Old versions of Node must be able to read this file, to be told that they are too old: no syntax
// newer than `import` itself.

/** Ends the program with one line unless Node is 20 or newer. */
export function assertNodeVersion() {
  const major = Number(process.versions.node.split(".")[0]);
  if (major >= 20) return;
  console.error(
    `Unpolished needs Node 20 or newer, and this is ${process.versions.node}. Get a newer one from https://nodejs.org and run the same command again.`,
  );
  process.exit(1);
}
