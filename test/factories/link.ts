import { connect, createServer, type Server, type Socket } from 'node:net';

/** A TCP connection between the application and a service that a test can cut and mend. */
export class Link {
  private server: Server | undefined;
  private readonly sockets = new Set<Socket>();
  private port = 0;

  /** @param url of the service; its scheme's usual port when it names none is not guessed */
  constructor(private readonly url: string) {}

  /** The service's URL through this link. Listening begins with `mend`. */
  get through(): string {
    const other = new URL(this.url);
    other.port = String(this.port);
    return other.href;
  }

  /** Carries connections (again), always on the same port. */
  async mend(): Promise<this> {
    const target = new URL(this.url);
    const server = createServer((near) => {
      const far = connect(Number(target.port), target.hostname);
      for (const [from, to] of [
        [near, far],
        [far, near],
      ] as const) {
        this.sockets.add(from);
        from.pipe(to);
        // A cut link is the purpose: both ends go down together.
        from.on('error', () => to.destroy());
        from.on('close', () => {
          this.sockets.delete(from);
          to.destroy();
        });
      }
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(this.port, '127.0.0.1', () => resolve());
    });
    this.port = (server.address() as { port: number }).port;
    this.server = server;
    return this;
  }

  /** Ends every connection and refuses new ones. */
  async cut(): Promise<void> {
    const { server } = this;
    if (!server) return;
    this.server = undefined;
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => {
      server.close(resolve);
    });
  }
}
