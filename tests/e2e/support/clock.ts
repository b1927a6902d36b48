/** Lets time pass for the server that this run has to itself (serve-clocked.mjs). */
export async function letPass(seconds: number): Promise<void> {
  const control = `http://127.0.0.1:${process.env.E2E_CLOCK_PORT}/?ms=${seconds * 1000}`;
  const answer = await fetch(control, { method: "POST" });
  if (!answer.ok) throw new Error(`the clock answered ${answer.status}`);
}
