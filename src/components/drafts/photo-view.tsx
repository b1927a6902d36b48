import type { DraftPhoto } from "@/server/domains/drafts/contract";

/** The whole photo of one's own draft, however tall. */
export function PhotoView({
  organisationId,
  photo: { id, alt, width, height },
}: {
  organisationId: string;
  photo: DraftPhoto;
}) {
  return (
    // biome-ignore lint/performance/noImgElement: an optimiser would keep copies of private photos.
    <img
      src={`/api/photos/draft/${organisationId}/${id}`}
      alt={alt || "Your photo, not described yet"}
      width={width}
      height={height}
      decoding="async"
      className="h-auto max-h-[60dvh] w-auto max-w-full justify-self-start"
    />
  );
}
