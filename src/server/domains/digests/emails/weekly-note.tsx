import { Heading, Link, Section, Text } from "@react-email/components";
import { render } from "@react-email/render";
import type { CSSProperties, ReactNode } from "react";
import { Letter, letterStyles } from "../../../mail/letter";
import type { DetailedNote, NoteContent, Passage } from "../rules";

/** Subjects and preheaders show on lock screens: neither says what this is about. */
export const NOTE_SUBJECT = "Your weekly note";
const PREHEADER = "A few lines for you, whenever you have a minute.";

type Props = {
  content: NoteContent;
  /** The one link: where the note can be read in the app. Never signs anyone in. */
  href: string;
};

/** The weekly note as an HTML document. No images, so there is nothing to block. */
function WeeklyNote({ content, href }: Props) {
  return (
    <Letter
      preview={PREHEADER}
      footer={
        <Text style={letterStyles.small}>
          You asked for this note. To stop it, press “unsubscribe” in your mail program, or change
          it on the page above. No reason needed.
        </Text>
      }
    >
      <Heading as="h1" style={letterStyles.heading}>
        {NOTE_SUBJECT}
      </Heading>
      {content.kind === "detailed" ? (
        <Details note={content} href={href} />
      ) : (
        <Discreet href={href} />
      )}
    </Letter>
  );
}

function Discreet({ href }: { href: string }) {
  return (
    <>
      <Words>
        Hello again. A few lines are waiting for you, and they keep for as long as you like.
      </Words>
      <Words>
        <Link href={href} style={styles.link}>
          Read your note
        </Link>
      </Words>
      <Words>Nothing to catch up on, and nothing to answer. Have a gentle week.</Words>
    </>
  );
}

function Details({ note, href }: { note: DetailedNote; href: string }) {
  return (
    <>
      <Words>
        Hello again. This is your own week, kept short. There is nothing to catch up on.
      </Words>
      <Part title="What you tried and what you let rest">
        <OwnWords passage={note.tried} />
        <OwnWords passage={note.rested} />
      </Part>
      <Part title="Expected beside what came">
        <Words>{note.compared.words}</Words>
        {note.compared.pair ? <Bars {...note.compared.pair} /> : null}
      </Part>
      <Part title="The last thing you learned">
        <OwnWords passage={note.learned} />
      </Part>
      <Part title="One small idea, only if you feel like it">
        <Words>{`${note.idea.title}. ${note.idea.suggestion}`}</Words>
      </Part>
      <Words>
        <Link href={href} style={styles.link}>
          Read this note on your own page
        </Link>
      </Words>
      <Words>Have a gentle week.</Words>
    </>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Section>
      <Heading as="h2" style={styles.part}>
        {title}
      </Heading>
      {children}
    </Section>
  );
}

function Words({ children }: { children: ReactNode }) {
  return <Text style={styles.own}>{children}</Text>;
}

function OwnWords({ passage: { lead, own } }: { passage: Passage }) {
  return <Words>{own ? `${lead} “${own}”` : lead}</Words>;
}

/** Two bars on one scale of 0–100. The sentence above says the same, so plain text leaves them out. */
function Bars({ expected, peaked }: { expected: number; peaked: number }) {
  return (
    <Section data-skip-in-text="true" aria-hidden="true" style={styles.bars}>
      <Bar label="Expected" value={expected} look={styles.expected} />
      <Bar label="Came" value={peaked} look={styles.came} />
    </Section>
  );
}

function Bar({
  label,
  value,
  look,
}: {
  label: string;
  /** 0–100; drawn as that share of the width. */
  value: number;
  look: CSSProperties;
}) {
  return (
    <table role="presentation" width="100%" cellPadding={0} cellSpacing={0}>
      <tbody>
        <tr>
          <td width={110} style={styles.barLabel}>
            {`${label} ${value}`}
          </td>
          <td>
            <table
              role="presentation"
              width={`${Math.max(value, 1)}%`}
              cellPadding={0}
              cellSpacing={0}
            >
              <tbody>
                <tr>
                  <td style={look}>&nbsp;</td>
                </tr>
              </tbody>
            </table>
          </td>
        </tr>
      </tbody>
    </table>
  );
}

const edge = "#5a4f45";
const clay = "#9c4226";
const mark = { fontSize: "12px", lineHeight: "14px" };

const styles = {
  part: { ...letterStyles.heading, fontSize: "19px", lineHeight: "25px", margin: "26px 0 8px" },
  own: { ...letterStyles.text, overflowWrap: "anywhere" },
  link: { ...letterStyles.link, fontWeight: "bold", wordBreak: "normal" },
  bars: { margin: "0 0 18px" },
  barLabel: { ...letterStyles.small, paddingRight: "12px", width: "110px" },
  // Told apart by shape as well: a dashed outline and a filled bar.
  expected: { ...mark, border: `2px dashed ${edge}` },
  came: { ...mark, backgroundColor: clay, border: `2px solid ${clay}` },
} as const satisfies Record<string, CSSProperties>;

/** The note as an email carries it: a subject, an HTML document and the same in plain text. */
export async function renderNote(
  content: NoteContent,
  href: string,
): Promise<{ subject: string; html: string; text: string }> {
  const note = <WeeklyNote content={content} href={href} />;
  const [html, text] = await Promise.all([render(note), render(note, { plainText: true })]);
  return { subject: NOTE_SUBJECT, html, text };
}
