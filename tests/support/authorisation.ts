import {
  boardShare,
  boardShareElsewhere,
  calledBackLink,
  cardOf,
  crossedLink,
  type Factory,
  groupApart,
  groupOf,
  happened,
  having,
  heldMessageOf,
  inAnothers,
  inOwn,
  inviteOf,
  joining,
  keptDraft,
  keptPhoto,
  link,
  meeting,
  messageElsewhere,
  messageOf,
  newDraft,
  newGroup,
  newIdea,
  newRoomOf,
  newSessionOf,
  noted,
  others,
  own,
  ownMessage,
  pausedRoomOf,
  personOf,
  plan,
  planned,
  planWithWord,
  posting,
  quietCardOf,
  ROLES,
  type Role,
  reflection,
  rehappened,
  removedPersonOf,
  replanned,
  revision,
  roomOf,
  sealedSource,
  sessionOf,
  sharing,
  takenMeeting,
  underWay,
} from "./authorisation-factories";

// Who may do what: one row per procedure and socket event, and one line for each kind of object it
// can be pointed at. tests/security/authorisation.test.ts makes every call that stands here.

/**
 * `yes`: it happens. `no`: NOT_FOUND, as for what does not exist. `same`: it answers, and answers
 * what it answers for what does not exist.
 */
export type Cell = "yes" | "no" | "same";

/** What a call is pointed at, and what comes of it for each role. */
export type Target = { at: Factory; cells: Record<Role, Cell> };

export type Row = {
  targets: Record<string, Target>;
  /** The caller makes the id of what is to be: asked for an absent one, the call would make it. */
  makes?: true;
  /** Changes who somebody is, so that it needs people of its own. */
  apart?: true;
};

/** The columns of the table below, left to right: stranger neighbour removed member facilitator owner. */
function at(factory: Factory, columns: string): Target {
  const words = columns.trim().split(/\s+/);
  if (words.length !== ROLES.length) throw new Error(`${columns} has not one word per role`);
  const cells = Object.fromEntries(ROLES.map((role, index) => [role, words[index] as Cell]));
  return { at: factory, cells: cells as Target["cells"] };
}

/** Things that every member of an organisation has there. */
const inOrganisation = (more: () => Record<string, unknown> = () => ({})): Row["targets"] => ({
  own: at(having(inOwn, more), "yes yes yes yes yes yes"),
  anothers: at(having(inAnothers, more), "no no no no no no"),
});

/** What an organisation's owner alone does there. */
const forOwners = (more: () => Record<string, unknown> = () => ({})): Row["targets"] => ({
  own: at(having(inOwn, more), "yes no no no no yes"),
  anothers: at(having(inAnothers, more), "no no no no no no"),
});

const idea = () => ({ slug: "one-typo-to-a-friend" });
const wishes = () => ({
  optedIn: true,
  weekday: 3,
  hour: 18,
  timeZone: "Asia/Kathmandu",
  withDetail: true,
});

const ownWeek = () => ({ timeZone: "Asia/Kathmandu" });
const checkIn = () => ({ ...ownWeek(), fear: 6, distress: null, nothingCameUp: true });

