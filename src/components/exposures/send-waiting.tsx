"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { sendWaiting } from "./use-practice-queue";

/**
 * Sends, from the practice's own page, what was noted without a connection on these exposures. They
 * are the reader's own: what someone else left in this browser stays where it is.
 */
export function SendWaiting({
  organisationId,
  exposureIds,
}: {
  organisationId: string;
  exposureIds: string[];
}) {
  const router = useRouter();
  const all = exposureIds.join(" ");

  useEffect(() => {
    let wanted = true;
    async function sendAll() {
      let isNews = false;
      for (const exposureId of all.split(" ").filter(Boolean)) {
        const sent = await sendWaiting({ organisationId, exposureId });
        isNews ||= sent.some(({ noted }) => noted.kind === "done");
      }
      if (wanted && isNews) router.refresh();
    }
    const again = () => void sendAll();
    again();
    window.addEventListener("online", again);
    return () => {
      wanted = false;
      window.removeEventListener("online", again);
    };
  }, [organisationId, all, router]);

  return null;
}
