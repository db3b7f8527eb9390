// AWS Signature Version 4 as S3 checks it: in the Authorization header or in the query of a presigned address.
// Rules: Amazon S3 API reference, "Authenticating Requests (AWS Signature Version 4)".
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { ALGORITHM, headerClaim, queryClaim, splitUrl, type Claim, type Query } from './claim.ts';
import { StorageError } from './errors.ts';

export interface SignedRequest {
  method: string;
  /** Path and query as they came over the wire. */
  url: string;
  /** Names in lower case. */
  headers: Record<string, string>;
}

export interface Credentials {
  accessKeyId: string;
  secretAccessKey: string;
  region: string;
}

const SKEW_MS = 15 * 60 * 1000;
export const UNSIGNED = 'UNSIGNED-PAYLOAD';

/**
 * Checks who asks and that nothing was changed on the way.
 * @returns the payload hash the signature covers: 64 hex digits to compare the body with, or a marker
 * @throws StorageError AccessDenied, InvalidAccessKeyId, SignatureDoesNotMatch, RequestTimeTooSkewed and the like
 */
export function verifySignature(request: SignedRequest, known: Credentials, now: Date): string {
  const url = splitUrl(request.url);
  const claim = request.headers.authorization ? headerClaim(request.headers) : queryClaim(url.query);
  checkScope(claim, known);
  checkTime(claim, now);
  checkCoverage(claim, request.headers);
  const payload = payloadHash(request.headers, url.query);
  const canonical = canonicalRequest(request, url, claim, payload);
  if (!sameText(sign(canonical, claim, known.secretAccessKey), claim.signature)) {
    const message = 'The request signature we calculated does not match the signature you provided.';
    throw new StorageError(403, 'SignatureDoesNotMatch', message);
  }
  return payload;
}

function checkScope({ scope, time }: Claim, known: Credentials): void {
  if (scope.accessKeyId !== known.accessKeyId) {
    const message = 'The AWS access key ID you provided does not exist in our records.';
    throw new StorageError(403, 'InvalidAccessKeyId', message);
  }
  const right = scope.region === known.region && scope.service === 's3' && scope.end === 'aws4_request';
  if (!right || !time.startsWith(scope.date)) {
    const message = `The authorization is malformed; expecting ${known.region}/s3/aws4_request.`;
    throw new StorageError(400, 'AuthorizationHeaderMalformed', message);
  }
}

function checkTime({ time, expires }: Claim, now: Date): void {
  const signedAt = Date.parse(
    time.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'),
  );
  if (Number.isNaN(signedAt))
    throw new StorageError(403, 'AccessDenied', 'AWS authentication requires a valid date.');
  const age = now.getTime() - signedAt;
  if (expires !== undefined && age > expires * 1000) {
    throw new StorageError(403, 'AccessDenied', 'Request has expired');
  }
  if (age < -SKEW_MS || (expires === undefined && age > SKEW_MS)) {
    const message = 'The difference between the request time and the current time is too large.';
    throw new StorageError(403, 'RequestTimeTooSkewed', message);
  }
}

/** The host and every x-amz header must be signed, else one could be added on the way. */
function checkCoverage({ signedHeaders }: Claim, headers: Record<string, string>): void {
  const must = Object.keys(headers).filter((name) => name.startsWith('x-amz-'));
  const open = ['host', ...must].filter((name) => !signedHeaders.includes(name));
  if (open.length === 0) return;
  const message = `There were headers present in the request which were not signed: ${open.join(', ')}`;
  throw new StorageError(403, 'AccessDenied', message);
}

function payloadHash(headers: Record<string, string>, query: Query): string {
  const stated = headers['x-amz-content-sha256'] ?? new Map(query).get('X-Amz-Content-Sha256');
  if (stated !== undefined) return stated;
  if (!headers.authorization) return UNSIGNED;
  throw new StorageError(
    400,
    'InvalidRequest',
    'Missing required header for this request: x-amz-content-sha256',
  );
}

/** Percent-encoding of RFC 3986, which is stricter than encodeURIComponent. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function canonicalRequest(
  request: SignedRequest,
  url: { path: string; query: Query },
  claim: Claim,
  payload: string,
): string {
  const path = url.path.split('/').map(encode).join('/');
  const query = url.query
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]) => [encode(name), encode(value)] as const)
    .sort(([a, x], [b, y]) => order(a, b) || order(x, y))
    .map((pair) => pair.join('='))
    .join('&');
  const headers = claim.signedHeaders.map(
    (name) => `${name}:${(request.headers[name] ?? '').trim().replace(/ +/g, ' ')}\n`,
  );
  return [request.method, path, query, headers.join(''), claim.signedHeaders.join(';'), payload].join('\n');
}

const order = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

function sign(canonical: string, { scope, time }: Claim, secret: string): string {
  const hash = createHash('sha256').update(canonical).digest('hex');
  const place = [scope.date, scope.region, scope.service, scope.end];
  const key = place.reduce<string | Buffer>((parent, part) => hmac(parent, part), `AWS4${secret}`);
  return hmac(key, [ALGORITHM, time, place.join('/'), hash].join('\n')).toString('hex');
}

function sameText(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
