import * as z from "zod/mini";
import { photoRoute } from "@/server/auth/photo-routes";
import { findSharedPhoto } from "@/server/domains/rooms/reads";
import { id } from "@/server/lib/fields";

type Params = { params: Promise<{ org: string; address: string }> };

/** The address is made by us, of 128 random bits or more. */
const FindSharedPhoto = z.object({
  organisationId: id(),
  address: z.string().check(z.regex(/^[A-Za-z0-9_-]{22,64}$/)),
});

const show = photoRoute(FindSharedPhoto, findSharedPhoto);

/** A shared photo, for those who can see the message it was shared with, while they can. */
export async function GET(request: Request, { params }: Params): Promise<Response> {
  const { org, address } = await params;
  return show(request, { organisationId: org, address });
}
