/** One person of a room, as the headers their connection is opened with. */
export type Person = { headers: Record<string, string> };

/** A room and everyone in it, its facilitator first. */
export type PlannedRoom = { organisationId: string; roomId: string; people: Person[] };

/** Whom to connect to, and as whom. */
export type Plan = { port: number; rooms: PlannedRoom[] };

/** What the bench asks of the generator, one at a time. */
export type Command =
  | { do: "connect"; plan: Plan }
  | { do: "saturate"; inFlight: number; ms: number }
  | { do: "steady"; perSecond: number; ms: number }
  | { do: "storm"; messagesPerRoom: number }
  | { do: "fill"; messages: number }
  | { do: "open"; guests: PlannedRoom[]; times: number }
  | { do: "disconnect" };

/** What the generator itself cost while it measured. */
export type OwnCost = {
  /** Share of one core. */
  cores: number;
  /** Share of the time in which its event loop had something to do. */
  busy: number;
};

/** `deliveriesInAll` has those outside the measured time as well. */
export type Saturated = {
  deliveries: number;
  deliveriesInAll: number;
  seconds: number;
} & OwnCost;
/** Milliseconds from sending to the arrival at the last member, one for each message. */
export type Steady = { latencies: number[] } & OwnCost;
/** From the first attempt to reconnect until everyone has what was posted before it. */
export type Storm = { seconds: number } & OwnCost;

/** Of one guest's room, one value for each time, in milliseconds. */
export type Opening = {
  /** From opening a connection until the snapshot is parsed. */
  connected: number[];
  /** From asking to join until the snapshot is parsed. */
  joined: number[];
};

/** Over everything since `connect`. Events as a client counts them, by `seq`. */
export type Faults = {
  /** Acknowledged, or passed over, and never received. */
  lost: number;
  /** Received twice, or stored twice. */
  doubled: number;
  /** Received after a later one. */
  reordered: number;
  /** Posts refused, by the code of the error. */
  refused: Record<string, number>;
};

export type Answers = {
  connect: { seconds: number };
  saturate: Saturated;
  steady: Steady;
  storm: Storm;
  fill: null;
  open: Opening[];
  disconnect: Faults;
};
