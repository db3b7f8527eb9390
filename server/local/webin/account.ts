import { createHash, timingSafeEqual } from 'node:crypto';

/** The one Webin account of the sandbox. */
export interface WebinAccount {
  readonly username: string;
  readonly password: string;
}

/** @returns whether the header is Basic with this account's name and password */
export function isAuthorized(header: string | undefined, { username, password }: WebinAccount): boolean {
  const encoded = /^Basic\s+([A-Za-z0-9+/=]+)\s*$/i.exec(header ?? '')?.[1];
  if (encoded === undefined) return false;
  return isSame(Buffer.from(encoded, 'base64').toString('utf8'), `${username}:${password}`);
}

/** @param body `{"authRealms": ["ENA"], "username": "Webin-…", "password": "…"}` */
export function isLogin(body: Buffer, { username, password }: WebinAccount): boolean {
  try {
    const login = JSON.parse(body.toString('utf8')) as Record<string, unknown> | null;
    return login?.['username'] === username && isSame(String(login['password']), password);
  } catch {
    return false;
  }
}

function isSame(given: string, expected: string): boolean {
  return timingSafeEqual(digest(given), digest(expected));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
