import type { GroupRole, InviteView } from "@/server/domains/groups/contract";
import { CallBackInvite } from "./call-back-invite";
import { InviteForm } from "./invite-form";
import { INVITE_WORDS } from "./wording";

/** Links into the group, for those who may hand them out. */
export function InvitesSection({
  organisationId,
  groupId,
  mayInvite,
  invites,
}: {
  organisationId: string;
  groupId: string;
  mayInvite: GroupRole[];
  invites: InviteView[];
}) {
  const open = invites.filter((invite) => invite.state === "open");
  return (
    <section aria-labelledby="invites" className="grid content-start gap-4">
      <h2 id="invites" className="text-2xl">
        Invite someone
      </h2>
      <InviteForm {...{ organisationId, groupId, mayInvite }} />
      {open.length > 0 ? (
        <>
          <h3 className="text-lg">Links that work now</h3>
          <ul className="grid gap-3">
            {open.map((invite) => (
              <li key={invite.id} className="flex flex-wrap items-center justify-between gap-x-4">
                <span>
                  {INVITE_WORDS[invite.role]}
                  <span className="block text-ink-soft text-sm">
                    works until {dayOf(invite.expiresAt)}
                  </span>
                </span>
                {mayInvite.includes(invite.role) ? (
                  <CallBackInvite {...{ organisationId, groupId }} inviteId={invite.id} />
                ) : null}
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </section>
  );
}

/** Days are told in UTC: a link's last day is no appointment. */
function dayOf(instant: string): string {
  return new Intl.DateTimeFormat("en-GB", {
    day: "numeric",
    month: "long",
    timeZone: "UTC",
  }).format(new Date(instant));
}
