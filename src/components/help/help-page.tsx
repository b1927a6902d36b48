import { PageFrame } from "@/components/shell/page-frame";
import { Disclosure } from "@/components/ui/disclosure";
import { Notice } from "@/components/ui/notice";
import { PageHeading } from "@/components/ui/page-heading";
import type { Whereabouts } from "./country";
import { CountryForm } from "./country-form";
import { HelpInCountry } from "./help-in-country";
import { ResourceList } from "./resource-list";
import { COUNTRIES, helpIn, WORLDWIDE } from "./resources";

/** Crisis help for anyone: no sign-in, no script, and nothing guessed from an address. */
export function HelpPage({ where }: { where: Whereabouts }) {
  return (
    <PageFrame width="measure">
      <div className="grid gap-7 sm:gap-10">
        <PageHeading intro="People who will listen. You need no good reason and no right words.">
          Help now
        </PageHeading>

        <div className="grid gap-6">
          <CountryForm where={where} />
          {where.code && where.code !== "001" ? <HelpInCountry code={where.code} /> : null}
        </div>

        <Notice title="Unpolished is not a crisis service">
          Nobody here is watching for emergencies. We cannot see where you are, and we cannot send
          anyone to you. If someone is in danger right now, call the emergency number of the country
          you are in.
        </Notice>

        <section aria-labelledby="anywhere">
          <h2 id="anywhere" className="mb-3 text-2xl">
            Anywhere in the world
          </h2>
          <p className="mb-4">These directories list helplines for many countries.</p>
          <ResourceList resources={WORLDWIDE} country="any country" />
        </section>

        <section aria-labelledby="someone" className="grid gap-3">
          <h2 id="someone" className="text-2xl">
            If it is someone else
          </h2>
          <p>
            Ask them plainly whether they are thinking of ending their life; plain words are kinder
            than hints. Stay with them, or on the line, and make the call together. If they are in
            your group, tell a facilitator too. You do not have to carry it alone, and you do not
            have to get it right.
          </p>
        </section>

        <Disclosure summary="Every country we have numbers for">
          <div className="grid gap-8 pt-3">
            {COUNTRIES.map(({ code, name }) => {
              const { emergency, lines } = helpIn(code);
              return (
                <section key={code}>
                  <h3 className="mb-2 text-xl">{name}</h3>
                  <ResourceList resources={[...lines, ...emergency]} country={name} />
                </section>
              );
            })}
          </div>
        </Disclosure>
      </div>
    </PageFrame>
  );
}
