import { hostOwner, refuseExtras, WrongEndpointError } from './endpoint-address.ts';

/** The private upload area of a Webin account, reached with its name and password. */
export interface UploadArea {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte; otherwise the connection is encrypted by `AUTH TLS` before the login. */
  readonly isImplicitTls: boolean;
}

// One area for test and production (ENA documentation, Webin-CLI), by FTP with AUTH TLS (webin-cli, FtpService).
const ENA_AREA: UploadArea = { host: 'webin2.ebi.ac.uk', port: 21, isImplicitTls: false };

/**
 * @param text `ftps://host:port`; port 21 where there is none; on port 990 TLS is spoken from the start, as is the custom
 * @returns null for a sandbox that names none
 * @throws WrongEndpointError
 */
export function uploadArea(
  environment: 'sandbox' | 'test' | 'production',
  text: string | undefined,
): UploadArea | null {
  if (text === undefined) return environment === 'sandbox' ? null : ENA_AREA;
  const url = URL.parse(text);
  if (!url || url.protocol !== 'ftps:' || url.hostname === '')
    throw new WrongEndpointError('ENA_UPLOAD_URL is not an address like ftps://host:port.');
  refuseExtras('ENA_UPLOAD_URL', url);
  if (!/^\/?$/.test(url.pathname)) throw new WrongEndpointError('ENA_UPLOAD_URL must have no path in it.');
  const owner = hostOwner(url.hostname);
  if (owner === 'test' || (owner !== null && environment === 'sandbox'))
    throw new WrongEndpointError(`ENA_UPLOAD_URL is no upload area for ENA_ENVIRONMENT ${environment}.`);
  const port = url.port === '' ? ENA_AREA.port : Number(url.port);
  // An address of version 6 stands in brackets in URLs, and nowhere else.
  return { host: url.hostname.replace(/^\[(.*)\]$/, '$1'), port, isImplicitTls: port === 990 };
}
