import { assertNodeVersion } from "./lib/node-version.mjs";

// `npm test`, all of it or the parts named. Like start.mjs this runs on the machine's own Node, with
// node_modules perhaps absent.
assertNodeVersion();
import("./lib/test.mjs").then((module) => module.test(process.argv.slice(2)));
