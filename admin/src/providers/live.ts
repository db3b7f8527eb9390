import type { StreamEventView } from '@contract/platform/events/event.contract.ts';
import { onlineManager } from '@tanstack/react-query';
import { readMessages } from './eventStream.ts';
import { requestResponse } from './http.ts';
import { ApiProblem } from './problem.ts';

type Listener = (events: readonly StreamEventView[]) => void;

/** Waits, though no longer than until the browser has a network again. */
const pause = (ms: number, signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    const end = () => {
      clearTimeout(timer);
      leave();
      resolve();
    };
    const timer = setTimeout(end, ms);
    const leave = onlineManager.subscribe((isOnline) => isOnline && end());
    signal.addEventListener('abort', end, { once: true });
  });

/** Waiting time before the nth try: 1 s, 2 s, 4 s … 30 s, spread by a quarter so that not all consoles knock at once. */
export const waitBefore = (tries: number, chance = Math.random()) =>
  Math.min(30_000, 1000 * 2 ** Math.min(tries, 5)) * (0.875 + chance / 4);

/** The server says every five seconds that it is there: a connection that is silent for longer is dead, though nobody closed it. */
export const silenceMs = 20_000;

/** Aborts unless `heard` is called in time, again and again. */
const silenceWatch = () => {
  const silence = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const end = () => clearTimeout(timer);
  const heard = () => {
    end();
    timer = setTimeout(() => silence.abort(), silenceMs);
  };
  heard();
  return { signal: silence.signal, heard, end };
};

const openStream = (lastEventId: string | null, signal: AbortSignal) =>
  requestResponse('/events', {
    accept: 'text/event-stream',
    signal,
    ...(lastEventId === null ? {} : { lastEventId }),
  });

/** What has changed on the server, as it happens, until the signal aborts. Resumes after the last event it has seen. */
export const followChanges = async (
  tell: Listener,
  onState: (connected: boolean) => void,
  signal: AbortSignal,
) => {
  let last: string | null = null;
  for (let tries = 0; !signal.aborted; tries += 1) {
    const silence = silenceWatch();
    try {
      const answer = await openStream(last, AbortSignal.any([signal, silence.signal]));
      const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
      if (reader === undefined) return;
      onState(true);
      tries = 0;
      let rest = '';
      for (let part = await reader.read(); !part.done; part = await reader.read()) {
        silence.heard();
        const read = readMessages(rest + part.value);
        rest = read.rest;
        last = read.messages.findLast(({ id }) => id !== null)?.id ?? last;
        const events = read.messages
          .filter(({ data }) => data !== '')
          .map(({ data }) => JSON.parse(data) as StreamEventView);
        if (events.length > 0) tell(events);
      }
    } catch (error) {
      if (signal.aborted) return;
      if (error instanceof ApiProblem && (error.status === 401 || error.status === 403)) return;
      // Cut off, out of reach or not readable: it is taken up again below, after the last event that arrived.
    } finally {
      silence.end();
    }
    onState(false);
    await pause(waitBefore(tries), signal);
  }
};
