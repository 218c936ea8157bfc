/** Why the other side is gone. */
export interface Ending {
  readonly outOfMemory: boolean;
  readonly message: string;
}

/** A way to a side that has devices: a child process, or the panel's page. Lives for one call. */
export interface Connection {
  send(message: unknown): void;
  onMessage(receive: (message: unknown) => void): void;
  /** Told once when the other side ends by itself or is ended. */
  onEnd(ended: (ending: Ending) => void): void;
  /** Ends the other side at once, whatever it is doing. */
  kill(): void;
}

export type Connect = () => Connection;
