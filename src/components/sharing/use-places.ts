"use client";

import { useEffect, useState } from "react";
import { type ApiError, api, wireErrorOf } from "@/components/api";
import type { SessionView } from "@/server/domains/sessions/contract";

export type GroupPlace = { id: string; name: string };

/** The groups one is in, in which something can be shared; null while they are on their way. */
export function useMyGroups(
  organisationId: string,
  wanted: boolean,
): { groups: GroupPlace[] | null; error: ApiError | null } {
  const [groups, setGroups] = useState<GroupPlace[] | null>(null);
  const [error, setError] = useState<ApiError | null>(null);
  useEffect(() => {
    if (!wanted) return;
    let current = true;
    listMyGroups(organisationId).then(
      (found) => {
        if (current) setGroups(found);
      },
      (thrown) => {
        if (current) setError(wireErrorOf(thrown));
      },
    );
    return () => {
      current = false;
    };
  }, [organisationId, wanted]);
  return { groups, error };
}

async function listMyGroups(organisationId: string): Promise<GroupPlace[]> {
  const mine: GroupPlace[] = [];
  let after: string | undefined;
  do {
    const page = await api.groups.listGroups.query({ organisationId, after });
    mine.push(...page.items.filter(({ iAmIn }) => iAmIn));
    after = page.next ?? undefined;
  } while (after);
  return mine;
}

/** What goes on in a group: its open room, if one is open, and whether a session is under way or to come. */
export type GroupNow = { openRoomId: string | null; hasSession: boolean };

/** Null while it is on its way, or when no group is chosen. */
export function useGroupNow(organisationId: string, groupId: string | null): GroupNow | null {
  const [found, setFound] = useState<{ groupId: string; now: GroupNow } | null>(null);
  useEffect(() => {
    if (groupId === null) return;
    let current = true;
    readGroupNow(organisationId, groupId).then(
      (now) => {
        if (current) setFound({ groupId, now });
      },
      () => {
        // The group can still be shared with; the server knows better than a guess about sessions.
        if (current) setFound({ groupId, now: { openRoomId: null, hasSession: true } });
      },
    );
    return () => {
      current = false;
    };
  }, [organisationId, groupId]);
  return found && found.groupId === groupId ? found.now : null;
}

/** Rooms are opened a little early and closed a little late; older sessions are not asked about. */
const NEAR_MS = 6 * 60 * 60 * 1000;
const ASKED_ABOUT = 4;

async function readGroupNow(organisationId: string, groupId: string): Promise<GroupNow> {
  const ids = { organisationId, groupId };
  const [coming, past] = await Promise.all([
    api.sessions.listSessions.query({ ...ids, when: "coming" }),
    api.sessions.listSessions.query({ ...ids, when: "past" }),
  ]);
  const now = Date.now();
  const near = [
    ...coming.items.filter(({ startsAt }) => Date.parse(startsAt) < now + NEAR_MS),
    ...past.items.filter(({ endsAt }) => Date.parse(endsAt) > now - NEAR_MS),
  ].slice(0, ASKED_ABOUT);
  const open = (await Promise.all(near.map(openRoomOf))).find((roomId) => roomId !== null) ?? null;
  return { openRoomId: open, hasSession: open !== null || coming.items.length > 0 };

  async function openRoomOf({ id: sessionId }: SessionView): Promise<string | null> {
    const room = await api.rooms.findRoomOfSession.query({ organisationId, sessionId });
    return room && room.state !== "closed" ? room.roomId : null;
  }
}
