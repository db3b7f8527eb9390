import { errors, jwtVerify, SignJWT } from 'jose';

/** Seconds an access token is good for. */
export const accessTokenSeconds = 10 * 60;

const algorithm = 'HS256';
const audience = 'seqdb-api';

export type AccessClaims = { userId: string; sessionId: string };

/** @param secret at least 256 bits */
export async function signAccessToken(
  { userId, sessionId }: AccessClaims,
  secret: string,
  now: Date,
): Promise<string> {
  const seconds = Math.floor(now.getTime() / 1000);
  return new SignJWT({ sid: sessionId })
    .setProtectedHeader({ alg: algorithm })
    .setSubject(userId)
    .setAudience(audience)
    .setIssuedAt(seconds)
    .setExpirationTime(seconds + accessTokenSeconds)
    .sign(new TextEncoder().encode(secret));
}

/** @returns `expired` for one of ours that was good once, `foreign` for one that is not ours or was changed */
export async function verifyAccessToken(
  token: string,
  secret: string,
): Promise<AccessClaims | 'expired' | 'foreign'> {
  try {
    const { payload } = await jwtVerify(token, new TextEncoder().encode(secret), {
      algorithms: [algorithm],
      audience,
      requiredClaims: ['sub', 'sid', 'iat', 'exp'],
    });
    if (typeof payload.sub !== 'string' || typeof payload['sid'] !== 'string') return 'foreign';
    return { userId: payload.sub, sessionId: payload['sid'] };
  } catch (error) {
    // jose throws for every reason a token is no good, this one when all else is well; the answer is the same 401.
    return error instanceof errors.JWTExpired ? 'expired' : 'foreign';
  }
}
