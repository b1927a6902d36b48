import { existsSync } from "node:fs";
import { join } from "node:path";
import { root } from "./setup.mjs";
import { errorCode, StartError } from "./start-error.mjs";

/**
 * Reads `.env`, if there is one, into this process's environment. What is already set wins.
 * @throws {StartError}
 */
export function loadEnvFile() {
  const path = join(root, ".env");
  if (!existsSync(path)) return;
  try {
    process.loadEnvFile(path);
  } catch (error) {
    throw new StartError(`${path} cannot be read (${errorCode(error)}).`);
  }
}
