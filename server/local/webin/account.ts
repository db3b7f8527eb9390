import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** The one Webin account of the sandbox. */
export interface WebinAccount {
  readonly username: string;
  readonly password: string;
}

/** How long a token is good for, as in one that was published, in seconds. */
const TOKEN_LIFE = 18_000;

/** @returns whether the header is Basic with this account's name and password, or Bearer with a token of it */
export function isAuthorized(header: string | undefined, account: WebinAccount): boolean {
  const [, scheme, credentials] = /^(Basic|Bearer)\s+([\w+/=.-]+)\s*$/i.exec(header ?? '') ?? [];
  if (scheme === undefined || credentials === undefined) return false;
  if (scheme.toLowerCase() === 'bearer') return isToken(credentials, account);
  const { username, password } = account;
  return isSame(Buffer.from(credentials, 'base64').toString('utf8'), `${username}:${password}`);
}

/** A JSON Web Token of the account, with ENA's names in it. */
export function tokenOf(account: WebinAccount, now = Date.now()): string {
  const iat = Math.floor(now / 1000);
  const claims = { principle: account.username, role: [], exp: iat + TOKEN_LIFE, iat };
  const content = `${base64url({ alg: 'HS256' })}.${base64url(claims)}`;
  return `${content}.${signature(content, account)}`;
}

function isToken(token: string, account: WebinAccount): boolean {
  const [header = '', claims = '', given = '', ...more] = token.split('.');
  if (more.length > 0 || !isSame(given, signature(`${header}.${claims}`, account))) return false;
  const { principle, exp } = JSON.parse(Buffer.from(claims, 'base64url').toString('utf8')) as {
    principle: string;
    exp: number;
  };
  return principle === account.username && exp * 1000 > Date.now();
}

/** Whoever has the password could have a token: it does for the secret. */
function signature(content: string, { password }: WebinAccount): string {
  return createHmac('sha256', password).update(content).digest('base64url');
}

function base64url(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

/** @param body `{"authRealms": ["ENA"], "username": "Webin-…", "password": "…"}` */
export function isLogin(body: Buffer, account: WebinAccount): boolean {
  try {
    const login = JSON.parse(body.toString('utf8')) as Record<string, unknown> | null;
    return isPassword(String(login?.['username']), String(login?.['password']), account);
  } catch {
    return false;
  }
}

export function isPassword(username: string, given: string, account: WebinAccount): boolean {
  return username === account.username && isSame(given, account.password);
}

function isSame(given: string, expected: string): boolean {
  return timingSafeEqual(digest(given), digest(expected));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
