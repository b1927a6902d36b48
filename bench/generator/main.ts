import { answerBench } from "../child";
import { Crowd } from "./crowd";
import { fill, openings } from "./opening";
import { saturate, steady, storm } from "./phases";
import type { Answers, Command } from "./plan";

// The load generator, a process of its own: does one thing at a time for the bench that forked it.

let crowd: Crowd | null = null;

function present(): Crowd {
  if (!crowd) throw new Error("nobody is connected");
  return crowd;
}

async function carryOut(command: Command): Promise<Answers[Command["do"]]> {
  switch (command.do) {
    case "connect": {
      const began = performance.now();
      crowd = new Crowd(command.plan);
      await crowd.connect();
      return { seconds: (performance.now() - began) / 1000 };
    }
    case "saturate":
      return saturate(present(), command);
    case "steady":
      return steady(present(), command);
    case "storm":
      return storm(present(), command);
    case "fill":
      return fill(present(), command);
    case "open":
      return openings(present(), command);
    case "disconnect":
      return present().disconnect();
  }
}

answerBench((command) => carryOut(command as Command));
