import { hostOwner, webAddress, WrongEndpointError } from './endpoint-address.ts';
import type { UploadArea } from './upload-area.ts';
import { uploadArea } from './upload-area.ts';

/** Which ENA is meant. `sandbox` is a server that behaves like Webin, such as the one of the local stack. */
export type EnaEnvironment = 'sandbox' | 'test' | 'production';

export interface WebinLocation {
  readonly environment: EnaEnvironment;
  /** Base of the submission services instead of ENA's own, up to `/ena/submit`; required for the sandbox. */
  readonly submitUrl?: string | undefined;
  /** The login check, where it is not below the base. */
  readonly loginUrl?: string | undefined;
  /** Where tokens are given, where it is not below the base. */
  readonly tokenUrl?: string | undefined;
  /** Base of the report service, where it is not below the base. */
  readonly reportUrl?: string | undefined;
  /** `ftps://host:port` of the upload area. */
  readonly uploadUrl?: string | undefined;
}

/** Addresses of one environment; the base ones end without a slash. */
export interface WebinEndpoints {
  readonly environment: EnaEnvironment;
  readonly base: string;
  /** v1: multipart, answered with the receipt. */
  readonly dropBox: string;
  /** What was registered, as XML: `…/samples/ERS…`. */
  readonly objects: string;
  /** v2: one document, answered with the receipt within a minute. */
  readonly submit: string;
  /** v2: one document, answered with an id to poll for. */
  readonly queue: string;
  readonly poll: string;
  readonly login: string;
  readonly token: string;
  readonly report: string;
  /** Null for a sandbox that has none. */
  readonly upload: UploadArea | null;
}

// ENA documentation (programmatic submission) and webin-cli.
const BASES: Readonly<Record<'test' | 'production', string>> = {
  production: 'https://www.ebi.ac.uk/ena/submit',
  test: 'https://wwwdev.ebi.ac.uk/ena/submit',
};

/**
 * Resolves the addresses of an environment, refusing one that belongs to another: a test must never reach production,
 * nor the reverse, because somebody forgot one of two settings.
 * @throws WrongEndpointError naming the variable
 */
export function webinEndpoints(location: WebinLocation): WebinEndpoints {
  const { environment, submitUrl } = location;
  const base =
    submitUrl === undefined ? defaultBase(environment) : ownAddress('ENA_SUBMIT_URL', submitUrl, environment);
  // Accounts are shared: webin-cli asks production for the login in test mode, too.
  const loginBase = submitUrl === undefined && environment === 'test' ? BASES.production : base;
  const { loginUrl = `${loginBase}/webin/auth/login`, tokenUrl = `${base}/webin/auth/token` } = location;
  const { reportUrl = `${base}/report`, uploadUrl } = location;
  return {
    environment,
    base,
    dropBox: `${base}/drop-box/submit/`,
    objects: `${base}/drop-box`,
    submit: `${base}/webin-v2/submit`,
    queue: `${base}/webin-v2/submit/queue`,
    poll: `${base}/webin-v2/submit/poll`,
    login: ownAddress('ENA_LOGIN_URL', loginUrl, environment, environment === 'test' ? ['production'] : []),
    token: ownAddress('ENA_TOKEN_URL', tokenUrl, environment),
    report: ownAddress('ENA_REPORT_URL', reportUrl, environment),
    upload: uploadArea(environment, uploadUrl),
  };
}

function defaultBase(environment: EnaEnvironment): string {
  if (environment !== 'sandbox') return BASES[environment];
  throw new WrongEndpointError('The sandbox has no address of its own: set ENA_SUBMIT_URL.');
}

/** An address that is nobody's at ENA (a sandbox, a proxy), or of the environment itself. */
function ownAddress(
  variable: string,
  text: string,
  environment: EnaEnvironment,
  alsoAllowed: readonly EnaEnvironment[] = [],
): string {
  const url = webAddress(variable, text, environment !== 'sandbox');
  const owner = hostOwner(url.hostname);
  if (owner === null || owner === environment || alsoAllowed.includes(owner))
    return url.href.replace(/\/+$/, '');
  throw new WrongEndpointError(`${variable} is the ${owner} service, but ENA_ENVIRONMENT is ${environment}.`);
}
