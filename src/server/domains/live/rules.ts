import { isFacilitator } from "../groups/contract";
import { HERE_MAX, type Here, type Person } from "../rooms/contract";

/**
 * Who is in the room: those who lead first, then in order of arrival. `arrived` are those who are
 * here as far as anyone has told, in that order; `connected` those of whom this process holds a
 * connection, who are here whatever is stored.
 */
export function hereOf(
  arrived: readonly Person[],
  connected: ReadonlyMap<string, Person>,
  chairEnrolmentId: string | null,
): Here {
  const people = new Map(arrived.map((person) => [person.id, person]));
  for (const [id, person] of connected) people.set(id, person);
  const leads = ({ id, role }: Person) => Number(isFacilitator(role) || id === chairEnrolmentId);
  const inOrder = [...people.values()].toSorted((one, other) => leads(other) - leads(one));
  const shown = inOrder.slice(0, HERE_MAX);
  return { people: shown, more: inOrder.length - shown.length };
}

/** The earliest of these instants; null when there is none. */
export function earliest(instants: (Date | null)[]): Date | null {
  const known = instants.filter((instant) => instant !== null);
  return known.length > 0 ? new Date(Math.min(...known.map(Number))) : null;
}
