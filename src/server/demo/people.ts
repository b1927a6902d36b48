/** The people of the demo practice whom a visitor may step in as. */
export const DEMO_PEOPLE = [
  { key: "owner", email: "owner@harbour.example", label: "the practice owner" },
  { key: "facilitator", email: "facilitator@harbour.example", label: "the facilitator" },
  { key: "member", email: "member@harbour.example", label: "a member" },
  { key: "member2", email: "member2@harbour.example", label: "another member" },
] as const;
