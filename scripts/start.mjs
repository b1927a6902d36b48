import { assertNodeVersion } from "./lib/node-version.mjs";

// `npm start`. This file runs on whatever Node the machine has, with node_modules perhaps absent:
// first the version check, and only then anything that needs a current Node.
assertNodeVersion();
import("./lib/start.mjs").then((module) => module.start());
