import { randomBytes } from "node:crypto";
import sharp from "sharp";

// Photos as cameras and hostile people make them. Only formats that the server takes can be read
// back here: the server blocks the other decoders for the whole process.

/** Words that must not survive in anything that is kept. */
export const SECRET = "Rua da Esperanca 7, Lisboa";

export type PhotoFormat = "jpeg" | "png" | "webp";

/** A picture of noise with a place, a camera, a colour profile and a comment in it. */
export function aPhoto({
  format = "jpeg",
  width = 64,
  height = 48,
  orientation = 1,
}: {
  format?: PhotoFormat;
  width?: number;
  height?: number;
  orientation?: number;
} = {}) {
  const raw = { width, height, channels: 3 as const };
  const pixels = randomBytes(Math.min(width * height * 3, 3_000_000));
  const picture =
    pixels.length === width * height * 3
      ? sharp(pixels, { raw })
      : sharp({ create: { ...raw, background: "#a08060" } });
  return picture
    .withIccProfile("p3")
    .withExif({
      IFD0: { ImageDescription: SECRET, Make: "Camera of someone" },
      IFD3: {
        GPSLatitudeRef: "N",
        GPSLatitude: "38/1 42/1 0/1",
        GPSLongitudeRef: "W",
        GPSLongitude: "9/1 8/1 0/1",
      },
    })
    .withXmp(`<x:xmpmeta xmlns:x="adobe:ns:meta/"><p>${SECRET}</p></x:xmpmeta>`)
    .withMetadata({ orientation })
    .toFormat(format)
    .toBuffer();
}
