import { jwtExpiry } from './jwt-expiry.ts';
import type { WebinAnswer } from './webin.error.ts';
import { WebinError } from './webin.error.ts';

export interface WebinCredentials {
  /** `Webin-` and a number. */
  readonly username: string;
  readonly password: string;
}

export interface AuthorizationHeader {
  readonly value: string;
  /** It served an earlier request, so that a 401 may only mean that its time is over. */
  readonly isReused: boolean;
}

/** The `Authorization` header of requests to Webin. */
export abstract class WebinAuthorization {
  /** @throws WebinError when it cannot be had; nothing of the request it is for has been sent then */
  abstract header(signal: AbortSignal): Promise<AuthorizationHeader>;
  /** The header was refused and is not to be given again. */
  abstract forget(value: string): void;
}

/** Account and password with each request, as the documentation has it. */
export class BasicAuthorization extends WebinAuthorization {
  readonly #value: string;

  constructor({ username, password }: WebinCredentials) {
    super();
    this.#value = `Basic ${Buffer.from(`${username}:${password}`, 'utf8').toString('base64')}`;
  }

  header(): Promise<AuthorizationHeader> {
    return Promise.resolve({ value: this.#value, isReused: false });
  }

  forget(): void {
    // It never changes.
  }
}

/** A new token is fetched this long before the old one's end: a request may take as long before ENA looks at it. */
const MARGIN_MS = 5 * 60_000;
/** How long a token is used that does not tell its end. */
const UNTOLD_MS = 10 * 60_000;

/** A token, kept until shortly before its end and shared by all requests; one at a time is fetched. */
export class BearerAuthorization extends WebinAuthorization {
  #current: { value: string; until: number } | null = null;
  #fetching: Promise<AuthorizationHeader> | null = null;
  readonly #fetchToken: () => Promise<WebinAnswer>;
  readonly #now: () => number;

  /** @param fetchToken asks ENA for a token; it is given up with none of the requests that wait for it */
  constructor(fetchToken: () => Promise<WebinAnswer>, now: () => number = Date.now) {
    super();
    this.#fetchToken = fetchToken;
    this.#now = now;
  }

  async header(signal: AbortSignal): Promise<AuthorizationHeader> {
    if (this.#current && this.#now() < this.#current.until)
      return { value: this.#current.value, isReused: true };
    this.#fetching ??= this.#fetch().finally(() => (this.#fetching = null));
    return Promise.race([this.#fetching, abortion(signal)]);
  }

  forget(value: string): void {
    if (this.#current?.value === value) this.#current = null;
  }

  async #fetch(): Promise<AuthorizationHeader> {
    const token = await this.#fetchToken().then(tokenOf, beforeRequest);
    const told = jwtExpiry(token);
    const now = this.#now();
    const until = told === null ? now + UNTOLD_MS : told.getTime() - MARGIN_MS;
    const value = `Bearer ${token}`;
    // One that ends at once serves this request alone.
    this.#current = until > now ? { value, until } : null;
    return { value, isReused: false };
  }
}

/** The token comes as plain text; quotes around it would make it a JSON string. */
function tokenOf(answer: WebinAnswer): string {
  const token = Buffer.from(answer.bytes)
    .toString('utf8')
    .trim()
    .replace(/^"(.*)"$/, '$1');
  if (/^[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]*){1,4}$/.test(token)) return token;
  throw new WebinError('not_sent', 'ENA gave something that is no token.', answer);
}

/** Whatever went wrong with the token, the request it was for was not sent. */
function beforeRequest(error: unknown): never {
  if (!(error instanceof WebinError) || error.failure !== 'unknown') throw error;
  throw new WebinError('not_sent', `ENA gave no token. ${error.message}`, error.answer);
}

function abortion(signal: AbortSignal): Promise<never> {
  const given = new WebinError('not_sent', 'The request to ENA was given up before ENA had given a token.');
  return new Promise((_, reject) => {
    if (signal.aborted) reject(given);
    signal.addEventListener('abort', () => reject(given), { once: true });
  });
}
