import { answerBench, ownCpuMs } from "../child";

// The product as `npm start` runs it, with the roles that the environment names.

const { serve } = await import("../../src/server/main");
await serve();
answerBench(ownCpuMs);
