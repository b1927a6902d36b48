import { isFacilitator } from "@/server/domains/groups/contract";
import type { OwnPlace, Person, RosterEntry } from "@/server/domains/rooms/contract";

/** What can be done about one person in the room, besides writing to them. */
export type PersonAct =
  | "mute"
  | "unmute"
  | "hold"
  | "unhold"
  | "send_out"
  | "let_back_in"
  | "remove"
  | "name_deputy"
  | "unname_deputy";

/**
 * What this person may do about that one, as the server decides it: co-facilitators look after
 * members, facilitators after everyone, and whoever has the chair only lets members in and out.
 */
export function actsOn(
  { me, mine, deputy }: { me: Person; mine: OwnPlace; deputy: Person | null },
  { person, presence, standing }: RosterEntry,
): PersonAct[] {
  if (!mine.leads || person.id === me.id || presence === "lobby") return [];
  const mayLookAfter = me.role === "facilitator" || !isFacilitator(person.role);
  if (!mayLookAfter) return [];
  const acts: PersonAct[] = [];
  if (mine.facilitates) {
    acts.push(standing === "muted" ? "unmute" : "mute");
    acts.push(standing === "held" ? "unhold" : "hold");
  }
  acts.push(presence === "sent_out" ? "let_back_in" : "send_out");
  if (mine.facilitates) acts.push("remove");
  const mayDeputise = !isFacilitator(person.role) && standing === "active";
  if (deputy?.id === person.id) acts.push("unname_deputy");
  else if (mayDeputise && presence !== "sent_out") acts.push("name_deputy");
  return acts;
}

type ActWords = {
  item: string;
  /** Asked with a reason before it happens; left out for what has none. */
  asking?: { title: (name: string) => string; description: string; act: string };
  done: (name: string) => string;
  /** What takes it back at once, and is offered to. */
  undo: PersonAct | "return";
};

const AGAIN = "You can take it back here at any time.";

export const ACT_WORDS: Record<PersonAct | "return", ActWords> = {
  mute: {
    item: "Let them only read",
    asking: {
      title: (name) => `Let ${name} only read`,
      description: `They read along and cannot post until you let them. A word to the facilitators still goes through. They are told so when they try to post. ${AGAIN}`,
      act: "Let them only read",
    },
    done: (name) => `${name} reads along for now.`,
    undo: "unmute",
  },
  unmute: {
    item: "Let them post again",
    asking: {
      title: (name) => `Let ${name} post again`,
      description: "From now on they post like everyone else.",
      act: "Let them post again",
    },
    done: (name) => `${name} can post again.`,
    undo: "mute",
  },
  hold: {
    item: "See their messages first",
    asking: {
      title: (name) => `See what ${name} writes first`,
      description: `From now on what they post waits here until you show it. They see that theirs is held. ${AGAIN}`,
      act: "See it first",
    },
    done: (name) => `What ${name} posts waits for you from now on.`,
    undo: "unhold",
  },
  unhold: {
    item: "Show their messages at once again",
    asking: {
      title: (name) => `Show what ${name} writes at once again`,
      description: "What is waiting already stays so until you show it.",
      act: "Show it at once again",
    },
    done: (name) => `What ${name} posts is shown at once again.`,
    undo: "hold",
  },
  send_out: {
    item: "Send out of this session",
    asking: {
      title: (name) => `Send ${name} out of this session`,
      description:
        "The room closes on their screens at once. They stay in the group, and you can let them back in here.",
      act: "Send out",
    },
    done: (name) => `${name} is out of this session.`,
    undo: "let_back_in",
  },
  let_back_in: {
    item: "Let back in",
    asking: {
      title: (name) => `Let ${name} back in`,
      description: "They can come into this room again.",
      act: "Let back in",
    },
    done: (name) => `${name} can come in again.`,
    undo: "send_out",
  },
  remove: {
    item: "Remove from the group",
    asking: {
      title: (name) => `Remove ${name} from the group`,
      description:
        "The room closes on their screens at once and they can no longer open the group. What they wrote stays, and so does their own practice. You can undo it right after, and later on the group page.",
      act: "Remove from the group",
    },
    done: (name) => `${name} is not in the group any more.`,
    undo: "return",
  },
  return: {
    item: "Bring back",
    done: (name) => `${name} is in the group again, and can come back into the room.`,
    undo: "remove",
  },
  name_deputy: {
    item: "Name as deputy",
    done: (name) => `${name} is offered the chair should nobody be left leading.`,
    undo: "unname_deputy",
  },
  unname_deputy: {
    item: "Deputy no longer",
    done: (name) => `${name} is not the deputy any more.`,
    undo: "name_deputy",
  },
};

/**
 * What takes an act back. Someone who was muted and is now held instead, or the other way round, is
 * given back how they stood before.
 */
export function undoOf(
  act: PersonAct | "return",
  standingBefore: RosterEntry["standing"],
): PersonAct | "return" {
  if (act === "mute" && standingBefore === "held") return "hold";
  if (act === "hold" && standingBefore === "muted") return "mute";
  return ACT_WORDS[act].undo;
}

const STANDING_WORDS: Record<RosterEntry["standing"], string | null> = {
  active: null,
  muted: "reads along",
  held: "seen by you first",
};

/** How someone stands here, where that is worth saying. */
export function standingWords({ standing }: RosterEntry): string | null {
  return STANDING_WORDS[standing];
}
