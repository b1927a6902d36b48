/** "741741" gives "741 741"; numbers that come grouped stay as their owner prints them. */
export function readableNumber(number: string): string {
  if (number.includes(" ") || number.length < 5) return number;
  return number.length === 5
    ? `${number.slice(0, 2)} ${number.slice(2)}`
    : number.replace(/(\d{3})(?=\d)/g, "$1 ");
}

/** "116 123" gives "tel:116123". */
export function telephoneLink(number: string): string {
  return `tel:${number.replaceAll(" ", "")}`;
}

/** What to send and where, for lines reached by text message; null for anything else. */
export function textMessage(text: string): { number: string; word: string | null } | null {
  const match = /^Text (?:(\S+) to )?([\d ]+)$/.exec(text);
  return match?.[2] ? { number: match[2], word: match[1] ?? null } : null;
}

/** A link that opens the phone's messages with the word already written. */
export function textMessageLink({ number, word }: { number: string; word: string | null }): string {
  // Phones disagree on what separates number and body; "?&" is understood by both families.
  return `sms:${number.replaceAll(" ", "")}${word ? `?&body=${encodeURIComponent(word)}` : ""}`;
}
