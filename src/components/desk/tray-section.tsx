"use client";

import Link from "next/link";
import { api } from "@/components/api";
import { ClockTime } from "@/components/rooms/clock-time";
import { useLive } from "@/components/rooms/live-context";
import { Button } from "@/components/ui/button";
import { Disclosure } from "@/components/ui/disclosure";
import type { DeskTools } from "./desk-tools";
import type { TrayItem } from "./desk-view";
import { ByLine, MessageWords } from "./message-words";
import { removalOf } from "./removal";
import { useAttempt } from "./use-attempt";
import { TRAY_WORDS } from "./wording";

/** What was told to the facilitators, and sentences that one of them may want to answer. */
export function TraySection({ tools }: { tools: DeskTools }) {
  const { tray, settled } = tools.view;
  return (
    <div className="grid gap-4">
      {tray.length > 0 ? (
        <ul className="grid gap-5">
          {tray.map((item) => (
            <OnTheTray key={item.id} {...{ item, tools }} />
          ))}
        </ul>
      ) : (
        <p className="pencilled">Nothing is on the tray.</p>
      )}
      {settled.length > 0 ? (
        <Disclosure summary="Looked after">
          <ul className="grid gap-4">
            {settled.map((item) => (
              <li key={item.id}>
                <Told item={item} />
              </li>
            ))}
          </ul>
        </Disclosure>
      ) : null}
      <p className="text-sm">
        <Link href="/help" target="_blank" className="inline-flex min-h-8 items-center">
          Help lines, by country
        </Link>
      </p>
    </div>
  );
}

function OnTheTray({ item, tools }: { item: TrayItem; tools: DeskTools }) {
  const { organisationId, snapshot } = useLive();
  const { busy, attempt } = useAttempt();
  const ref = { organisationId, roomId: snapshot.roomId };
  const { id, kind, from, message } = item;

  function settle() {
    const { settleFlag, settleReport } = api.moderation;
    return kind === "care_flag"
      ? settleFlag.mutate({ ...ref, flagId: id })
      : settleReport.mutate({ ...ref, messageId: id });
  }

  return (
    <li className="wobble grid gap-2 border-2 border-rule p-3">
      <Told item={item} />
      {kind === "care_flag" ? (
        <p className="text-ink-soft text-sm">
          Write to them privately, ask plainly how it is, and stay with them. Somebody else can hold
          the room meanwhile.
        </p>
      ) : null}
      <div className="flex flex-wrap gap-2">
        {from.role === "member" ? (
          <Button size="sm" onClick={() => tools.openLine(from)}>
            <WriteTo name={from.name} />
          </Button>
        ) : null}
        {kind === "worry" && item.about ? <WriteToAbout {...{ item, tools }} /> : null}
        {kind === "report" && message && message.state !== "removed" ? (
          <Button size="sm" onClick={() => tools.ask(removalOf(message, ref))}>
            Remove the message
          </Button>
        ) : null}
        <Button size="sm" busy={busy} onClick={() => void attempt(settle)}>
          It is looked after
        </Button>
      </div>
    </li>
  );
}

function WriteToAbout({ item: { about }, tools }: { item: TrayItem; tools: DeskTools }) {
  if (about?.role !== "member") return null;
  return (
    <Button size="sm" onClick={() => tools.openLine(about)}>
      <WriteTo name={about.name} />
    </Button>
  );
}

function WriteTo({ name }: { name: string }) {
  return (
    <span>
      Write to <bdi>{name}</bdi> privately
    </span>
  );
}

function Told({ item }: { item: TrayItem }) {
  const { from, kind, about, words, message, at } = item;
  return (
    <div className="grid gap-1">
      <p>
        <bdi className="font-semibold">{from.name}</bdi> {TRAY_WORDS[kind]}
        {kind === "worry" && about ? (
          <>
            : <bdi>{about.name}</bdi>
          </>
        ) : null}
        .<ClockTime at={at} before=" " className="text-ink-soft text-sm" />
      </p>
      {words ? <MessageWords message={words} /> : null}
      {message && (kind === "report" || kind === "care_flag") ? (
        <div className="border-edge border-l-2 pl-3">
          <ByLine message={message} />
          <MessageWords message={message} />
        </div>
      ) : null}
      {kind === "care_flag" && !message ? (
        <p className="pencilled">What they wrote is further back, or not there any more.</p>
      ) : null}
    </div>
  );
}
