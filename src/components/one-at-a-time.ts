/**
 * Runs what it is given one after the other, in the order of asking, so that an older save never
 * lands on a newer one. A failure is its own caller's, and does not hold up the next.
 */
export function oneAtATime() {
  let last: Promise<unknown> = Promise.resolve();
  return <T>(work: () => Promise<T>): Promise<T> => {
    const turn = last.then(work, work);
    last = turn;
    return turn;
  };
}
