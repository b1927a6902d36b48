import type { Person, RosterEntry } from "@/server/domains/rooms/contract";
import { type DeskTab, type DeskView, type Line, lastSeq } from "./desk-view";
import { TRAY_WORDS } from "./wording";

export type Arrival = { words: string; tab: DeskTab; person: Person | null };

/**
 * What came onto the desk from one view to the next and is worth a word, one of each kind at most.
 * Empty at first: what lay there already is seen when someone looks.
 */
export function arrivals(
  before: { view: DeskView; lobby: RosterEntry[] },
  after: { view: DeskView; lobby: RosterEntry[] },
  me: Person,
): Arrival[] {
  const found: Arrival[] = [];
  const seen = new Set([...before.view.tray, ...before.view.settled].map(({ id }) => id));
  const told = after.view.tray.find(({ id, from }) => !seen.has(id) && from.id !== me.id);
  if (told) {
    const words = `${told.from.name} ${TRAY_WORDS[told.kind]}.`;
    found.push({ words, tab: "tray", person: null });
  }
  const there = new Set(before.lobby.map(({ person }) => person.id));
  const newcomer = after.lobby.find(({ person }) => !there.has(person.id));
  if (newcomer) {
    found.push({ words: `${newcomer.person.name} is in the lobby.`, tab: "lobby", person: null });
  }
  const line = newOn(before.view.lines, after.view.lines, me);
  if (line) {
    const words = `${line.name} wrote on the private line.`;
    found.push({ words, tab: "lines", person: line });
  }
  const lastBetween = before.view.between.at(-1)?.seq ?? 0;
  const between = after.view.between.find(
    ({ seq, author, state }) => seq > lastBetween && author.id !== me.id && state === "shown",
  );
  if (between) {
    const words = `${between.author.name} wrote to the facilitators.`;
    found.push({ words, tab: "between", person: null });
  }
  return found;
}

/** The member who wrote on their line since; not what a facilitator wrote to them. */
function newOn(before: Line[], after: Line[], me: Person): Person | null {
  const last = Math.max(0, ...before.map(lastSeq));
  const line = after.find(({ person, messages }) =>
    messages.some(
      ({ seq, author, audience }) =>
        audience === "line" && seq > last && author.id === person.id && author.id !== me.id,
    ),
  );
  return line?.person ?? null;
}
