/** The name of the constraint behind a statement that PostgreSQL refused, if that is what it was. */
export function brokenConstraint(error: unknown): string | undefined {
  const cause = error instanceof Error ? error.cause : undefined;
  return (cause as { constraint_name?: string } | undefined)?.constraint_name;
}
