"use client";

import { useEffect, useMemo, useRef, useState } from "react";
import { useLive } from "@/components/rooms/live-context";
import { TabSheet, Tabs } from "@/components/ui/tabs";
import type { Person } from "@/server/domains/rooms/contract";
import { arrivals } from "./arrivals";
import { BetweenSection } from "./between-section";
import type { DeskTools } from "./desk-tools";
import { type DeskTab, deskView, lobbyOf, tabsFor } from "./desk-view";
import { LinesSection } from "./lines-section";
import { LobbySection } from "./lobby-section";
import { PeopleSection } from "./people-section";
import { type Asking, ReasonDialog } from "./reason-dialog";
import { SettingsSection } from "./settings-section";
import { TraySection } from "./tray-section";
import { useKnown } from "./use-known";
import { useServerNow } from "./use-server-now";
import { WaitingSection } from "./waiting-section";
import { tabWords } from "./wording";

/** What lies before those who lead, and before nobody else. */
export function DeskPanel() {
  const { snapshot } = useLive();
  const tabs = tabsFor(snapshot.mine);
  return tabs.length > 0 && snapshot.session ? <Desk tabs={tabs} /> : null;
}

function Desk({ tabs }: { tabs: DeskTab[] }) {
  const { snapshot, roster, say, showDesk } = useLive();
  const { messages, careFlags, mine, me } = snapshot;
  const [tab, setTab] = useState<DeskTab>("people");
  const [line, setLine] = useState<Person | null>(null);
  const [asking, setAsking] = useState<Asking | null>(null);
  const [open, setOpen] = useState(false);
  const desk = useRef<HTMLElement>(null);
  const now = useServerNow();
  const known = useKnown();
  const view = useMemo(
    () => deskView({ messages, careFlags, mine }, known),
    [messages, careFlags, mine, known],
  );
  const lobby = useMemo(() => lobbyOf(roster), [roster]);

  const before = useRef({ view, lobby, known });
  useEffect(() => {
    const was = before.current;
    before.current = { view, lobby, known };
    // What was fetched from further back did not just come.
    if (was.known !== known) return;
    const came = arrivals(was, { view, lobby }, me);
    const [first] = came;
    if (!first) return;
    const look = () => {
      showDesk();
      setTab(first.tab);
      if (first.person) setLine(first.person);
      // What was pressed has gone with the remark.
      requestAnimationFrame(() => desk.current?.focus());
    };
    const words = came.map((arrival) => arrival.words).join(" ");
    say({ words, action: { label: "Look at it", onPress: look } });
  }, [view, lobby, known, me, say, showDesk]);

  const tools: DeskTools = {
    view,
    now,
    openLine: (person) => {
      setLine(person);
      setTab("lines");
    },
    ask: (about) => {
      setAsking(about);
      setOpen(true);
    },
  };

  return (
    <section
      ref={desk}
      aria-label="Desk"
      tabIndex={-1}
      className="grid content-start gap-3 outline-none"
    >
      <h2 className="text-xl">The desk</h2>
      <Tabs
        label="On the desk"
        tabs={tabs.map((value) => ({ value, label: tabWords(value, view, lobby) }))}
        // The chair may have gone back while a tab was open that is not theirs any more.
        value={tabs.includes(tab) ? tab : "people"}
        onValueChange={(value) => setTab(tabs.find((each) => each === value) ?? "people")}
      >
        {tabs.map((each) => (
          <TabSheet key={each} value={each}>
            <h3 className="sr-only">{HEADINGS[each]}</h3>
            {each === "people" ? <PeopleSection tools={tools} /> : null}
            {each === "lobby" ? <LobbySection tools={tools} /> : null}
            {each === "waiting" ? <WaitingSection tools={tools} /> : null}
            {each === "tray" ? <TraySection tools={tools} /> : null}
            {each === "lines" ? <LinesSection tools={tools} open={line} onOpen={setLine} /> : null}
            {each === "between" ? <BetweenSection tools={tools} /> : null}
            {each === "settings" ? <SettingsSection tools={tools} /> : null}
          </TabSheet>
        ))}
      </Tabs>
      <ReasonDialog asking={asking} open={open} onDone={() => setOpen(false)} />
    </section>
  );
}

const HEADINGS: Record<DeskTab, string> = {
  people: "People",
  lobby: "In the lobby",
  waiting: "Waiting to be shown",
  tray: "Told to the facilitators",
  lines: "Private lines",
  between: "Between facilitators",
  settings: "Settings of the room",
};
