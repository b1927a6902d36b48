import { Button } from "@/components/ui/button";
import { readableNumber, telephoneLink, textMessage, textMessageLink } from "./contact";
import type { CrisisResource } from "./resources";

/**
 * One line one can reach. The country stands inside every link: 113 is a suicide line in the
 * Netherlands and an ambulance in Norway, so no number is ever printed without it.
 */
export function ResourceItem({
  resource,
  country,
}: {
  resource: CrisisResource;
  /** The country's name. */
  country: string;
}) {
  const { name, phone, text, url } = resource;
  const message = text ? textMessage(text) : null;
  return (
    <li className="grid gap-2 border-rule border-t-2 border-dashed py-4 first:border-t-0 first:pt-0 last:pb-0">
      <p className="wrap-anywhere font-semibold">{name}</p>
      {phone || text ? (
        <div className="flex flex-wrap items-center gap-3">
          {phone ? (
            <Button href={telephoneLink(phone)} variant="even">
              <span>
                Call <Digits>{phone}</Digits> <Place>{country}</Place>
              </span>
            </Button>
          ) : null}
          {message ? (
            <Button href={textMessageLink(message)} variant="even">
              <span>
                Text {message.word ? <strong>{message.word} </strong> : null}
                {message.word ? "to " : null}
                <Digits>{message.number}</Digits> <Place>{country}</Place>
              </span>
            </Button>
          ) : null}
          {text && !message ? (
            <p>
              {text} <Place>{country}</Place>
            </p>
          ) : null}
        </div>
      ) : null}
      {url ? (
        <p>
          <a href={url} rel="noreferrer" className="inline-flex min-h-6 items-center">
            {new URL(url).host.replace(/^www\./, "")}
          </a>
        </p>
      ) : null}
    </li>
  );
}

function Digits({ children }: { children: string }) {
  return (
    <strong className="whitespace-nowrap text-lg tabular-nums">{readableNumber(children)}</strong>
  );
}

function Place({ children }: { children: string }) {
  return <span className="inline-block font-normal text-sm">({children})</span>;
}
