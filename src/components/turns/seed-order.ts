/**
 * The order that a shuffle grows from its seed: by the SHA-256 of `<seed>:<id>` in hexadecimal,
 * ascending. Whoever knows the seed can grow it again and see that nobody arranged it. Null where
 * the browser cannot reckon it, as on a page that came over plain http.
 */
export async function orderFromSeed(
  seed: string,
  ids: readonly string[],
): Promise<string[] | null> {
  const subtle = globalThis.crypto?.subtle;
  if (!subtle) return null;
  const keyed = await Promise.all(
    ids.map(async (id) => {
      const digest = await subtle.digest("SHA-256", new TextEncoder().encode(`${seed}:${id}`));
      return { id, key: hexOf(new Uint8Array(digest)) };
    }),
  );
  return keyed.sort((one, other) => (one.key < other.key ? -1 : 1)).map(({ id }) => id);
}

function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
