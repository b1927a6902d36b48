// The demo practice: invented people, invented words. Written to show what the product is for, and
// in the tone it asks of everyone.

export const PRACTICE = "Harbour Lane Practice";
export const GROUP = "Tuesday evening circle";
export const PURPOSE = "Eight weeks of small, deliberate imperfections, in company.";
export const SESSION = "This week’s circle";
/** The one of the house’s run sheets that the session follows. */
export const RUN_SHEET = "weekly-circle";

export const AGREEMENT = `We come as we are, with things unfinished.

What is said here stays here. No screenshots, no names outside.
Passing is always fine, and nobody asks why.
We answer what someone asks for back, and leave advice at the door unless it is wanted.
This is a practice group, not a crisis service. Help is one tap away on every page.`;

/** Names as this group knows them; the first leads it. */
export const PEOPLE = [
  { key: "facilitator", email: "facilitator@harbour.example", name: "Robin", role: "facilitator" },
  { key: "member", email: "member@harbour.example", name: "Wren", role: "member" },
  { key: "member2", email: "member2@harbour.example", name: "Moss", role: "member" },
  { key: "ash", email: "ash@harbour.example", name: "Ash", role: "member" },
  { key: "juniper", email: "juniper@harbour.example", name: "Juniper", role: "member" },
] as const;

/** Wren's practice, oldest first. SUDS and likelihoods are 0–100; null was left open. */
export const PRACTICE_SO_FAR = [
  {
    daysAgo: 44,
    plan: "Send one message to a friend without reading it twice",
    fearedOutcome: "They think I was drunk, or careless",
    likelihoodBefore: 60,
    expectedSuds: 55,
    peakSuds: 50,
    likelihoodAfter: 15,
    happened: "no",
    whatHappened: "She answered with three typos of her own.",
    felt: "Hot ears, then mostly curious.",
    worse: null,
    better: "It was over in a minute.",
    learned: "The waiting is the loud part, and it ends.",
  },
  {
    daysAgo: 37,
    plan: "Leave the washing-up until tomorrow when my sister visits",
    fearedOutcome: "She says something about the state of the kitchen",
    likelihoodBefore: 70,
    expectedSuds: 60,
    peakSuds: 40,
    likelihoodAfter: 30,
    happened: "no",
    whatHappened: "She put her cup on the pile.",
    felt: "Restless for an hour.",
    worse: "The first ten minutes.",
    better: "We talked, instead of me standing at the sink.",
    learned: "I had been hosting the kitchen and not my sister.",
  },
  {
    daysAgo: 23,
    plan: "Show the half-done slides to Priya and ask one question",
    fearedOutcome: "She decides I am behind",
    likelihoodBefore: 80,
    expectedSuds: 75,
    peakSuds: 70,
    likelihoodAfter: 40,
    happened: "partly",
    whatHappened: "She noticed slide four was empty, and then helped with it.",
    felt: null,
    worse: "Her scrolling, in silence.",
    better: "The question got a real answer.",
    learned: "Unfinished things can be asked about. Finished ones just get looked at.",
  },
  {
    daysAgo: 9,
    plan: "Send the email to the whole team with one small typo left in",
    fearedOutcome: "Somebody points it out in front of everyone",
    likelihoodBefore: 70,
    expectedSuds: 80,
    peakSuds: 45,
    likelihoodAfter: 10,
    happened: "no",
    whatHappened: "Two people answered the actual question. Nobody said a word about “recieve”.",
    felt: "Shaky before, oddly proud of the silliness after.",
    worse: "Pressing send.",
    better: "Everything after pressing send.",
    learned: "I was the only one proofreading me.",
  },
] as const;

/** Rungs on Wren's ladder, still ahead. The dials are 0 the gentlest – 3. */
export const LADDER = [
  { plan: "Hang the laundry without sorting it by colour", expectedSuds: 20, audience: 0 },
  { plan: "Answer a message without opening with sorry", expectedSuds: 35, audience: 1 },
  { plan: "Say “I don’t know yet” in the Monday meeting", expectedSuds: 65, audience: 2 },
] as const;

/** What Wren has planned next and let the facilitators read. */
export const RELEASED = {
  plan: "Put the half-painted bowl on the studio shelf, unlabelled",
  whereAndWho: "The open studio on Thursday, with the others around",
  fearedOutcome: "Someone asks who made that, and laughs",
  likelihoodBefore: 55,
  expectedSuds: 60,
  kindnessPlan: "Walk home the long way, with music",
} as const;

/** Entries that nobody predicted: they weigh the same as anything planned. */
export const JUST_SO = [
  { daysAgo: 16, kind: "rest", plan: "A whole Sunday without the inbox" },
  { daysAgo: 4, kind: "accident", plan: "Replied to all instead of to one" },
] as const;

/** Wren's weeks, oldest first: fear, avoidance, distress, good enough, 0–10; null was skipped. */
export const CHECK_INS = [
  [7, 8, 7, 3],
  [8, 7, 7, 2],
  [7, 7, null, 3],
  [6, 7, 6, 4],
  [6, null, 6, 4],
  [5, 6, 5, 5],
  [5, 5, 4, 5],
  [4, 5, 4, 6],
] as const;

/** On the group's board between sessions. */
export const BOARD_DRAFT = `A list of things I am **not** going to fix this week:

- the wobble in the shelf
- the second paragraph
- the word “furthermore”`;
export const BOARD_NOTE = "Unfinished writing about a funeral";
export const COMPANY = "My shelf leans too. It holds books all the same.";

/** What was said in the room so far, in order. */
export const SAID = [
  [
    "facilitator",
    "Welcome in. My own slip this week: I called a client by another client’s name, twice.",
  ],
  ["juniper", "I am here and mostly listening today, if that is all right."],
  ["facilitator", "It is. Passing is taking part."],
  ["member2", "I rested on Sunday instead of catching up. It was surprisingly hard to do badly."],
] as const;

export const DRAFT = `Things I would say if it did not have to be good:

I started this letter four times. This is the one I did not delete.
It has no ending yet, and the middle goes on about the bus.
I miss you. that is the letter, really`;

export const REPLY = ["ash", "The bus part is my favourite part."] as const;
