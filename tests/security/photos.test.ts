import fc from "fast-check";
import sharp from "sharp";
import { beforeAll, describe, expect, test } from "vitest";
import { type BarePhoto, redrawPhoto } from "@/server/storage/photos";
import { aPhoto, type PhotoFormat, SECRET } from "../support/photos";

// Files as hostile people, broken telephones and curious programs send them. Whatever comes in,
// either a plain JPEG comes out that holds nothing but pixels, or a refusal that says why.

const MAX_SIDE = 2048;
const FORMATS: PhotoFormat[] = ["jpeg", "png", "webp"];
const photos = {} as Record<PhotoFormat, Buffer>;

beforeAll(async () => {
  for (const format of FORMATS) photos[format] = await aPhoto({ format });
});

const redraw = (bytes: Buffer) => redrawPhoto(bytes, MAX_SIDE);

/** What the person reads who sent it. */
async function refusalOf(bytes: Buffer): Promise<string> {
  const error = await redraw(bytes).then(
    () => new Error("it was taken"),
    (thrown: unknown) => thrown as Error,
  );
  expect(error).toMatchObject({ code: "INVALID_INPUT", data: { issues: [{ path: "photo" }] } });
  return (error as unknown as { data: { issues: [{ message: string }] } }).data.issues[0].message;
}

async function expectBare({ bytes, width, height }: BarePhoto): Promise<void> {
  const { format, exif, icc, xmp, iptc, orientation, comments, ...facts } =
    await sharp(bytes).metadata();
  expect({ format, exif, icc, xmp, iptc, orientation, comments }).toEqual({ format: "jpeg" });
  expect([facts.width, facts.height]).toEqual([width, height]);
  expect(Math.max(width, height)).toBeLessThanOrEqual(MAX_SIDE);
  for (const trace of [SECRET, "Exif", "http://ns.adobe.com", "ICC_PROFILE", "Camera of", "GPS"]) {
    expect(bytes.includes(trace)).toBe(false);
  }
  expect(segmentsOf(bytes)).toEqual([]);
}

/** The segments of a JPEG that can hold anything besides the picture: APP1–APP15 and comments. */
function segmentsOf(jpeg: Buffer): string[] {
  const found: string[] = [];
  for (let at = 2; at < jpeg.length; at += 2 + jpeg.readUInt16BE(at + 2)) {
    const marker = jpeg.readUInt16BE(at);
    if (marker === 0xffda) break;
    if ((marker > 0xffe0 && marker <= 0xffef) || marker === 0xfffe) found.push(marker.toString(16));
  }
  return found;
}

describe("an ordinary photo", () => {
  test.each(FORMATS)("as %s is kept without place, camera, profile or comment", async (format) => {
    // Otherwise this would prove nothing.
    const { exif, icc } = await sharp(photos[format]).metadata();
    expect(photos[format].includes(SECRET) && exif && icc).toBeTruthy();
    // The tag that leads to where it was taken.
    expect(
      exif?.includes(Buffer.from([0x25, 0x88])) || exif?.includes(Buffer.from([0x88, 0x25])),
    ).toBe(true);
    await expectBare(await redraw(photos[format]));
  });

  test("lies as its camera was held", async () => {
    const { width, height } = await redraw(await aPhoto({ width: 60, height: 40, orientation: 6 }));
    expect([width, height]).toEqual([40, 60]);
  });

  test("that is large becomes smaller, and one that is small stays so", async () => {
    const large = await redraw(await aPhoto({ width: 4000, height: 1000 }));
    expect([large.width, large.height]).toEqual([2048, 512]);
    const small = await redraw(await aPhoto({ width: 3, height: 2 }));
    expect([small.width, small.height]).toEqual([3, 2]);
  });

  test("that is see-through lies on paper", async () => {
    const clear = { create: { width: 8, height: 8, channels: 4, background: "#0000" } } as const;
    const { bytes } = await redraw(await sharp(clear).png().toBuffer());
    const { channels } = await sharp(bytes).stats();
    expect(channels.map(({ mean }) => Math.round(mean))).toSatisfy((means: number[]) =>
      means.every((mean) => mean > 240),
    );
  });

  test("that moves is kept as its first picture", async () => {
    const frame = (background: string) =>
      sharp({ create: { width: 16, height: 16, channels: 3, background } })
        .png()
        .toBuffer();
    const moving = await sharp([await frame("#ff0000"), await frame("#0000ff")], {
      join: { animated: true },
    })
      .webp({ lossless: true })
      .toBuffer();
    expect((await sharp(moving).metadata()).pages).toBe(2);
    const still = await redraw(moving);
    expect([still.width, still.height]).toEqual([16, 16]);
    const { dominant } = await sharp(still.bytes).stats();
    expect(dominant.r).toBeGreaterThan(dominant.b);
  });

  test("with a film appended, as telephones do, is taken without it", async () => {
    const film = Buffer.concat([Buffer.from("\0\0\0\x18ftypmp42"), Buffer.alloc(5_000, 7)]);
    await expectBare(await redraw(Buffer.concat([photos.jpeg, film])));
  });
});

