/** The address cannot be the one that is meant; the message says why, without the address. Nothing is sent. */
export class WrongEndpointError extends Error {
  override readonly name = 'WrongEndpointError';
}

/** Which of ENA's services a host is; null for hosts that are not ENA's (a sandbox, a proxy). */
export function hostOwner(hostname: string): 'test' | 'production' | null {
  if (/^wwwdev\.ebi\.ac\.uk\.?$/i.test(hostname)) return 'test';
  return /(?:^|\.)ebi\.ac\.uk\.?$/i.test(hostname) ? 'production' : null;
}

/**
 * @param variable whose value it is, for the message, which never repeats the address: it might carry a password
 * @throws WrongEndpointError
 */
export function webAddress(variable: string, text: string, isEncrypted: boolean): URL {
  const url = URL.parse(text);
  if (!url || !/^https?:$/.test(url.protocol))
    throw new WrongEndpointError(`${variable} is not an http(s) URL.`);
  refuseExtras(variable, url);
  if (url.protocol === 'http:' && isEncrypted)
    throw new WrongEndpointError(`${variable} must be https: it carries a password.`);
  if (/\/ena\/dev(?:\/|$)/i.test(url.pathname))
    throw new WrongEndpointError(
      `${variable} is ENA's internal development service, which is closed to others.`,
    );
  return url;
}

export function refuseExtras(variable: string, url: URL): void {
  if (!url.username && !url.password && !url.search && !url.hash) return;
  throw new WrongEndpointError(`${variable} must have no user, password, query or fragment in it.`);
}
