import type { Metadata } from "next";
import { GroupPage } from "@/components/groups/group-page";
import { PeopleSection } from "@/components/groups/people-section";
import { QuietWord } from "@/components/groups/quiet-word";
import { SessionsSection } from "@/components/sessions/sessions-section";
import { Board } from "@/components/sharing/board";
import { TopicsForm } from "@/components/sharing/topics-form";
import { Disclosure } from "@/components/ui/disclosure";
import { isFacilitator, type PersonView } from "@/server/domains/groups/contract";
import type { SessionView } from "@/server/domains/sessions/contract";
import { runtime } from "@/server/runtime";
import { serverApi } from "@/server/trpc/caller";

// The group's name stays out of the title, which histories and other people's screens show.
export const metadata: Metadata = { title: "Group" };

const OVERRUN_HOURS = 6;

/** Sessions run over, and whoever drops out then must find the way back in. */
function isJustOver({ endsAt }: SessionView): boolean {
  return Date.parse(endsAt) > runtime().clock().getTime() - OVERRUN_HOURS * 60 * 60 * 1000;
}

type Search = { people?: string; from?: string; fromId?: string };

/** The others who lead the group; null where its people do not fit one page. */
function facilitatorsBeside(
  meId: string,
  { items, next }: { items: PersonView[]; next: string | null },
): string[] | null {
  if (next) return null;
  return items
    .filter(
      ({ id, role, standing }) => isFacilitator(role) && standing !== "removed" && id !== meId,
    )
    .map(({ name }) => name);
}

/** One group: when it meets, what was shared in between, who is in it, what they agreed. */
export default async function Page({
  params,
  searchParams,
}: {
  params: Promise<{ org: string; group: string }>;
  searchParams: Promise<Search>;
}) {
  const { org: organisationId, group: groupId } = await params;
  const ids = { organisationId, groupId };
  const search = await searchParams;
  const api = await serverApi();
  const group = await api.groups.findGroup(ids);
  const invites = group.mayInvite.length > 0 ? await api.groups.listInvites(ids) : { items: [] };
  const { me } = group;
  const common = { organisationId, group, invites: invites.items };
  if (!me) return <GroupPage {...common} />;

  const after =
    search.from && search.fromId ? { startsAt: search.from, id: search.fromId } : undefined;
  const { roomId } = await api.rooms.openBoard(ids);
  const [people, coming, past, board, topics] = await Promise.all([
    api.groups.listPeople({ ...ids, after: search.people }),
    api.sessions.listSessions({ ...ids, when: "coming", after }),
    api.sessions.listSessions({ ...ids, when: "past" }),
    api.live.loadSnapshot({ organisationId, roomId }),
    api.sharing.findCollapsedTopics({ organisationId }),
  ]);
  const withRoom = async (session: SessionView) => {
    const room = await api.rooms.findRoomOfSession({ organisationId, sessionId: session.id });
    return { session, room: room && { roomId: room.roomId, closed: room.state === "closed" } };
  };
  const lately = await Promise.all(past.items.filter(isJustOver).map(withRoom));
  const overrunning = lately.filter(({ room }) => room && !room.closed);
  const readers = search.people ? null : facilitatorsBeside(me.id, people);
  const here = `/o/${organisationId}/groups/${groupId}`;
  return (
    <GroupPage
      {...common}
      sessions={
        <SessionsSection
          {...ids}
          coming={[...overrunning, ...(await Promise.all(coming.items.map(withRoom)))]}
          moreHref={
            coming.next &&
            `${here}?${new URLSearchParams({ from: coming.next.startsAt, fromId: coming.next.id })}`
          }
          past={past.items}
          mayFacilitate={group.mayFacilitate}
        />
      }
      board={
        <div className="grid gap-5">
          <Board key={roomId} {...{ organisationId, topics }} snapshot={board} />
          <Disclosure summary="Topics you would rather find folded">
            <TopicsForm {...{ organisationId, topics }} />
          </Disclosure>
        </div>
      }
      quietWord={
        group.mayFacilitate && readers?.length === 0 ? undefined : (
          <QuietWord {...ids} readers={readers ?? []} />
        )
      }
      people={
        <PeopleSection
          {...ids}
          people={people.items}
          meId={me.id}
          moreHref={people.next && `${here}?${new URLSearchParams({ people: people.next })}`}
        />
      }
    />
  );
}