const bomb = (side: number) =>
  sharp({
    create: { width: side, height: side, channels: 3, background: "#fff" },
    limitInputPixels: false,
  })
    .png({ compressionLevel: 9 })
    .toBuffer();

const SVG =
  '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>';
const PDF = "%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF";
const GIF = Buffer.from("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7", "base64");
const TIFF = Buffer.from("49492a0008000000", "hex");
const ZIP = Buffer.concat([Buffer.from("PK\x05\x06", "latin1"), Buffer.alloc(18)]);
const HEIC = Buffer.concat([
  Buffer.from("\0\0\0\x18ftypheic\0\0\0\0mif1heic", "latin1"),
  Buffer.alloc(99),
]);

describe("what is no photo", () => {
  test.each([
    ["nothing", "", /empty/],
    ["words", "Dear all", /JPEG, PNG and WebP/],
    ["an SVG", SVG, /JPEG, PNG and WebP/],
    ["an SVG behind an XML prolog", `<?xml version="1.0"?>${SVG}`, /JPEG, PNG and WebP/],
    ["a page", "<!doctype html><script>alert(1)</script>", /JPEG, PNG and WebP/],
    ["a PDF", PDF, /JPEG, PNG and WebP/],
    ["a GIF", GIF, /JPEG, PNG and WebP/],
    ["a TIFF", TIFF, /JPEG, PNG and WebP/],
    ["an archive", ZIP, /JPEG, PNG and WebP/],
    ["a HEIC, which many telephones take", HEIC, /HEIC.*JPEG/],
    ["the first bytes of a JPEG", Buffer.from([0xff, 0xd8, 0xff, 0xe0]), /open/],
  ])("%s is refused in words", async (_what, file, words) => {
    expect(await refusalOf(Buffer.from(file))).toMatch(words);
  });

  test.each([
    ["SVG", Buffer.from(SVG)],
    ["GIF", GIF],
  ])("is not even handed to a decoder: %s has none in this process", async (_what, file) => {
    await expect(sharp(file).metadata()).rejects.toThrow();
  });

  test.each([
    ["26 megapixels", 5_100],
    ["a hundred", 10_000],
  ])("a small file that unpacks to %s is refused before it is unpacked", async (_size, side) => {
    const file = await bomb(side);
    expect(file.length).toBeLessThan(400_000);
    expect(await refusalOf(file)).toMatch(/megapixels/);
  });

  test.each(FORMATS)("a %s that says it is larger than it is does no harm", async (format) => {
    if (format !== "png") return;
    const lying = Buffer.from(photos.png);
    lying.writeUInt32BE(60_000, 16);
    lying.writeUInt32BE(60_000, 20);
    expect(await refusalOf(lying)).toBeTruthy();
  });

  test.each(FORMATS)("a %s that is cut short is refused", async (format) => {
    const whole = photos[format];
    for (const part of [0.3, 0.6, 0.9]) {
      expect(await refusalOf(whole.subarray(0, Math.floor(whole.length * part)))).toMatch(/open/);
    }
  });

  test.each(FORMATS)("a %s that is also something else is refused", async (format) => {
    for (const other of [
      "<html><script>alert(1)</script></html>",
      "<?php system($_GET['c']); ?>",
      PDF,
      ZIP,
      Buffer.concat([ZIP.subarray(0, 20), Buffer.from([3, 0]), Buffer.from("hey")]),
      Buffer.from("Rar!\x1a\x07\x01\0", "latin1"),
    ]) {
      const both = Buffer.concat([photos[format], Buffer.from(other)]);
      expect(await refusalOf(both)).toMatch(/something else/);
    }
  });
});

