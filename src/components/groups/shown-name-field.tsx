import { type ApiError, fieldError } from "@/components/api";
import { TextField } from "@/components/ui/text-field";
import { SHOWN_NAME_MAX } from "@/server/domains/groups/contract";

/** The field's name in its form. */
export const SHOWN_NAME = "shown-name";

const TAKEN = "That name is in use in this group. A small change to it is enough.";

/** The name someone is known by in one group. Browsers are asked not to offer the real one. */
export function ShownNameField({ error }: { error: ApiError | null }) {
  return (
    <TextField
      label="The name you go by here"
      description="Known in this group only, and it need not be your real name. In another group you can be someone else."
      name={SHOWN_NAME}
      autoComplete="off"
      autoCapitalize="words"
      data-1p-ignore=""
      maxLength={SHOWN_NAME_MAX}
      error={error?.code === "NAME_TAKEN" ? TAKEN : fieldError(error, "shownName")}
    />
  );
}
