/** @returns the end that a token claims, unverified; null when it cannot be read */
export function jwtExpiry(token: string): Date | null {
  try {
    const claims: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));
    const seconds = typeof claims === 'object' && claims !== null && 'exp' in claims ? claims.exp : null;
    if (typeof seconds !== 'number') return null;
    const end = new Date(seconds * 1000);
    return Number.isNaN(end.getTime()) ? null : end;
  } catch {
    return null; // not a token with claims: opaque ones are used all the same
  }
}
