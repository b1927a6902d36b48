import sharp from "sharp";
import { DomainError } from "../lib/errors";

/** A photo as it is kept: a JPEG of its pixels and nothing else. */
export type BarePhoto = { bytes: Buffer; width: number; height: number; mediaType: "image/jpeg" };

const FORMATS = ["jpeg", "png", "webp"];
/** A decoded pixel takes up to 4 bytes, so one photo holds up to 100 MB for a moment. */
const MOST_PIXELS = 25_000_000;
const PATIENCE_SECONDS = 10;
const AT_ONCE = 2;
const MOST_WAITING = 10;
const RETRY_AFTER_MS = 5_000;
const JPEG_QUALITY = 82;
/** The light theme's paper; what was see-through has to become something. */
const PAPER = "#fffdf8";

// Only what we take is ever handed to a decoder: the other loaders (SVG, PDF, TIFF, …) are more
// code, more formats, and some of them read files or fetch.
sharp.block({ operation: ["VipsForeignLoad"] });
sharp.unblock({
  operation: ["VipsForeignLoadJpegBuffer", "VipsForeignLoadPngBuffer", "VipsForeignLoadWebpBuffer"],
});
sharp.cache(false);
sharp.concurrency(1);

/**
 * Decodes a photo and draws it anew, upright, on paper, neither side longer than `maxSide`. What
 * it is, is decided by decoding; names and declared types are not asked. Location, camera, colour
 * profile, comments and whatever else was in the file stay behind.
 * @throws INVALID_INPUT on path `photo`, TOO_MANY when more are waiting than can be served
 */
export async function redrawPhoto(bytes: Buffer, maxSide: number): Promise<BarePhoto> {
  if (bytes.length === 0) throw refusePhoto("That file is empty.");
  if (isHeic(bytes)) {
    throw refusePhoto(
      "This looks like a HEIC photo, which we cannot open. Saved as a JPEG, it will work.",
    );
  }
  return inTurn(async () => {
    try {
      return await redraw(bytes, maxSide);
    } catch (error) {
      if (error instanceof DomainError) throw error;
      throw refusePhoto("We could not open that photo: the file may be damaged or cut short.");
    }
  });
}

async function redraw(bytes: Buffer, maxSide: number): Promise<BarePhoto> {
  // `truncated` and `error` stop it; mere warnings, which many cameras cause, do not.
  const reading = { failOn: "error", pages: 1 } as const;
  // Reads the header only, so that whoever sent too many pixels is told so.
  const { format, width, height } = await sharp(bytes, { ...reading, limitInputPixels: false })
    .metadata()
    .catch(() => {
      throw refusePhoto("That is not a photo we can open. JPEG, PNG and WebP work.");
    });
  if (!FORMATS.includes(format)) {
    throw refusePhoto("That is not a photo we can open. JPEG, PNG and WebP work.");
  }
  if (width * height > MOST_PIXELS) {
    throw refusePhoto("That photo has more than 25 megapixels. A smaller copy will do.");
  }
  if (isSomethingElseToo(bytes)) {
    throw refusePhoto(
      "There is something else inside that file. A fresh copy of the photo will do.",
    );
  }
  const { data, info } = await sharp(bytes, { ...reading, limitInputPixels: MOST_PIXELS })
    .autoOrient()
    .resize(maxSide, maxSide, { fit: "inside", withoutEnlargement: true })
    .flatten({ background: PAPER })
    .toColourspace("srgb")
    .jpeg({ quality: JPEG_QUALITY })
    .timeout({ seconds: PATIENCE_SECONDS })
    .toBuffer({ resolveWithObject: true });
  return { bytes: data, width: info.width, height: info.height, mediaType: "image/jpeg" };
}

/** A refusal of a photo that says why, in words for the person who sent it. */
export function refusePhoto(message: string): DomainError {
  return new DomainError("INVALID_INPUT", { issues: [{ path: "photo", message }] });
}

/** The ISO media container, by its first box; AVIF shares it. */
function isHeic(bytes: Buffer): boolean {
  return (
    bytes.toString("latin1", 4, 8) === "ftyp" &&
    /heic|heix|hevc|mif1|msf1|avif/.test(bytes.toString("latin1", 8, 32))
  );
}

const PAGES = /<script[\s>]|<html[\s>]|<!doctype html|<\?php|%PDF-\d\./i;
const ARCHIVES = ["Rar!\x1a\x07", "7z\xbc\xaf\x27\x1c"];

/**
 * Whether another program would read the same file as a page, a document or an archive. Only the
 * pixels are kept in any case; such a file is refused because nobody makes one by accident. Long
 * signatures only, since what cameras append (films, depth maps) is as good as random.
 */
function isSomethingElseToo(bytes: Buffer): boolean {
  const text = bytes.toString("latin1");
  return PAGES.test(text) || ARCHIVES.some((mark) => text.includes(mark)) || isZip(bytes);
}

/** A ZIP's directory ends the file, apart from a comment whose length it tells. */
function isZip(bytes: Buffer): boolean {
  const furthest = Math.max(0, bytes.length - 22 - 0xffff);
  for (let at = bytes.length - 22; at >= furthest; at -= 1) {
    if (bytes.readUInt32LE(at) !== 0x06054b50) continue;
    if (at + 22 + bytes.readUInt16LE(at + 20) === bytes.length) return true;
  }
  return false;
}

let running = 0;
const waiting: (() => void)[] = [];

/** Few at once, whoever asks: a decoded photo is a hundred times its file. @throws TOO_MANY */
async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= AT_ONCE) {
    if (waiting.length >= MOST_WAITING) {
      throw new DomainError("TOO_MANY", { retryAfterMs: RETRY_AFTER_MS });
    }
    await new Promise<void>((resolve) => waiting.push(resolve));
  } else {
    running += 1;
  }
  try {
    return await work();
  } finally {
    // The place is handed on rather than given back, so that nobody slips in between.
    const next = waiting.shift();
    if (next) next();
    else running -= 1;
  }
}
