import {
  aNewTemplate,
  aWord,
  boardShare,
  boardShareElsewhere,
  boxOf,
  calledBackLink,
  cardOf,
  chairedRoomOf,
  crossedLink,
  type Factory,
  finishing,
  flagIn,
  groupApart,
  groupOf,
  happened,
  having,
  heldMessageOf,
  heldPersonOf,
  heldWordIn,
  inAnothers,
  inOwn,
  inviteOf,
  joinedBoxOf,
  joining,
  joiningBox,
  keptDraft,
  keptPhoto,
  lineWith,
  link,
  meeting,
  messageElsewhere,
  messageOf,
  mutedPersonOf,
  newDraft,
  newGroup,
  newIdea,
  newRoomOf,
  newSessionOf,
  noted,
  noting,
  openingBox,
  openingShared,
  others,
  own,
  ownMessage,
  pausedRoomOf,
  personOf,
  plan,
  planned,
  plannedRunOf,
  planning,
  planWithWord,
  posting,
  quietCardOf,
  quietWord,
  ROLES,
  type Role,
  reflection,
  rehappened,
  removedMessageOf,
  removedPersonOf,
  replanned,
  reportIn,
  revision,
  roomOf,
  roundOf,
  sealedSource,
  sentOutOf,
  sessionOf,
  sharedExposureOf,
  sharing,
  standingBoxOf,
  startedRunOf,
  steppingAway,
  takenMeeting,
  takenPartOf,
  takenSegment,
  takingAlong,
  takingPart,
  tapping,
  telling,
  templateIn,
  typing,
  typingInBox,
  underWay,
  unledRoomOf,
  visitorIn,
  waitingIn,
  worryAbout,
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

/** The run sheets of a practice: for its owner, and for those who lead a group there. */
const forTemplates = (more: () => Record<string, unknown> = () => ({})): Row => ({
  targets: {
    own: at(having(inOwn, more), "yes no no no yes yes"),
    anothers: at(having(inAnothers, more), "no no no no no no"),
  },
});

/** A segment of a session, for those who lead its group. */
const forThoseWhoLeadIn = (
  run: typeof startedRunOf,
  more: () => Record<string, unknown> = () => ({}),
): Row => ({
  targets: {
    ours: at(having(run("ours"), more), "no no no no yes no"),
    theirs: at(having(run("theirs"), more), "no no no no no no"),
  },
});

const ending = () => ({ endsAt: "2026-03-03T20:30:00.000Z" });

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
  "boxes.closeBox": {
    targets: {
      ours: at(joinedBoxOf("ours"), "no no no no yes no"),
      theirs: at(joinedBoxOf("theirs"), "no no no no no no"),
      crossed: at(joinedBoxOf("theirs", "ours"), "no no no no no no"),
    },
  },
  "boxes.keepFromBox": {
    makes: true,
    targets: {
      own: at(standingBoxOf("own", "ours"), "no no no yes yes no"),
      others: at(standingBoxOf("others", "ours"), "no no no no no no"),
      theirs: at(standingBoxOf("own", "theirs"), "no yes no no no no"),
    },
  },
  "boxes.openBox": {
    targets: {
      ours: at(having(newRoomOf("ours"), openingBox), "no no no no yes no"),
      theirs: at(having(newRoomOf("theirs"), openingBox), "no no no no no no"),
    },
  },

  "checkins.findThisWeek": { targets: inOrganisation(ownWeek) },
  "checkins.keepCheckIn": { targets: inOrganisation(checkIn) },
  "checkins.listCheckIns": { targets: inOrganisation() },

  "debriefs.findAfterwards": {
    targets: {
      ours: at(sessionOf("ours"), "no no no yes yes no"),
      theirs: at(sessionOf("theirs"), "no yes no no no no"),
    },
  },
  "debriefs.findHandover": {
    targets: {
      ours: at(sessionOf("ours"), "no no no no yes no"),
      theirs: at(sessionOf("theirs"), "no no no no no no"),
    },
  },
  "debriefs.findSessionNote": {
    targets: {
      ours: at(sessionOf("ours"), "no no no no yes no"),
      theirs: at(sessionOf("theirs"), "no no no no no no"),
    },
  },
  "debriefs.keepSessionNote": {
    targets: {
      ours: at(having(newSessionOf("ours"), noting), "no no no no yes no"),
      theirs: at(having(newSessionOf("theirs"), noting), "no no no no no no"),
    },
  },
  "debriefs.keepTakeaway": {
    targets: {
      ours: at(having(sessionOf("ours"), takingAlong), "no no no yes yes no"),
      theirs: at(having(sessionOf("theirs"), takingAlong), "no yes no no no no"),
    },
  },
  "debriefs.listAttendance": {
    targets: {
      ours: at(sessionOf("ours"), "no no no no yes no"),
      theirs: at(sessionOf("theirs"), "no no no no no no"),
    },
  },

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
  "groups.setRetention": {
    targets: {
      ours: at(
        having(groupOf("ours"), () => ({ days: 30 })),
        "no no no no yes no",
      ),
      theirs: at(
        having(groupOf("theirs"), () => ({ days: 30 })),
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
  "live.closeRoom": {
    targets: {
      ours: at(newRoomOf("ours"), "no no no no yes no"),
      theirs: at(newRoomOf("theirs"), "no no no no no no"),
    },
  },
  "live.loadSnapshot": {
    targets: {
      ours: at(roomOf("ours"), "no no no yes yes no"),
      theirs: at(roomOf("theirs"), "no yes no no no no"),
    },
  },
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
  "moderation.setHold": {
    targets: {
      ours: at(
        having(newRoomOf("ours"), () => ({ held: true })),
        "no no no no yes no",
      ),
      theirs: at(
        having(newRoomOf("theirs"), () => ({ held: true })),
        "no no no no no no",
      ),
    },
  },
  "moderation.setLobby": {
    targets: {
      ours: at(
        having(newRoomOf("ours"), () => ({ open: true })),
        "no no no no yes no",
      ),
      theirs: at(
        having(newRoomOf("theirs"), () => ({ open: true })),
        "no no no no no no",
      ),
    },
  },
  "moderation.setLock": {
    targets: {
      ours: at(
        having(newRoomOf("ours"), () => ({ locked: true })),
        "no no no no yes no",
      ),
      theirs: at(
        having(newRoomOf("theirs"), () => ({ locked: true })),
        "no no no no no no",
      ),
    },
  },
  "moderation.setSlowMode": {
    targets: {
      ours: at(
        having(newRoomOf("ours"), () => ({ seconds: 30 })),
        "no no no no yes no",
      ),
      theirs: at(
        having(newRoomOf("theirs"), () => ({ seconds: 30 })),
        "no no no no no no",
      ),
    },
  },
  "moderation.release": {
    targets: {
      ours: at(
        having(unledRoomOf("ours"), () => ({ messageIds: [] })),
        "no no no no yes no",
      ),
      theirs: at(
        having(unledRoomOf("theirs"), () => ({ messageIds: [] })),
        "no no no no no no",
      ),
    },
  },
  "moderation.admit": {
    targets: {
      ours: at(waitingIn("ours"), "no no no no yes no"),
      theirs: at(waitingIn("theirs"), "no no no no no no"),
      crossed: at(waitingIn("theirs", "ours"), "no no no no no no"),
    },
  },
  "moderation.sendOut": {
    targets: {
      ours: at(visitorIn("ours"), "no no no no yes no"),
      theirs: at(visitorIn("theirs"), "no no no no no no"),
      crossed: at(visitorIn("theirs", "ours"), "no no no no no no"),
    },
  },
  "moderation.letBackIn": {
    targets: {
      ours: at(sentOutOf("ours"), "no no no no yes no"),
      theirs: at(sentOutOf("theirs"), "no no no no no no"),
      crossed: at(sentOutOf("theirs", "ours"), "no no no no no no"),
    },
  },
  "moderation.nameDeputy": {
    targets: {
      ours: at(visitorIn("ours"), "no no no no yes no"),
      theirs: at(visitorIn("theirs"), "no no no no no no"),
      crossed: at(visitorIn("theirs", "ours"), "no no no no no no"),
    },
  },
  "moderation.takeChair": {
    targets: {
      ours: at(unledRoomOf("ours"), "no no no yes no no"),
      theirs: at(unledRoomOf("theirs"), "no yes no no no no"),
    },
  },
  "moderation.returnChair": {
    targets: {
      ours: at(chairedRoomOf("ours"), "no no no yes yes no"),
      theirs: at(chairedRoomOf("theirs"), "no yes no no no no"),
    },
  },
  "moderation.restoreMessage": {
    targets: {
      ours: at(removedMessageOf("ours"), "no no no no yes no"),
      theirs: at(removedMessageOf("theirs"), "no no no no no no"),
      crossed: at(removedMessageOf("theirs", "ours"), "no no no no no no"),
    },
  },
  "moderation.mutePerson": {
    targets: {
      ours: at(personOf("ours"), "no no no no yes no"),
      theirs: at(personOf("theirs"), "no no no no no no"),
      crossed: at(personOf("theirs", "ours"), "no no no no no no"),
    },
  },
  "moderation.unmutePerson": {
    targets: {
      ours: at(mutedPersonOf("ours"), "no no no no yes no"),
      theirs: at(mutedPersonOf("theirs"), "no no no no no no"),
    },
  },
  "moderation.holdPerson": {
    targets: {
      ours: at(personOf("ours"), "no no no no yes no"),
      theirs: at(personOf("theirs"), "no no no no no no"),
      crossed: at(personOf("theirs", "ours"), "no no no no no no"),
    },
  },
  "moderation.unholdPerson": {
    targets: {
      ours: at(heldPersonOf("ours"), "no no no no yes no"),
      theirs: at(heldPersonOf("theirs"), "no no no no no no"),
    },
  },
  "moderation.addHeldWord": {
    targets: {
      ours: at(having(groupOf("ours"), aWord), "no no no no yes no"),
      theirs: at(having(groupOf("theirs"), aWord), "no no no no no no"),
    },
  },
  "moderation.removeHeldWord": {
    targets: {
      ours: at(heldWordIn("ours"), "no no no no yes no"),
      theirs: at(heldWordIn("theirs"), "no no no no no no"),
      // It is off that list already, which is what was asked for.
      crossed: at(heldWordIn("theirs", "ours"), "no no no no yes no"),
    },
  },
  "moderation.listHeldWords": {
    targets: {
      ours: at(groupOf("ours"), "no no no no yes no"),
      theirs: at(groupOf("theirs"), "no no no no no no"),
    },
  },
  "moderation.settleReport": {
    targets: {
      ours: at(reportIn("ours"), "no no no no yes no"),
      theirs: at(reportIn("theirs"), "no no no no no no"),
      crossed: at(reportIn("theirs", "ours"), "no no no no no no"),
    },
  },
  "moderation.settleFlag": {
    targets: {
      ours: at(flagIn("ours"), "no no no no yes no"),
      theirs: at(flagIn("theirs"), "no no no no no no"),
      crossed: at(flagIn("theirs", "ours"), "no no no no no no"),
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
  "rooms.findFolded": {
    targets: {
      ours: at(groupOf("ours"), "no no no yes yes no"),
      theirs: at(groupOf("theirs"), "no yes no no no no"),
    },
  },
  "rooms.findRoomOfSession": {
    targets: {
      ours: at(sessionOf("ours"), "no same same yes yes same"),
      theirs: at(sessionOf("theirs"), "no yes same same same same"),
    },
  },
  "rooms.foldPerson": {
    targets: {
      ours: at(personOf("ours"), "no no no yes yes no"),
      theirs: at(personOf("theirs"), "no yes no no no no"),
      crossed: at(personOf("theirs", "ours"), "no no no no no no"),
    },
  },
  "rooms.listDesk": {
    targets: {
      ours: at(roomOf("ours"), "no no no no yes no"),
      theirs: at(roomOf("theirs"), "no no no no no no"),
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
  "rooms.openWriting": {
    targets: {
      ours: at(newRoomOf("ours"), "no no no no yes no"),
      theirs: at(newRoomOf("theirs"), "no no no no no no"),
    },
  },
  "rooms.postMessage": {
    targets: {
      ours: at(having(roomOf("ours"), posting), "no no no yes yes no"),
      theirs: at(having(roomOf("theirs"), posting), "no yes no no no no"),
    },
  },
  "rooms.postOnLine": {
    targets: {
      own: at(having(roomOf("ours"), posting), "no no no yes no no"),
      ours: at(lineWith("ours"), "no no no no yes no"),
      theirs: at(lineWith("theirs"), "no no no no no no"),
      crossed: at(lineWith("theirs", "ours"), "no no no no no no"),
    },
  },
  "rooms.postToFacilitators": {
    targets: {
      ours: at(having(roomOf("ours"), posting), "no no no no yes no"),
      theirs: at(having(roomOf("theirs"), posting), "no no no no no no"),
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
  "rooms.reportMessage": {
    targets: {
      own: at(having(ownMessage, posting), "no no no no no no"),
      others: at(having(messageOf("ours"), posting), "no no no yes yes no"),
      held: at(having(heldMessageOf("ours"), posting), "no no no no yes no"),
      theirs: at(having(messageOf("theirs"), posting), "no yes no no no no"),
      crossed: at(having(messageOf("theirs", "ours"), posting), "no no no no no no"),
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
  "rooms.startWriting": {
    targets: {
      ours: at(newRoomOf("ours"), "no no no no yes no"),
      theirs: at(newRoomOf("theirs"), "no no no no no no"),
    },
  },
  "rooms.tellFacilitators": {
    targets: {
      ours: at(having(roomOf("ours"), quietWord), "no no no yes yes no"),
      about: at(worryAbout("ours"), "no no no yes yes no"),
      theirs: at(having(roomOf("theirs"), quietWord), "no yes no no no no"),
      crossed: at(worryAbout("theirs", "ours"), "no no no no no no"),
    },
  },
  "rooms.unfoldPerson": {
    targets: {
      ours: at(personOf("ours"), "no no no yes yes no"),
      theirs: at(personOf("theirs"), "no yes no no no no"),
      crossed: at(personOf("theirs", "ours"), "no no no no no no"),
    },
  },
  "rooms.unsendMessage": {
    targets: {
      own: at(ownMessage, "no no no yes yes no"),
      others: at(messageOf("ours"), "no no no no no no"),
      theirs: at(messageOf("theirs"), "no no no no no no"),
      elsewhere: at(messageElsewhere, "no no no no no no"),
    },
  },

  // ------------------------------------ stranger neighbour removed member facilitator owner
  "runSheets.changeEnd": {
    targets: {
      ours: at(having(plannedRunOf("ours"), ending), "no no no no yes no"),
      theirs: at(having(plannedRunOf("theirs"), ending), "no no no no no no"),
    },
  },
  "runSheets.endSegment": forThoseWhoLeadIn(startedRunOf),
  "runSheets.extendSegment": forThoseWhoLeadIn(startedRunOf, () => ({ minutes: 5 })),
  "runSheets.findRun": {
    targets: {
      ours: at(sessionOf("ours"), "no no no yes yes no"),
      theirs: at(sessionOf("theirs"), "no yes no no no no"),
    },
  },
  "runSheets.keepTemplate": { makes: true, ...forTemplates(aNewTemplate) },
  "runSheets.listTemplates": forTemplates(),
  "runSheets.planRun": {
    targets: {
      ours: at(having(newSessionOf("ours"), planning), "no no no no yes no"),
      theirs: at(having(newSessionOf("theirs"), planning), "no no no no no no"),
      taken: at(takenSegment, "no no no no no no"),
    },
  },
  "runSheets.previewSession": {
    targets: {
      ours: at(sessionOf("ours"), "no no no yes yes no"),
      theirs: at(sessionOf("theirs"), "no yes no no no no"),
    },
  },
  "runSheets.retireTemplate": {
    targets: {
      ours: at(templateIn("ours"), "no no no no yes yes"),
      elsewhere: at(templateIn("elsewhere"), "no no no no no no"),
    },
  },
  "runSheets.skipSegment": forThoseWhoLeadIn(plannedRunOf),
  "runSheets.startSegment": {
    targets: {
      ...forThoseWhoLeadIn(plannedRunOf).targets,
      crossed: at(plannedRunOf("theirs", "ours"), "no no no no no no"),
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
  "sharedExposures.endSharedExposure": {
    targets: {
      ours: at(takenPartOf("ours"), "no no no no yes no"),
      theirs: at(takenPartOf("theirs"), "no no no no no no"),
      crossed: at(takenPartOf("theirs", "ours"), "no no no no no no"),
    },
  },
  "sharedExposures.findOwnPart": {
    targets: {
      ours: at(takenPartOf("ours"), "no no no yes yes no"),
      theirs: at(takenPartOf("theirs"), "no yes no no no no"),
      crossed: at(takenPartOf("theirs", "ours"), "no no no no no no"),
    },
  },
  "sharedExposures.finishPart": {
    targets: {
      ours: at(having(takenPartOf("ours"), finishing), "no no no yes yes no"),
      theirs: at(having(takenPartOf("theirs"), finishing), "no yes no no no no"),
      crossed: at(having(takenPartOf("theirs", "ours"), finishing), "no no no no no no"),
    },
  },
  "sharedExposures.openSharedExposure": {
    targets: {
      ours: at(having(newRoomOf("ours"), openingShared), "no no no no yes no"),
      theirs: at(having(newRoomOf("theirs"), openingShared), "no no no no no no"),
    },
  },
  "sharedExposures.startSharedExposure": {
    targets: {
      ours: at(sharedExposureOf("ours"), "no no no no yes no"),
      theirs: at(sharedExposureOf("theirs"), "no no no no no no"),
      crossed: at(sharedExposureOf("theirs", "ours"), "no no no no no no"),
    },
  },
  "sharedExposures.takePart": {
    makes: true,
    targets: {
      ours: at(having(sharedExposureOf("ours"), takingPart), "no no no yes yes no"),
      theirs: at(having(sharedExposureOf("theirs"), takingPart), "no yes no no no no"),
      crossed: at(having(sharedExposureOf("theirs", "ours"), takingPart), "no no no no no no"),
    },
  },
  "sharedExposures.tap": {
    targets: {
      ours: at(having(takenPartOf("ours"), tapping), "no no no yes yes no"),
      theirs: at(having(takenPartOf("theirs"), tapping), "no yes no no no no"),
      crossed: at(having(takenPartOf("theirs", "ours"), tapping), "no no no no no no"),
    },
  },

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

  // ------------------------------------ stranger neighbour removed member facilitator owner
  "turns.actInRound": {
    targets: {
      pass: at(roundOf("ours", "pass"), "no no no yes yes no"),
      end: at(roundOf("ours", "end"), "no no no no yes no"),
      theirs: at(roundOf("theirs", "pass"), "no yes no no no no"),
      crossed: at(roundOf("theirs", "pass", "ours"), "no no no no no no"),
    },
  },
  "turns.tellRound": {
    makes: true,
    targets: {
      ours: at(telling("ours"), "no no no no yes no"),
      theirs: at(telling("theirs"), "no no no no no no"),
      crossed: at(telling("ours", "theirs"), "no no no no no no"),
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
      ours: at(newRoomOf("ours"), "same same same same same same"),
      theirs: at(newRoomOf("theirs"), "same same same same same same"),
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
  "message:unsend": {
    targets: {
      own: at(ownMessage, "no no no yes yes no"),
      others: at(messageOf("ours"), "no no no no no no"),
      theirs: at(messageOf("theirs"), "no no no no no no"),
      elsewhere: at(messageElsewhere, "no no no no no no"),
    },
  },
  "presence:tell": {
    targets: {
      ours: at(having(roomOf("ours"), steppingAway), "no no no yes yes no"),
      theirs: at(having(roomOf("theirs"), steppingAway), "no yes no no no no"),
    },
  },
  // From a connection that has a place there, as it is after joining.
  "typing:tell": {
    targets: {
      ours: at(having(roomOf("ours"), typing), "no no no yes yes no"),
      theirs: at(having(roomOf("theirs"), typing), "no yes no no no no"),
    },
  },
  "turn:act": {
    targets: {
      pass: at(roundOf("ours", "pass"), "no no no yes yes no"),
      end: at(roundOf("ours", "end"), "no no no no yes no"),
      theirs: at(roundOf("theirs", "pass"), "no yes no no no no"),
      crossed: at(roundOf("theirs", "pass", "ours"), "no no no no no no"),
    },
  },
  "box:join": {
    targets: {
      ours: at(having(boxOf("ours"), joiningBox), "no no no yes yes no"),
      theirs: at(having(boxOf("theirs"), joiningBox), "no yes no no no no"),
      crossed: at(having(boxOf("theirs", "ours"), joiningBox), "no no no no no no"),
    },
  },
  "box:type": {
    targets: {
      ours: at(having(joinedBoxOf("ours"), typingInBox), "no no no yes yes no"),
      theirs: at(having(joinedBoxOf("theirs"), typingInBox), "no yes no no no no"),
      crossed: at(having(joinedBoxOf("theirs", "ours"), typingInBox), "no no no no no no"),
    },
  },
  "box:pass": {
    targets: {
      ours: at(joinedBoxOf("ours"), "no no no yes yes no"),
      theirs: at(joinedBoxOf("theirs"), "no yes no no no no"),
      crossed: at(joinedBoxOf("theirs", "ours"), "no no no no no no"),
    },
  },
};
