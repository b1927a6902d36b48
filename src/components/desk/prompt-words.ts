import type { GroupRole } from "@/server/domains/groups/contract";
import type { Person } from "@/server/domains/rooms/contract";

/** What a prompt may leave open until it is known who leads, and how it reads while nobody does. */
const OPEN: { mark: string; role: GroupRole; otherwise: string }[] = [
  { mark: "[facilitator]", role: "facilitator", otherwise: "the facilitator" },
  { mark: "[co-facilitator]", role: "co-facilitator", otherwise: "the co-facilitator" },
];

/** A prompt with the names of those who lead in the places it keeps for them. */
export function promptWords(prompt: string, here: Person[]): string {
  return OPEN.reduce((words, { mark, role, otherwise }) => {
    const names = here.filter((person) => person.role === role).map(({ name }) => name);
    return words.replaceAll(mark, () => names.join(" and ") || otherwise);
  }, prompt);
}