export const PROCEDURES: Record<string, Row> = {
  // ------------------------------------ stranger neighbour removed member facilitator owner
  "checkins.findThisWeek": { targets: inOrganisation(ownWeek) },
  "checkins.keepCheckIn": { targets: inOrganisation(checkIn) },
  "checkins.listCheckIns": { targets: inOrganisation() },

  "digests.accessDigestPreferences": { targets: inOrganisation() },
  "digests.previewNote": { targets: inOrganisation(() => ({ withDetail: true })) },
  "digests.setDigestPreferences": { targets: inOrganisation(wishes) },

  "drafts.accessDraft": {
    targets: {
      own: at(own(keptDraft), "no yes yes yes yes yes"),
      others: at(others(keptDraft), "no no no no no no"),
    },
  },
  "drafts.describePhoto": {
    targets: {
      own: at(own(keptPhoto), "no yes yes yes yes yes"),
      others: at(others(keptPhoto), "no no no no no no"),
    },
  },
  "drafts.findDraft": {
    targets: {
      own: at(own(keptDraft), "no yes yes yes yes yes"),
      others: at(others(keptDraft), "no same same same same same"),
    },
  },
  "drafts.listDrafts": { targets: inOrganisation() },
  "drafts.removePhoto": {
    targets: {
      own: at(own(keptPhoto), "no yes yes yes yes yes"),
      others: at(others(keptPhoto), "no no no no no no"),
    },
  },
  "drafts.saveDraft": {
    makes: true,
    targets: {
      fresh: at(own(newDraft), "no yes yes yes yes yes"),
      own: at(own(keptDraft), "no yes yes yes yes yes"),
      others: at(others(keptDraft), "no no no no no no"),
    },
  },
  "drafts.sealDraft": {
    makes: true,
    targets: {
      own: at(own(keptDraft), "no yes yes yes yes yes"),
      others: at(others(keptDraft), "no no no no no no"),
    },
  },

  "exposures.accessExposure": {
    targets: {
      own: at(own(planned), "no yes yes yes yes yes"),
      others: at(others(planned), "no no no no no no"),
    },
  },
  "exposures.addIdea": {
    makes: true,
    targets: {
      own: at(having(inOwn, newIdea), "yes no no no no yes"),
      anothers: at(having(inAnothers, newIdea), "no no no no no no"),
    },
  },
  "exposures.answerStakes": {
    targets: {
      own: at(
        having(own(planned), () => ({ couldHarm: "yes" })),
        "no yes yes yes yes yes",
      ),
      others: at(
        having(others(planned), () => ({ couldHarm: "yes" })),
        "no no no no no no",
      ),
    },
  },
  "exposures.findIdea": { targets: inOrganisation(idea) },
  "exposures.findLastLearned": { targets: inOrganisation() },
  "exposures.finishExposure": {
    targets: {
      own: at(own(underWay), "no yes yes yes yes yes"),
      others: at(others(underWay), "no no no no no no"),
    },
  },
  "exposures.hideCategories": { targets: inOrganisation(() => ({ categories: ["home"] })) },
  "exposures.hideIdea": { targets: forOwners(idea) },
  "exposures.letGo": {
    targets: {
      own: at(own(planned), "no yes yes yes yes yes"),
      others: at(others(planned), "no no no no no no"),
    },
  },
  "exposures.listExposures": { targets: inOrganisation() },
  "exposures.listIdeas": { targets: inOrganisation() },
  "exposures.listIdeasForOwner": { targets: forOwners() },
  "exposures.listLadder": { targets: inOrganisation() },
  "exposures.listTries": { targets: inOrganisation() },
  "exposures.logEntry": {
    makes: true,
    targets: {
      fresh: at(own(happened), "no yes yes yes yes yes"),
      others: at(others(rehappened), "no no no no no no"),
    },
  },
  "exposures.noteMoment": {
    targets: {
      own: at(own(noted), "no yes yes yes yes yes"),
      others: at(others(noted), "no no no no no no"),
    },
  },
  "exposures.planExposure": {
    makes: true,
    targets: {
      fresh: at(own(plan), "no yes yes yes yes yes"),
      others: at(others(replanned), "no no no no no no"),
    },
  },
  "exposures.reflectOnExposure": {
    targets: {
      own: at(own(reflection), "no yes yes yes yes yes"),
      others: at(others(reflection), "no no no no no no"),
    },
  },
  "exposures.revisePlan": {
    targets: {
      own: at(own(revision), "no yes yes yes yes yes"),
      others: at(others(revision), "no no no no no no"),
    },
  },
  "exposures.sealAndStart": {
    targets: {
      own: at(
        having(own(planned), () => ({ couldHarm: "no" })),
        "no yes yes yes yes yes",
      ),
      others: at(
        having(others(planned), () => ({ couldHarm: "no" })),
        "no no no no no no",
      ),
    },
  },
  "exposures.showIdea": { targets: forOwners(idea) },

  // ------------------------------------ stranger neighbour removed member facilitator owner
  "groups.listGroups": { targets: inOrganisation() },
  "groups.findGroup": {
    targets: {
      ours: at(groupOf("ours"), "no no no yes yes yes"),
      theirs: at(groupOf("theirs"), "no yes no no no yes"),
    },
  },
  "groups.listPeople": {
    targets: {
      ours: at(groupOf("ours"), "no no no yes yes no"),
      theirs: at(groupOf("theirs"), "no yes no no no no"),
    },
  },
  "groups.createGroup": {
    makes: true,
    targets: {
      own: at(having(inOwn, newGroup), "yes no no no yes yes"),
      anothers: at(having(inAnothers, newGroup), "no no no no no no"),
      taken: at(
        async (world, role) => ({ ...newGroup(), ...(await groupOf("theirs")(world, role)) }),
        "no no no no no no",
      ),
    },
  },
  "groups.reviseAgreement": {
    targets: {
      ours: at(groupApart, "no no no no yes no"),
      theirs: at(
        having(groupOf("theirs"), () => ({ revisedVersion: 1, agreement: "Ours now." })),
        "no no no no no no",
      ),
    },
  },
  "groups.acceptAgreement": {
    targets: {
      ours: at(
        having(groupOf("ours"), () => ({ version: 1 })),
        "no no no yes yes no",
      ),
      theirs: at(
        having(groupOf("theirs"), () => ({ version: 1 })),
        "no yes no no no no",
      ),
    },
  },
  "groups.listInvites": {
    targets: {
      ours: at(groupOf("ours"), "no no no no yes yes"),
      theirs: at(groupOf("theirs"), "no no no no no yes"),
    },
  },
  "groups.createInvite": {
    targets: {
      ours: at(
        having(groupOf("ours"), () => ({ role: "member" })),
        "no no no no yes yes",
      ),
      theirs: at(
        having(groupOf("theirs"), () => ({ role: "member" })),
        "no no no no no yes",
      ),
    },
  },
  "groups.callBackInvite": {
    targets: {
      ours: at(inviteOf("ours"), "no no no no yes yes"),
      theirs: at(inviteOf("theirs"), "no no no no no yes"),
      crossed: at(inviteOf("theirs", "ours"), "no no no no no no"),
    },
  },
  "groups.findInvitation": {
    targets: {
      open: at(link, "yes yes no yes yes yes"),
      calledBack: at(calledBackLink, "no no no no no no"),
      crossed: at(crossedLink, "no no no no no no"),
    },
  },
  "groups.acceptInvitation": {
    apart: true,
    targets: {
      open: at(link, "yes yes no yes yes yes"),
      calledBack: at(calledBackLink, "no no no no no no"),
      crossed: at(crossedLink, "no no no no no no"),
    },
  },

  // ------------------------------------ stranger neighbour removed member facilitator owner
  "moderation.holdMessage": {
    targets: {
      ours: at(messageOf("ours"), "no no no no yes no"),
      theirs: at(messageOf("theirs"), "no no no no no no"),
      crossed: at(messageOf("theirs", "ours"), "no no no no no no"),
      elsewhere: at(messageElsewhere, "no no no no no no"),
    },
  },
  "moderation.showMessage": {
    targets: {
      ours: at(heldMessageOf("ours"), "no no no no yes no"),
      theirs: at(heldMessageOf("theirs"), "no no no no no no"),
      elsewhere: at(messageElsewhere, "no no no no no no"),
    },
  },
  "moderation.removeMessage": {
    targets: {
      ours: at(messageOf("ours"), "no no no no yes no"),
      theirs: at(messageOf("theirs"), "no no no no no no"),
      crossed: at(messageOf("theirs", "ours"), "no no no no no no"),
      elsewhere: at(messageElsewhere, "no no no no no no"),
    },
  },
  "moderation.pauseRoom": {
    targets: {
      ours: at(newRoomOf("ours"), "no no no no yes no"),
      theirs: at(newRoomOf("theirs"), "no no no no no no"),
    },
  },
  "moderation.resumeRoom": {
    targets: {
      ours: at(pausedRoomOf("ours"), "no no no no yes no"),
      theirs: at(pausedRoomOf("theirs"), "no no no no no no"),
    },
  },
  "moderation.removePerson": {
    targets: {
      ours: at(personOf("ours"), "no no no no yes no"),
      theirs: at(personOf("theirs"), "no no no no no no"),
      crossed: at(personOf("theirs", "ours"), "no no no no no no"),
    },
  },
  "moderation.returnPerson": {
    targets: {
      ours: at(removedPersonOf("ours"), "no no no no yes no"),
      theirs: at(removedPersonOf("theirs"), "no no no no no no"),
    },
  },
  "moderation.listActs": {
    targets: {
      ours: at(groupOf("ours"), "no no no no yes no"),
      theirs: at(groupOf("theirs"), "no no no no no no"),
    },
  },

  // ------------------------------------ stranger neighbour removed member facilitator owner
  "organisations.listMyOrganisations": {
    targets: { own: at(() => ({}), "yes yes yes yes yes yes") },
  },
  "organisations.findOrganisation": { targets: inOrganisation() },
  "organisations.createOrganisation": {
    makes: true,
    targets: {
      fresh: at(
        () => ({ organisationId: crypto.randomUUID(), name: "New Practice" }),
        "yes yes yes yes yes yes",
      ),
      taken: at(
        having(inAnothers, () => ({ name: "Mine now" })),
        "no no no no no no",
      ),
    },
  },

  // ------------------------------------ stranger neighbour removed member facilitator owner
  "rooms.askForWord": {
    targets: {
      ours: at(having(groupOf("ours"), posting), "no no no yes yes no"),
      theirs: at(having(groupOf("theirs"), posting), "no yes no no no no"),
    },
  },
  "rooms.changeCentre": {
    targets: {
      own: at(ownMessage, "no no no yes yes no"),
      others: at(messageOf("ours"), "no no no no yes no"),
      theirs: at(messageOf("theirs"), "no no no no no no"),
      crossed: at(messageOf("theirs", "ours"), "no no no no no no"),
      elsewhere: at(messageElsewhere, "no no no no no no"),
    },
  },
  "rooms.closeRoom": {
    targets: {
      ours: at(newRoomOf("ours"), "no no no no yes no"),
      theirs: at(newRoomOf("theirs"), "no no no no no no"),
    },
  },
  "rooms.findRoomOfSession": {
    targets: {
      ours: at(sessionOf("ours"), "no same same yes yes same"),
      theirs: at(sessionOf("theirs"), "no yes same same same same"),
    },
  },
  "rooms.listMessages": {
    targets: {
      ours: at(
        having(roomOf("ours"), () => ({ beforeSeq: 99 })),
        "no no no yes yes no",
      ),
      theirs: at(
        having(roomOf("theirs"), () => ({ beforeSeq: 99 })),
        "no yes no no no no",
      ),
    },
  },
  "rooms.loadSnapshot": {
    targets: {
      ours: at(roomOf("ours"), "no no no yes yes no"),
      theirs: at(roomOf("theirs"), "no yes no no no no"),
    },
  },
  "rooms.openBoard": {
    targets: {
      ours: at(groupOf("ours"), "no no no yes yes no"),
      theirs: at(groupOf("theirs"), "no yes no no no no"),
    },
  },
  "rooms.openRoom": {
    targets: {
      ours: at(newSessionOf("ours"), "no no no no yes no"),
      theirs: at(newSessionOf("theirs"), "no no no no no no"),
    },
  },
  "rooms.postMessage": {
    targets: {
      ours: at(having(roomOf("ours"), posting), "no no no yes yes no"),
      theirs: at(having(roomOf("theirs"), posting), "no yes no no no no"),
    },
  },
  "rooms.reply": {
    targets: {
      ours: at(cardOf("ours"), "no no no yes yes no"),
      quiet: at(quietCardOf("ours"), "no no no no yes no"),
      theirs: at(cardOf("theirs"), "no yes no no no no"),
      crossed: at(cardOf("theirs", "ours"), "no no no no no no"),
    },
  },
  "rooms.retractMessage": {
    targets: {
      own: at(ownMessage, "no no no yes yes no"),
      others: at(messageOf("ours"), "no no no no no no"),
      theirs: at(messageOf("theirs"), "no no no no no no"),
      elsewhere: at(messageElsewhere, "no no no no no no"),
    },
  },

  // ------------------------------------ stranger neighbour removed member facilitator owner
  "sessions.listSessions": {
    targets: {
      ours: at(
        having(groupOf("ours"), () => ({ when: "coming" })),
        "no no no yes yes no",
      ),
      theirs: at(
        having(groupOf("theirs"), () => ({ when: "past" })),
        "no yes no no no no",
      ),
    },
  },
  "sessions.scheduleSession": {
    makes: true,
    targets: {
      ours: at(having(groupOf("ours"), meeting), "no no no no yes no"),
      theirs: at(having(groupOf("theirs"), meeting), "no no no no no no"),
      taken: at(takenMeeting("theirs", "ours"), "no no no no no no"),
    },
  },
  "sessions.startSession": {
    makes: true,
    targets: {
      ours: at(having(groupOf("ours"), meeting), "no no no no yes no"),
      theirs: at(having(groupOf("theirs"), meeting), "no no no no no no"),
      taken: at(takenMeeting("theirs", "ours"), "no no no no no no"),
    },
  },

  // ------------------------------------ stranger neighbour removed member facilitator owner
  "sharing.accessBrief": {
    targets: {
      ours: at(groupOf("ours"), "no no no no yes no"),
      theirs: at(groupOf("theirs"), "no no no no no no"),
    },
  },
  "sharing.deleteDraft": {
    targets: {
      own: at(own(keptDraft), "no yes yes yes yes yes"),
      others: at(others(keptDraft), "no no no no no no"),
    },
  },
  "sharing.findCollapsedTopics": { targets: inOrganisation() },
  "sharing.findWord": {
    targets: {
      own: at(own(planned), "no yes yes yes yes yes"),
      others: at(others(planned), "no no no no no no"),
    },
  },
  "sharing.listShares": {
    targets: {
      own: at(own(sealedSource), "no yes yes yes yes yes"),
      others: at(others(sealedSource), "no same same same same same"),
    },
  },
  "sharing.narrowShare": {
    targets: {
      own: at(boardShare("own"), "no no no yes yes no"),
      others: at(boardShare("others"), "no no no no no no"),
      theirs: at(boardShare("others", "theirs"), "no no no no no no"),
      elsewhere: at(boardShareElsewhere, "no no no no no no"),
    },
  },
  "sharing.setCollapsedTopics": { targets: inOrganisation(() => ({ topics: ["food"] })) },
  "sharing.share": {
    targets: {
      win: at(sharing("exposure", "own", "ours", "room"), "no no no yes yes no"),
      draft: at(sharing("draft", "own", "ours", "facilitators"), "no no no yes yes no"),
      checkIn: at(sharing("check_in", "own", "ours", "group"), "no no no yes yes no"),
      othersWin: at(sharing("exposure", "others", "ours", "group"), "no no no no no no"),
      othersDraft: at(sharing("draft", "others", "ours", "room"), "no no no no no no"),
      othersCheckIn: at(sharing("check_in", "others", "ours", "room"), "no no no no no no"),
      theirRoom: at(sharing("draft", "own", "theirs", "room"), "no yes no no no no"),
      theirBoard: at(sharing("draft", "own", "theirs", "group"), "no yes no no no no"),
    },
  },
  "sharing.takeWord": {
    targets: {
      own: at(planWithWord, "no no no yes yes no"),
      others: at(others(planned), "no no no no no no"),
    },
  },
};

export const SOCKET_EVENTS: Record<string, Row> = {
  // ------------------------------------ stranger neighbour removed member facilitator owner
  "room:join": {
    targets: {
      ours: at(having(roomOf("ours"), joining), "no no no yes yes no"),
      theirs: at(having(roomOf("theirs"), joining), "no yes no no no no"),
    },
  },
  // Leaving where one is not is no news to anyone.
  "room:leave": {
    targets: {
      ours: at(roomOf("ours"), "same same same same same same"),
      theirs: at(roomOf("theirs"), "same same same same same same"),
    },
  },
  "message:post": {
    targets: {
      ours: at(having(roomOf("ours"), posting), "no no no yes yes no"),
      theirs: at(having(roomOf("theirs"), posting), "no yes no no no no"),
    },
  },
  "message:retract": {
    targets: {
      own: at(ownMessage, "no no no yes yes no"),
      others: at(messageOf("ours"), "no no no no no no"),
      theirs: at(messageOf("theirs"), "no no no no no no"),
      elsewhere: at(messageElsewhere, "no no no no no no"),
    },
  },
};
