import { onlineManager } from '@tanstack/react-query';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { followChanges, silenceMs } from './live.ts';

/** A server whose streams stay open and say what they are told to. */
class Server {
  readonly streams: ReadableStreamDefaultController<Uint8Array>[] = [];
  readonly lastEventIds: (string | null)[] = [];

  readonly fetch = async (_url: string, init: RequestInit): Promise<Response> => {
    this.lastEventIds.push(new Headers(init.headers).get('last-event-id'));
    const body = new ReadableStream<Uint8Array>({
      start: (stream) => {
        this.streams.push(stream);
        init.signal?.addEventListener('abort', () => stream.error(new DOMException('aborted', 'AbortError')));
      },
    });
    return new Response(body, { headers: { 'content-type': 'text/event-stream' } });
  };

  say(text: string): void {
    this.streams.at(-1)?.enqueue(new TextEncoder().encode(text));
  }
}

let server: Server;
let ending: AbortController;
const states: boolean[] = [];
const types: string[] = [];

beforeEach(() => {
  vi.useFakeTimers();
  server = new Server();
  vi.stubGlobal('fetch', server.fetch);
  ending = new AbortController();
  states.length = 0;
  types.length = 0;
  void followChanges(
    (events) => types.push(...events.map(({ type }) => type)),
    (isConnected) => states.push(isConnected),
    ending.signal,
  );
});
afterEach(() => {
  ending.abort();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe('followChanges', () => {
  it('takes up a connection that has fallen silent, after the last event it has seen', async () => {
    await vi.advanceTimersByTimeAsync(0);
    server.say('id: 7.1\ndata: {"id":"7.1","type":"SubmissionChanged"}\n\n');
    await vi.advanceTimersByTimeAsync(silenceMs - 1);
    expect({ states, types }).toEqual({ states: [true], types: ['SubmissionChanged'] });
    await vi.advanceTimersByTimeAsync(2_000);
    expect(states).toEqual([true, false, true]);
    expect(server.lastEventIds).toEqual([null, '7.1']);
  });

  it('leaves alone one that says it is there', async () => {
    await vi.advanceTimersByTimeAsync(0);
    for (let beat = 0; beat < 20; beat += 1) {
      await vi.advanceTimersByTimeAsync(5_000);
      server.say(': still here\n\n');
    }
    expect(server.streams).toHaveLength(1);
    expect(states).toEqual([true]);
  });

  it('does not wait longer than the network is away', async () => {
    await vi.advanceTimersByTimeAsync(0);
    vi.stubGlobal('fetch', async () => Promise.reject(new TypeError('Failed to fetch')));
    onlineManager.setOnline(false);
    // Long enough for half a minute between one try and the next.
    await vi.advanceTimersByTimeAsync(300_000);
    vi.stubGlobal('fetch', server.fetch);
    onlineManager.setOnline(true);
    await vi.advanceTimersByTimeAsync(0);
    expect(states.at(-1)).toBe(true);
    expect(server.streams).toHaveLength(2);
  });

  it('ends when it is told to', async () => {
    await vi.advanceTimersByTimeAsync(0);
    ending.abort();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(server.streams).toHaveLength(1);
    expect(states).toEqual([true]);
  });
});
