/** The list with one of its people a place earlier or later; as it is at either end. */
export function moved<T extends { id: string }>(list: readonly T[], id: string, by: -1 | 1): T[] {
  const at = list.findIndex((each) => each.id === id);
  const to = at + by;
  const one = list[at];
  const other = list[to];
  if (!one || !other) return [...list];
  return list.with(at, other).with(to, one);
}
