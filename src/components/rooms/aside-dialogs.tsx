"use client";

import { useState } from "react";
import { api } from "@/components/api";
import { Dialog, DialogClose } from "@/components/ui/dialog";
import { Select } from "@/components/ui/select";
import type { LiveSnapshot } from "@/server/domains/live/contract";
import type { MessageView, Person } from "@/server/domains/rooms/contract";
import { AsideForm } from "./aside-form";
import { isRoomTalk } from "./log-rows";
import type { UnsentStore } from "./unsent-store";
import type { Remark } from "./use-remark";

/** What a member is about to tell the facilitators and nobody else. */
export type Aside =
  | { about: "quiet_word" }
  | { about: "worry" }
  | { about: "report"; message: MessageView };

/** The ways to the facilitators alone. They are never refused while the room is open. */
export function AsideDialogs({
  aside,
  open,
  organisationId,
  snapshot,
  people,
  store,
  say,
  onCare,
  onDone,
}: {
  /** Stays what it was while a dialog closes. */
  aside: Aside | null;
  open: boolean;
  organisationId: string;
  snapshot: LiveSnapshot;
  /** Who is in the room now. */
  people: Person[];
  store: UnsentStore | null;
  say: (remark: Remark | null) => void;
  /** The answer offers help to whoever wrote. */
  onCare: () => void;
  onDone: () => void;
}) {
  const ref = { organisationId, roomId: snapshot.roomId };
  const about = open ? aside?.about : undefined;
  const shared = { store, beside: <DialogClose>Not now</DialogClose> };

  function told(answer: object) {
    if ("care" in answer && answer.care) onCare();
  }
  function done(words: string) {
    onDone();
    say({ words });
  }

  return (
    <>
      <Dialog
        open={about === "quiet_word"}
        onOpenChange={(next) => next || onDone()}
        title="Ask for a quiet word"
        description="The facilitators read it, and nobody else in the room. It goes through whatever the room is doing."
      >
        <AsideForm
          {...shared}
          box="quiet-word"
          label="What would you like them to know?"
          suggested="Could use a quiet word."
          act="Ask for a word"
          onSend={async (said) =>
            told(
              await api.rooms.tellFacilitators.mutate({ ...ref, ...said, regarding: "quiet_word" }),
            )
          }
          onSent={() => done("It is with the facilitators. They answer on your private line.")}
        />
      </Dialog>
      <Dialog
        open={about === "worry"}
        onOpenChange={(next) => next || onDone()}
        title="I’m worried about someone"
        description="Only the facilitators read this. The person is not told, and nothing happens to them because of it."
      >
        <Worry
          {...shared}
          people={peopleToWorryAbout(snapshot, people)}
          onSend={async (said) =>
            told(await api.rooms.tellFacilitators.mutate({ ...ref, ...said, regarding: "worry" }))
          }
          onSent={() => done("The facilitators know now. You do not have to carry it alone.")}
        />
      </Dialog>
      <Dialog
        open={about === "report"}
        onOpenChange={(next) => next || onDone()}
        title="Show it to the facilitators"
        description="They look at the message and at what you say about it. Its author is not told who showed it."
      >
        {aside?.about === "report" ? (
          <AsideForm
            {...shared}
            box={`report:${aside.message.id}`}
            label="What should they look at?"
            maxLength={500}
            act="Show it to them"
            onSend={(said) =>
              api.rooms.reportMessage.mutate({ ...ref, ...said, messageId: aside.message.id })
            }
            onSent={() => done("The facilitators look at it.")}
          />
        ) : null}
      </Dialog>
    </>
  );
}

function Worry({
  people,
  store,
  beside,
  onSend,
  onSent,
}: {
  people: Person[];
  store: UnsentStore | null;
  beside: React.ReactNode;
  onSend: (said: {
    body: string;
    clientMessageId: string;
    aboutEnrolmentId: string | null;
  }) => Promise<unknown>;
  onSent: () => void;
}) {
  const [about, setAbout] = useState("");
  return (
    <AsideForm
      {...{ store, beside, onSent }}
      box="worry"
      before={
        <Select
          label="About whom?"
          value={about}
          onChange={(event) => setAbout(event.target.value)}
          options={[
            { value: "", label: "I would rather say it in words" },
            ...people.map(({ id, name }) => ({ value: id, label: name })),
          ]}
        />
      }
      label="What did you notice?"
      act="Tell the facilitators"
      onSend={(said) => onSend({ ...said, aboutEnrolmentId: about || null })}
    />
  );
}

/** Who is here, or wrote here and has left, by name. */
function peopleToWorryAbout({ messages, me }: LiveSnapshot, here: Person[]): Person[] {
  const people = new Map<string, Person>();
  for (const person of here) people.set(person.id, person);
  for (const message of messages) {
    if (isRoomTalk(message)) people.set(message.author.id, message.author);
  }
  people.delete(me.id);
  return [...people.values()].sort((one, other) => one.name.localeCompare(other.name));
}
