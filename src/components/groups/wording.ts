import type { GroupRole } from "@/server/domains/groups/contract";

/** How a role is called beside a name. Members are simply people, so theirs is not said. */
export const ROLE_WORDS: Record<GroupRole, string> = {
  member: "Member",
  "co-facilitator": "Co-facilitator",
  facilitator: "Facilitator",
};

/** What a link is for. */
export const INVITE_WORDS: Record<GroupRole, string> = {
  member: "To join the group",
  "co-facilitator": "To help facilitate",
  facilitator: "To facilitate",
};
