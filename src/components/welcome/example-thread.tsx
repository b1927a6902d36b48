import type { ReactNode } from "react";
import { Card } from "@/components/ui/card";
import { NameMark } from "@/components/ui/name-mark";
import { CrossedOut } from "@/components/ui/strokes";
import { ExpectedBesideActual } from "./expected-beside-actual";
import { Seal } from "./seal";
import { ThreadStep } from "./thread-step";

/** One made-up practice from guess to weekly note: the whole product, told by an example. */
export function ExampleThread() {
  return (
    <ol className="grid gap-14 lg:gap-20">
      <ThreadStep
        title="Write down what you expect, and seal it"
        scrap={
          <Card>
            <Answer label="What I will do">
              Send the Thursday email with the typo <CrossedOut>fixed</CrossedOut> left in.
            </Answer>
            <Answer label="What I am afraid of">
              She decides I cannot be trusted with the account.
            </Answer>
            <div className="mt-4 flex flex-wrap items-end justify-between gap-4">
              <dl className="grid grid-cols-[auto_auto] gap-x-4">
                <dt className="text-ink-soft">How likely</dt>
                <dd>80 of 100</dd>
                <dt className="text-ink-soft">How bad at its worst</dt>
                <dd>70 of 100</dd>
              </dl>
              <Seal />
            </div>
          </Card>
        }
      >
        <p>
          A mistake exposure is one small mistake, made on purpose, that you choose yourself. First
          you write what you think will happen. The guess is sealed with the time on it, and from
          then on nobody can change it, you included. It stays yours alone.
        </p>
      </ThreadStep>

      <ThreadStep
        title="Do it. Or let it go."
        scrap={
          <Card>
            <ul className="grid grid-cols-2 gap-3 text-center font-semibold">
              {["I did it", "Let it go"].map((choice) => (
                <li key={choice} className="wobble inked even:wobble-alt border-ink px-2 py-2.5">
                  {choice}
                </li>
              ))}
            </ul>
          </Card>
        }
      >
        <p>
          Both are the same size here because they are. Nobody counts either, and there is nothing
          to keep up.
        </p>
      </ThreadStep>

      <ThreadStep
        title="Look at what happened"
        scrap={
          <Card>
            <ExpectedBesideActual />
            <Answer label="What happened">
              She wrote back “Thursday works”. My stomach hurt for ten minutes and then I had lunch.
            </Answer>
            <Answer label="What I learned">Waiting was worse than the answer.</Answer>
          </Card>
        }
      >
        <p>
          Your guess and what came of it, side by side. No verdict is drawn from it. Sometimes the
          thing you feared does happen, and then the question is how you got through.
        </p>
      </ThreadStep>

      <ThreadStep
        title="Bring some of it to the room"
        scrap={
          <Card>
            <div className="flex items-center gap-3">
              <NameMark name="Wren" />
              <p className="min-w-0">
                <strong>Wren</strong> shares what happened
              </p>
            </div>
            <p className="mt-3">She wrote back “Thursday works”.</p>
          </Card>
        }
      >
        <p>
          In a live session your group meets in writing, with a facilitator. You tick which parts to
          share and for how long; the rest stays with you, and you can take it back at any time.
        </p>
      </ThreadStep>

      <ThreadStep
        title="Get one kind note a week"
        scrap={
          <Card>
            <p className="border-rule border-b-2 border-dashed pb-2">
              <span className="text-ink-soft">Subject</span> Your weekly note
            </p>
            <p className="mt-3">Hello Wren,</p>
            <p className="mt-2">
              There is a page about your week, whenever you feel like reading it. There is nothing
              to catch up on.
            </p>
          </Card>
        }
      >
        <p>
          It is about your own practice and nobody else’s. It says nothing in your inbox that you
          would not want read over your shoulder, and you can stop it in one step.
        </p>
      </ThreadStep>
    </ol>
  );
}

function Answer({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="mt-4 first:mt-0">
      <p className="text-ink-soft text-sm">{label}</p>
      <p>{children}</p>
    </div>
  );
}
