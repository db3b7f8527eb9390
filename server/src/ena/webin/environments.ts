/** Which ENA is meant. `sandbox` is a server that behaves like Webin, such as the one of the local stack. */
export type EnaEnvironment = 'sandbox' | 'test' | 'production';

export interface WebinLocation {
  readonly environment: EnaEnvironment;
  /** Base of the submission services instead of ENA's own, up to `/ena/submit`; required for the sandbox. */
  readonly submitUrl?: string | undefined;
  /** The login check, where it is not at the environment's own place. */
  readonly loginUrl?: string | undefined;
}

/** Addresses of one environment; the base ones end without a slash. */
export interface WebinEndpoints {
  readonly environment: EnaEnvironment;
  readonly base: string;
  /** v1: multipart, answered with the receipt. */
  readonly dropBox: string;
  /** v2: one document, answered with the receipt within a minute. */
  readonly submit: string;
  /** v2: one document, answered with an id to poll for. */
  readonly queue: string;
  readonly poll: string;
  readonly login: string;
}

// ENA documentation (programmatic submission) and webin-cli.
const BASES: Readonly<Record<'test' | 'production', string>> = {
  production: 'https://www.ebi.ac.uk/ena/submit',
  test: 'https://wwwdev.ebi.ac.uk/ena/submit',
};

/** The address cannot be the one that is meant; the message says why. Nothing is sent. */
export class WrongEndpointError extends Error {
  override readonly name = 'WrongEndpointError';
}

/**
 * Resolves the addresses of an environment, refusing a base that belongs to another one: a test must never reach
 * production, nor the reverse, because somebody forgot one of two settings.
 * @throws WrongEndpointError
 */
export function webinEndpoints({ environment, submitUrl, loginUrl }: WebinLocation): WebinEndpoints {
  const base = submitUrl === undefined ? defaultBase(environment) : checkedUrl(submitUrl, environment);
  // Accounts are shared: webin-cli asks production for the login in test mode, too.
  const loginBase = submitUrl === undefined && environment === 'test' ? BASES.production : base;
  return {
    environment,
    base,
    dropBox: `${base}/drop-box/submit/`,
    submit: `${base}/webin-v2/submit`,
    queue: `${base}/webin-v2/submit/queue`,
    poll: `${base}/webin-v2/submit/poll`,
    login: loginUrl === undefined ? `${loginBase}/webin/auth/login` : httpUrl(loginUrl, environment).href,
  };
}

function defaultBase(environment: EnaEnvironment): string {
  if (environment !== 'sandbox') return BASES[environment];
  throw new WrongEndpointError('The sandbox has no address of its own: set ENA_SUBMIT_URL.');
}

function checkedUrl(text: string, environment: EnaEnvironment): string {
  const url = httpUrl(text, environment);
  if (/\/ena\/dev(?:\/|$)/i.test(url.pathname)) {
    throw new WrongEndpointError(
      "ENA_SUBMIT_URL is ENA's internal development service, which is closed to others.",
    );
  }
  const owner = ownerOf(url);
  if (owner !== null && owner !== environment) {
    throw new WrongEndpointError(
      `ENA_SUBMIT_URL is the ${owner} service, but ENA_ENVIRONMENT is ${environment}.`,
    );
  }
  return url.href.replace(/\/+$/, '');
}

/** Which of ENA's services a host is; null for hosts that are not ENA's (a sandbox, a proxy). */
function ownerOf({ hostname }: URL): 'test' | 'production' | null {
  if (/^wwwdev\.ebi\.ac\.uk\.?$/i.test(hostname)) return 'test';
  return /(?:^|\.)ebi\.ac\.uk\.?$/i.test(hostname) ? 'production' : null;
}

/** The message never repeats the address: it might carry a password. */
function httpUrl(text: string, environment: EnaEnvironment): URL {
  const url = URL.parse(text);
  if (!url || !/^https?:$/.test(url.protocol))
    throw new WrongEndpointError('The address of ENA is not an http(s) URL.');
  if (url.username || url.password || url.search || url.hash) {
    throw new WrongEndpointError('The address of ENA must have no user, password, query or fragment in it.');
  }
  if (url.protocol === 'http:' && environment !== 'sandbox') {
    throw new WrongEndpointError(`The address of ENA must be https in environment ${environment}.`);
  }
  return url;
}
