import { Body, Container, Head, Hr, Html, Preview, Text } from "@react-email/components";
import type { CSSProperties, ReactNode } from "react";

// Mail programs know no custom properties and few of them `light-dark()`, so the paper's colours
// stand here as plain values; those with a dark mode darken them by themselves.
const ink = "#2b2520";
const inkSoft = "#5a4f45";
const clay = "#9c4226";
const text: CSSProperties = {
  color: ink,
  fontSize: "17px",
  lineHeight: "26px",
  margin: "0 0 18px",
};

/** Styles for what stands in a `Letter`. */
export const letterStyles = {
  heading: {
    color: ink,
    fontFamily: "Georgia, 'Times New Roman', serif",
    fontSize: "24px",
    lineHeight: "30px",
    margin: "0 0 18px",
  },
  text,
  small: { ...text, color: inkSoft, fontSize: "15px", lineHeight: "23px" },
  button: {
    backgroundColor: clay,
    borderRadius: "10px 14px 9px 13px",
    color: "#fffaf0",
    display: "inline-block",
    fontSize: "17px",
    fontWeight: "bold",
    lineHeight: "22px",
    margin: "4px 0 22px",
    padding: "12px 22px",
    textDecoration: "none",
  },
  link: { color: clay, textDecoration: "underline", wordBreak: "break-all" },
} satisfies Record<string, CSSProperties>;

/** The paper every email is written on. Loads nothing: no picture, font or pixel tells on a reader. */
export function Letter({
  preview,
  footer,
  children,
}: {
  /** What an inbox shows beside the subject: as neutral as the subject. */
  preview: string;
  footer?: ReactNode;
  children: ReactNode;
}) {
  return (
    <Html lang="en-GB">
      <Head>
        <meta name="color-scheme" content="light dark" />
      </Head>
      <Preview>{preview}</Preview>
      <Body style={{ backgroundColor: "#f6efe2", margin: 0, padding: "24px 12px" }}>
        <Container
          style={{
            backgroundColor: "#fffaf0",
            border: "1px solid #dccdb4",
            borderRadius: "12px 16px 11px 15px",
            fontFamily: "'Atkinson Hyperlegible', Verdana, Arial, sans-serif",
            maxWidth: "560px",
            padding: "28px 28px 12px",
          }}
        >
          {children}
          <Hr style={{ borderColor: "#dccdb4", margin: "8px 0 16px" }} />
          {footer}
          <Text style={letterStyles.small}>Unpolished</Text>
        </Container>
      </Body>
    </Html>
  );
}
