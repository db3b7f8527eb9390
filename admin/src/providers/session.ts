import type { Me, SessionView } from '@contract/auth/auth.contract.ts';
import { forgetForms } from './keptForms.ts';
import { problemFrom, unreachable } from './problem.ts';
import { forgetSession, maySessionExist } from './sessionMarker.ts';

/**
 * Who is signed in. The access token lives in memory only, ten minutes at most; the refresh token is a cookie that this
 * code cannot read. Each refresh uses that cookie up, and coming with an old one ends the session, so tabs take turns.
 */
export type Session = { token: string; expiresAt: number; me: Me };

const base = '/api/v1';
const early = 30_000;

let session: Session | null = null;
let isSignedOut = false;
let renewing: Promise<Session | null> | null = null;
const listeners = new Set<() => void>();
const tabs = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('seqdb-session');

const set = (next: Session | null) => {
  session = next;
  for (const listener of listeners) listener();
};

tabs?.addEventListener('message', (event: MessageEvent<string>) => {
  if (event.data === 'signed-out' && session !== null) set(null);
});

export const currentSession = () => session;
export const subscribeToSession = (listener: () => void) => {
  listeners.add(listener);
  return () => void listeners.delete(listener);
};

const call = async (path: string, init: RequestInit): Promise<Response> => {
  try {
    return await fetch(`${base}${path}`, { credentials: 'same-origin', ...init });
  } catch (cause) {
    throw unreachable(cause);
  }
};

const problemOf = async (answer: Response) =>
  problemFrom(answer.status, await answer.text(), answer.headers.get('x-request-id'));

const readMe = async (token: string): Promise<Me> => {
  const answer = await call('/me', { headers: { authorization: `Bearer ${token}` } });
  if (!answer.ok) throw await problemOf(answer);
  return (await answer.json()) as Me;
};

const start = async ({ accessToken, expiresIn }: SessionView): Promise<Session> => {
  const me = session?.me ?? (await readMe(accessToken));
  const next = { token: accessToken, expiresAt: Date.now() + expiresIn * 1000, me };
  isSignedOut = false;
  set(next);
  return next;
};

export const signIn = async (email: string, password: string): Promise<Session> => {
  const answer = await call('/auth/login', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password }),
  });
  if (!answer.ok) throw await problemOf(answer);
  return start((await answer.json()) as SessionView);
};

/** Whether the person ended the session here, by signing out; otherwise it ended by itself and can be taken up where it was. */
export const hasSignedOut = () => isSignedOut;

export const signOut = async (): Promise<void> => {
  const token = session?.token;
  if (token === undefined) return;
  isSignedOut = true;
  forgetSession();
  forgetForms();
  set(null);
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a BroadcastChannel never leaves its origin
  tabs?.postMessage('signed-out');
  await call('/auth/logout', { method: 'POST', headers: { authorization: `Bearer ${token}` } });
};

const renewOnce = async (): Promise<Session | null> => {
  if (session === null && !maySessionExist()) return null;
  const answer = await call('/auth/refresh', { method: 'POST' });
  if (answer.status === 401 || answer.status === 403) {
    forgetSession();
    set(null);
    return null;
  }
  if (!answer.ok) throw await problemOf(answer);
  return start((await answer.json()) as SessionView);
};

/** One tab at a time (Web Locks); without the lock interface, at least one refresh at a time in this tab. */
const inTurn = (work: () => Promise<Session | null>) =>
  'locks' in navigator ? navigator.locks.request('seqdb-refresh', work) : work();

/** A new access token from the refresh cookie; null when nobody is signed in. Throws when the API is out of reach. */
export const renew = (): Promise<Session | null> => {
  renewing ??= inTurn(renewOnce).finally(() => {
    renewing = null;
  });
  return renewing;
};

/** A token that is good for at least half a minute, or null. */
export const freshToken = async (): Promise<string | null> => {
  if (session === null) return null;
  if (session.expiresAt - early > Date.now()) return session.token;
  return (await renew())?.token ?? null;
};

/** Reads the person again, e.g. after their roles changed. */
export const reloadMe = async (): Promise<void> => {
  const token = await freshToken();
  if (token === null) return;
  const me = await readMe(token);
  if (session !== null) set({ ...session, me });
};
