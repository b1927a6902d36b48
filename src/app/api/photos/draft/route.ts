import { uploadRoute } from "@/server/auth/photo-routes";
import { AttachPhoto, PHOTO_MAX_BYTES } from "@/server/domains/drafts/contract";
import { attachPhoto } from "@/server/domains/drafts/writes";

/** Gives a draft its photo: `?organisationId=…&draftId=…&photoId=…`, the file as the body. */
export const POST = uploadRoute({ schema: AttachPhoto, maxBytes: PHOTO_MAX_BYTES }, attachPhoto);
