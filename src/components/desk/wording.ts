import type { HeldFor, RosterEntry } from "@/server/domains/rooms/contract";
import type { DeskTab, DeskView, TrayItem } from "./desk-view";

/** Why a message waits, for those who lead. */
export const HELD_FOR_WORDS: Record<HeldFor, string> = {
  person: "What they write waits for a facilitator",
  room: "Everything waits for now",
  message: "Held by hand",
  safe: "Written while nobody was leading",
  word: "Has a word from the list in it",
  together: "Opens together with everyone’s",
};

/** What lies on the tray, after the name of whoever it is from. */
export const TRAY_WORDS: Record<TrayItem["kind"], string> = {
  quiet_word: "could use a quiet word",
  worry: "is worried about someone",
  report: "asks you to look at a message",
  care_flag: "wrote something you may want to answer in person",
};

/** What a tab is called, with how many wait behind it in words. */
export function tabWords(tab: DeskTab, view: DeskView, lobby: RosterEntry[]): string {
  switch (tab) {
    case "people":
      return "People";
    case "lobby":
      return lobby.length > 0 ? `Lobby: ${lobby.length} there` : "Lobby";
    case "waiting":
      return view.waiting.length > 0 ? `${view.waiting.length} waiting` : "Waiting";
    case "tray":
      return view.tray.length > 0 ? `Tray: ${view.tray.length} to look at` : "Tray";
    case "lines":
      return "Private lines";
    case "between":
      return "Between us";
    case "settings":
      return "Settings";
  }
}
