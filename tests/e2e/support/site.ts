/** Where the product under test is: see playwright.config.ts. */
export const SITE = `http://localhost:${process.env.E2E_PORT}`;

/** Its data folder, for commands such as the weekly note. */
export const DATA_DIR = process.env.E2E_DATA_DIR ?? "";
