import { serve } from "./lib/serve.mjs";

// The server itself, on Node 24 and with everything installed and built: `npm start` comes here once
// it has seen to that.
await serve();
