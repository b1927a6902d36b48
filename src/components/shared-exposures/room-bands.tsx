"use client";

import { DataTable } from "@/components/charts/data-table";
import { Levels, Picture, SMALL_PRINT } from "@/components/charts/figure";
import { heightIn, type Plot, rounded, WIDTH } from "@/components/charts/geometry";
import type { BandView, SharedExposureView } from "@/server/domains/shared-exposures/contract";
import { BAND_MIN_PEOPLE } from "@/server/domains/shared-exposures/contract";
import { KIND_WORDS, roomWords } from "./shared-view";

const HEIGHT = 150;
const PLOT: Plot = { left: 30, right: WIDTH - 4, top: 14, bottom: HEIGHT - 28 };
const WIDEST = 46;
/** What fits into the picture: the forecast, the latest along the way, and what came. */
const DRAWN_DURING = 12;

/** How it is for the room, roughly: forecast beside reality, without anyone in particular. */
export function RoomBands({ shared }: { shared: SharedExposureView }) {
  const words = roomWords(shared.bands);
  if (!words) {
    return (
      <p className="text-ink-soft text-sm">
        {shared.state === "ended"
          ? `The room has no band this time: it takes ${BAND_MIN_PEOPLE} people or more to form one.`
          : `The room sees one rough band, of nobody in particular, once ${BAND_MIN_PEOPLE} people or more have said something.`}
      </p>
    );
  }
  return (
    <div className="@container grid gap-2">
      <h3 className="text-lg">How it is for the room</h3>
      <p>{words}</p>
      <Bands bands={shared.bands} description={words} />
      <p className="text-ink-soft text-sm">
        About half of those who said something lie between the two ends. It is rough on purpose:
        nobody’s own number can be read from it.
      </p>
      <DataTable
        summary="The same in numbers"
        caption="Distress in the room, from 0 to 100, oldest first."
        columns={["When", "From", "To"]}
        rows={shared.bands.map((band) => ({
          id: `${band.kind} ${band.at}`,
          cells: [KIND_WORDS[band.kind], band.low, band.high],
        }))}
      />
    </div>
  );
}

function Bands({ bands, description }: { bands: BandView[]; description: string }) {
  const during = bands.filter(({ kind }) => kind === "during").slice(-DRAWN_DURING);
  const drawn = bands.filter((band) => band.kind !== "during" || during.includes(band));
  const height = heightIn(PLOT, 100);
  const space = (PLOT.right - PLOT.left) / Math.max(drawn.length, 4);
  const width = Math.min(WIDEST, space * 0.7);
  return (
    <Picture title="How it is for the room" description={description} height={HEIGHT}>
      <Levels plot={PLOT} max={100} />
      {drawn.map((band, index) => (
        <Band
          key={`${band.kind} ${band.at}`}
          band={band}
          x={rounded(PLOT.left + space * (index + 0.5))}
          width={rounded(width)}
          top={rounded(height(band.high))}
          bottom={rounded(height(band.low))}
          named={band.kind !== "during" || band === during[0]}
        />
      ))}
    </Picture>
  );
}

function Band({
  band: { kind },
  x,
  width,
  top,
  bottom,
  named,
}: {
  band: BandView;
  x: number;
  width: number;
  top: number;
  bottom: number;
  named: boolean;
}) {
  const expected = kind === "forecast";
  return (
    <g data-band={kind}>
      <rect
        x={rounded(x - width / 2)}
        y={top}
        width={width}
        height={rounded(bottom - top)}
        rx={5}
        className={expected ? "stroke-ink" : "fill-clay stroke-clay-deep"}
        fillOpacity={kind === "during" ? 0.45 : 0.8}
        strokeWidth="1.6"
        strokeDasharray={expected ? "4 3" : undefined}
      />
      {named ? (
        <text
          x={kind === "during" ? rounded(x - width / 2) : x}
          y={HEIGHT - 6}
          textAnchor={kind === "during" ? "start" : "middle"}
          className={`fill-ink-soft stroke-none ${SMALL_PRINT}`}
        >
          {PICTURE_WORDS[kind]}
        </text>
      ) : null}
    </g>
  );
}

const PICTURE_WORDS: Record<BandView["kind"], string> = {
  forecast: "expected",
  during: "along the way",
  reality: "as it was",
};