describe("a flood", () => {
  test("is turned away rather than held in memory, and leaves the next one its turn", async () => {
    const large = await aPhoto({ width: 3000, height: 3000 });
    const outcomes = await Promise.allSettled(Array.from({ length: 40 }, () => redraw(large)));
    const refused = outcomes.filter(({ status }) => status === "rejected");
    expect(refused.length).toBeGreaterThan(20);
    for (const each of refused as PromiseRejectedResult[]) {
      expect(each.reason).toMatchObject({ code: "TOO_MANY", data: { retryAfterMs: 5_000 } });
    }
    await expectBare(await redraw(photos.jpeg));
  });
});

describe("files made by chance", () => {
  type Mutation = (file: Buffer) => Buffer;
  const place = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });
  const bytes = fc.uint8Array({ maxLength: 64 }).map((each) => Buffer.from(each));

  const mutation: fc.Arbitrary<Mutation> = fc.oneof(
    place.map((at) => (file: Buffer) => file.subarray(0, Math.floor(at * file.length))),
    place.map((at) => (file: Buffer) => file.subarray(Math.floor(at * file.length))),
    fc.tuple(place, fc.nat({ max: 255 })).map(([at, value]) => (file: Buffer) => {
      const changed = Buffer.from(file);
      if (changed.length > 0) changed[Math.floor(at * changed.length)] = value;
      return changed;
    }),
    fc.tuple(place, bytes).map(([at, more]) => (file: Buffer) => {
      const cut = Math.floor(at * file.length);
      return Buffer.concat([file.subarray(0, cut), more, file.subarray(cut)]);
    }),
    fc.tuple(place, place).map(([one, two]) => (file: Buffer) => {
      const [from, to] = [one, two].sort().map((at) => Math.floor(at * file.length)) as [
        number,
        number,
      ];
      return Buffer.concat([file.subarray(0, from), file.subarray(to)]);
    }),
    fc
      .constantFrom(SVG, PDF, GIF, ZIP, HEIC, "<script>alert(1)</script>")
      .chain((other) => fc.boolean().map((first) => ({ other: Buffer.from(other), first })))
      .map(
        ({ other, first }) =>
          (file: Buffer) =>
            Buffer.concat(first ? [other, file] : [file, other]),
      ),
    fc
      .constantFrom(...FORMATS)
      .map((format) => (file: Buffer) => Buffer.concat([file, photos[format]])),
  );

  test("are either refused in words or kept without a trace, 300 of them", async () => {
    let taken = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...FORMATS),
        fc.array(mutation, { minLength: 1, maxLength: 4 }),
        async (format, mutations) => {
          const file = mutations.reduce((each, mutate) => mutate(each), photos[format]);
          const kept = await redraw(file).catch((error: unknown) => {
            expect(error).toMatchObject({
              code: "INVALID_INPUT",
              data: { issues: [{ path: "photo", message: expect.stringMatching(/^[A-Z].*\.$/) }] },
            });
            return null;
          });
          if (!kept) return;
          taken += 1;
          await expectBare(kept);
        },
      ),
      { numRuns: 300 },
    );
    // Otherwise only refusals would have been looked at.
    expect(taken).toBeGreaterThan(10);
  }, 120_000);

  test("that are nothing but noise are refused, 100 of them", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 2_000 }), async (noise) => {
        expect(await refusalOf(Buffer.from(noise))).toBeTruthy();
      }),
    );
  });
});
