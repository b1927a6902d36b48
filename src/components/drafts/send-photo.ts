import type { ApiError } from "@/components/api";
import type { DraftView } from "@/server/domains/drafts/contract";

/** A photo that could not be sent or was refused. */
export class PhotoError extends Error {
  constructor(readonly apiError: ApiError) {
    super(apiError.code);
  }
}

/**
 * Sends a photo as the body of a request. By XMLHttpRequest, since `fetch` does not tell how far an
 * upload has come. @param onProgress the part sent so far, 0–1 @throws PhotoError
 */
export function sendPhoto(
  file: Blob,
  ids: { organisationId: string; draftId: string; photoId: string },
  onProgress: (part: number) => void,
): Promise<DraftView> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", `/api/photos/draft?${new URLSearchParams(ids)}`);
    request.responseType = "json";
    request.upload.onprogress = ({ lengthComputable, loaded, total }) => {
      if (lengthComputable) onProgress(loaded / total);
    };
    request.onload = () => {
      if (request.status === 200) return resolve(request.response as DraftView);
      const { error } = (request.response ?? {}) as { error?: ApiError };
      reject(new PhotoError(error ?? { code: "UNEXPECTED" }));
    };
    request.onerror = () => reject(new PhotoError({ code: "UNREACHABLE" }));
    request.send(file);
  });
}
