/** What every service of the local stack is given. */
export interface LocalOptions {
  /** Folder of this service alone: data, log, remembered port and secrets. Made when missing. */
  dir: string;
  /** TCP port on 127.0.0.1; without it the port of the last start, or a free one. */
  port?: number;
  /** Takes one short line at a time on what is being done. */
  log: (line: string) => void;
}

/** A running service that stands in for a real one. */
export type LocalService = {
  name: string;
  /** The variables by which the application finds it; the same that would name a real service. */
  env: Record<string, string>;
  /** One line for people: what it is and where. */
  describe: string;
  /** Resolves, saying why, when it ends without having been asked to; for services with a process of their own. */
  ended?: Promise<string>;
  /** Ends it and waits until its processes are gone and its data is on disk. */
  stop(): Promise<void>;
};
