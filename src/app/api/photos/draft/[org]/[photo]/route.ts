import { photoRoute } from "@/server/auth/photo-routes";
import { FindPhoto } from "@/server/domains/drafts/contract";
import { findOwnPhoto } from "@/server/domains/drafts/reads";

type Params = { params: Promise<{ org: string; photo: string }> };

const show = photoRoute(FindPhoto, findOwnPhoto);

/** The photo of a draft, for its author alone. */
export async function GET(request: Request, { params }: Params): Promise<Response> {
  const { org, photo } = await params;
  return show(request, { organisationId: org, photoId: photo });
}
