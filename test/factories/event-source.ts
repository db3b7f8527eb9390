export type Message = { id: string | null; event: string; data: any };

/** Reads `/api/v1/events` as a page does. */
export class EventSource {
  readonly messages: Message[] = [];
  /** Resolves when the server ends the stream or it is closed. */
  readonly ended: Promise<void>;
  private readonly abort = new AbortController();

  private constructor(response: Response) {
    this.ended = this.read(response).catch(() => undefined); // cut: also an end
  }

  static async open(url: string, token: string, last?: string): Promise<EventSource> {
    const response = await fetch(new URL('/api/v1/events', url), {
      headers: { authorization: `Bearer ${token}`, ...(last && { 'last-event-id': last }) },
    });
    if (response.status !== 200) throw new Error(`the stream answered ${response.status}`);
    return new EventSource(response);
  }

  get ids(): (string | null)[] {
    return this.messages.map(({ id }) => id);
  }

  close(): void {
    this.abort.abort();
  }

  private async read(response: Response): Promise<void> {
    let rest = '';
    const stream = response.body?.pipeThrough(new TextDecoderStream(), { signal: this.abort.signal });
    for await (const part of stream ?? []) {
      const blocks = (rest + part).split('\n\n');
      rest = blocks.pop() ?? '';
      for (const block of blocks) this.take(block);
    }
  }

  private take(block: string): void {
    const field = (name: string) =>
      block
        .split('\n')
        .find((line) => line.startsWith(`${name}: `))
        ?.slice(name.length + 2);
    const data = field('data');
    if (data !== undefined)
      this.messages.push({
        id: field('id') ?? null,
        event: field('event') ?? 'message',
        data: JSON.parse(data),
      });
  }
}
