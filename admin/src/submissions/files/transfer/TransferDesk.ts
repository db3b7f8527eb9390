import { isStopped, type Running, type Transfer } from './transfer.ts';
import { afterRefusal, nothingYet, sendFile, type TransferServices } from './sendFile.ts';
import { sampled } from './speed.ts';

/** More would only share the line, and ask the server for more addresses at once than it gives out. */
const filesAtOnce = 3;

/** How often open pages hear of bytes that were sent, in milliseconds. */
const pace = 250;

export type DeskServices = {
  of: (submissionId: string) => TransferServices;
  abort: (uploadId: string) => Promise<void>;
  /** The server has the file: its own list tells of it from now on. */
  arrived: (submissionId: string) => Promise<void>;
};

/** Files that are being sent from this tab. They go on while other pages of the console are looked at. */
export class TransferDesk {
  private running: readonly Running[] = [];
  private shown: readonly Transfer[] = [];
  private readonly listeners = new Set<() => void>();
  private telling: ReturnType<typeof setTimeout> | undefined;
  private readonly services: DeskServices;

  constructor(services: DeskServices) {
    this.services = services;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  };

  /** The same array until something changes. */
  readonly transfers = (): readonly Transfer[] => this.shown;

  add(submissionId: string, files: readonly File[]): void {
    const added = files.map((file): Running => ({
      key: crypto.randomUUID(),
      submissionId,
      file,
      state: 'waiting',
      sent: 0,
      samples: [],
      error: null,
      progress: nothingYet(),
      stopping: new AbortController(),
    }));
    this.running = [...this.running, ...added];
    this.advance();
  }

  /** Sends once more what was refused, from where it had come to. */
  retry(key: string): void {
    this.change(key, (one) => ({ ...one, state: 'waiting', error: null, stopping: new AbortController() }));
    this.advance();
  }

  /** Gives one up and has the server forget it. */
  stop(key: string): void {
    const one = this.running.find((each) => each.key === key);
    if (one === undefined) return;
    this.running = this.running.filter((each) => each !== one);
    one.stopping.abort();
    const begun = one.progress.upload;
    // What cannot be given up now is swept by the server later.
    if (begun !== null) void this.services.abort(begun.id).catch(() => undefined);
    this.advance();
  }

  /** Somebody else sits down: nothing of theirs is sent. */
  stopAll(): void {
    for (const one of this.running) one.stopping.abort();
    this.running = [];
    this.tell();
  }

  private advance(): void {
    const free =
      filesAtOnce - this.running.filter(({ state }) => state === 'sending' || state === 'ending').length;
    for (const one of this.running.filter(({ state }) => state === 'waiting').slice(0, Math.max(0, free))) {
      this.change(one.key, (each) => ({ ...each, state: 'sending', samples: [] }));
      void this.send(one);
    }
    this.tell();
  }

  private async send({ key, submissionId, file, progress, stopping: { signal } }: Running): Promise<void> {
    const onSent = (sent: number) =>
      this.change(key, (one) => ({
        ...one,
        sent,
        state: sent < file.size ? 'sending' : 'ending',
        samples: sampled(one.samples, { at: performance.now(), sent }),
      }));
    try {
      await sendFile(file, progress, this.services.of(submissionId), { onSent, signal });
      await this.services.arrived(submissionId);
      this.running = this.running.filter((one) => one.key !== key);
    } catch (error) {
      if (!isStopped(error))
        this.change(key, (one) => ({
          ...one,
          state: 'failed',
          error,
          progress: afterRefusal(progress, error),
        }));
    }
    this.advance();
  }

  private change(key: string, next: (one: Running) => Running): void {
    this.running = this.running.map((one) => (one.key === key ? next(one) : one));
    this.telling ??= setTimeout(() => this.tell(), pace);
  }

  private tell(): void {
    clearTimeout(this.telling);
    this.telling = undefined;
    this.shown = this.running.map(shownOf);
    for (const listener of this.listeners) listener();
  }
}

const shownOf = ({ key, submissionId, state, sent, samples, error, file, progress }: Running): Transfer => ({
  key,
  submissionId,
  state,
  sent,
  samples,
  error,
  name: file.name,
  size: file.size,
  uploadId: progress.upload?.id ?? null,
});
