/** The topics someone wrote down, one on each line, each once whatever its case. */
export function topicsIn(text: string): string[] {
  const topics = new Map<string, string>();
  for (const line of text.split("\n")) {
    const topic = line.trim();
    const key = topic.toLocaleLowerCase();
    if (topic !== "" && !topics.has(key)) topics.set(key, topic);
  }
  return [...topics.values()];
}
