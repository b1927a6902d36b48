"use client";

import { useState } from "react";
import { api } from "@/components/api";
import { SubmitError } from "@/components/submit-error";
import { Button } from "@/components/ui/button";
import { RadioGroup } from "@/components/ui/radio-group";
import { LIFETIMES, type Lifetime } from "@/server/domains/rooms/contract";
import type { Share, ShareAudience, ShareField } from "@/server/domains/sharing/contract";
import { AskedFields } from "./asked-fields";
import {
  type AskedFor,
  previewOf,
  type Shareable,
  shareableFields,
  tickedAtFirst,
} from "./preview";
import { ShareForm } from "./share-form";
import { TickFields } from "./tick-fields";
import { type GroupNow, useGroupNow, useMyGroups } from "./use-places";
import { type SourceRef, useShareable } from "./use-shareable";
import { AUDIENCE_WORDS } from "./wording";

type SheetProps = {
  organisationId: string;
  source: SourceRef;
  version?: string;
  asksWord: boolean;
  /** `words` say what has happened. */
  onShared: (words: string) => void;
  onNotNow: () => void;
};

/** Everything one decides when sharing. It reads the record afresh each time it is opened. */
export function ShareSheet({ organisationId, source, version, ...props }: SheetProps) {
  const record = useShareable(organisationId, source, version);
  if (!record) return <p className="pencilled">One moment.</p>;
  if (shareableFields(record).length === 0) {
    return <p>There is nothing written in it yet that could be shared.</p>;
  }
  return <Sheet {...{ organisationId, record }} {...props} />;
}

function Sheet({
  organisationId,
  record,
  asksWord,
  onShared,
  onNotNow,
}: Omit<SheetProps, "source" | "version"> & { record: Shareable }) {
  const { groups, error: groupsError } = useMyGroups(organisationId, true);
  const [pickedGroup, setPickedGroup] = useState<string | null>(null);
  const [pickedAudience, setAudience] = useState<ShareAudience | null>(null);
  const [ticked, setTicked] = useState<ShareField[]>(() => tickedAtFirst(record, asksWord));
  const [asked, setAsked] = useState<AskedFor>(() => askedAtFirst(record, asksWord));

  // With one group there is nothing to choose.
  const group =
    groups?.length === 1 ? groups[0] : (groups?.find(({ id }) => id === pickedGroup) ?? null);
  const now = useGroupNow(organisationId, group?.id ?? null);
  const offered = audiencesFor(now, asksWord);
  const audience = asksWord
    ? "facilitators"
    : pickedAudience && offered.includes(pickedAudience)
      ? pickedAudience
      : null;
  const place = group && audience ? placeOf(audience, group.id, now) : null;
  const preview = previewOf(record, ticked, asked);

  if (!groups && !groupsError) return <p className="pencilled">One moment.</p>;
  if (groups?.length === 0) {
    return <p>You are in no group here just now, so there is nobody to share it with yet.</p>;
  }
  return (
    <ShareForm
      what={`${record.record.id} ${JSON.stringify(place)}`}
      preview={preview}
      photoSrc={photoSrcOf(organisationId, record)}
      waiting="Nothing yet. Tick what you would like to show."
      remark={
        record.kind === "draft" && !record.record.sealedAt
          ? "Sharing calls it good enough: the draft stays as it is from then on."
          : undefined
      }
      notYet={place ? null : whatIsOpen(group !== null)}
      lifetimes={lifetimesFor(audience, now)}
      onThePage={audience !== "room"}
      act={asksWord ? "Ask for a word" : "Share it"}
      beside={<Button onClick={onNotNow}>Not now</Button>}
      onShare={async (share) => {
        if (!place || !audience || !group) return;
        await api.sharing.share.mutate({
          organisationId,
          source: { kind: record.kind, id: record.record.id },
          with: place,
          fields: ticked,
          ...asked,
          ...share,
        });
        onShared(
          asksWord
            ? "Asked. The facilitators see it, and nobody else does."
            : "Shared, just as it stood there. You can take it back at any time.",
        );
      }}
    >
      <SubmitError error={groupsError} />
      {groups && groups.length > 1 ? (
        <RadioGroup
          name="group"
          label="In which group?"
          options={groups.map(({ id, name }) => ({ value: id, label: name }))}
          value={pickedGroup}
          onValueChange={(next) => {
            setPickedGroup(next);
            // Who was meant in one group is not meant in another.
            setAudience(null);
          }}
        />
      ) : null}
      {group && !asksWord ? (
        <RadioGroup
          name="audience"
          label={
            groups?.length === 1 ? (
              <>
                Who may see it in <bdi>{group.name}</bdi>?
              </>
            ) : (
              "Who may see it?"
            )
          }
          options={offered.map((each) => ({ value: each, label: AUDIENCE_WORDS[each] }))}
          value={audience}
          onValueChange={(next) => setAudience(offered.find((each) => each === next) ?? null)}
        />
      ) : null}
      {group && asksWord ? (
        <p>
          Only the facilitators of <bdi>{group.name}</bdi> will see it.
        </p>
      ) : null}
      <TickFields
        source={record}
        ticked={ticked}
        fixed={
          asksWord
            ? { field: "plan", why: "A word is about the plan, so the plan goes along." }
            : undefined
        }
        onChange={setTicked}
      />
      <AskedFields asked={asked} onChange={setAsked} />
    </ShareForm>
  );
}

/** The narrowest first. */
function audiencesFor(now: GroupNow | null, asksWord: boolean): ShareAudience[] {
  if (asksWord) return ["facilitators"];
  return now?.openRoomId ? ["facilitators", "room", "group"] : ["facilitators", "group"];
}

function placeOf(
  audience: ShareAudience,
  groupId: string,
  now: GroupNow | null,
): Share["with"] | null {
  if (audience !== "room") return { audience, groupId };
  return now?.openRoomId ? { audience, roomId: now.openRoomId } : null;
}

/** On the group's page "this session" needs one that is under way or to come. */
function lifetimesFor(audience: ShareAudience | null, now: GroupNow | null): readonly Lifetime[] {
  const hasEnd = audience === "room" || now === null || now.hasSession;
  return hasEnd ? LIFETIMES : LIFETIMES.filter((each) => each !== "session");
}

function whatIsOpen(groupIsChosen: boolean): string {
  return groupIsChosen ? "Choose who may see it first." : "Choose a group first.";
}

/** A draft says already what it wants back; a plan that waits for a word wants that. */
function askedAtFirst(source: Shareable, asksWord: boolean): AskedFor {
  if (source.kind === "draft") {
    const { wantsBack, contentNote } = source.record;
    return { wantsBack, contentNote: contentNote ?? "" };
  }
  return { wantsBack: "witness", contentNote: "", ...(asksWord && { asksWord: true }) };
}

function photoSrcOf(organisationId: string, source: Shareable): string | undefined {
  if (source.kind !== "draft" || !source.record.photo) return undefined;
  return `/api/photos/draft/${organisationId}/${source.record.photo.id}`;
}
