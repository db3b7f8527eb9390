// What a request says of its own signature, in the Authorization header or in the query of a presigned address.
import { StorageError } from './errors.ts';

export const ALGORITHM = 'AWS4-HMAC-SHA256';
const LONGEST_S = 7 * 24 * 3600;

/** What a request says of its own signature, wherever it says it. */
export interface Claim {
  scope: { accessKeyId: string; date: string; region: string; service: string; end: string };
  signedHeaders: string[];
  signature: string;
  /** YYYYMMDD'T'HHMMSS'Z' */
  time: string;
  /** Seconds a presigned address is good for; undefined for a signed header. */
  expires?: number;
}

export type Query = readonly (readonly [string, string])[];

/** @returns the path and the query's pairs, decoded */
export function splitUrl(url: string): { path: string; query: Query } {
  const mark = url.indexOf('?');
  const path = mark < 0 ? url : url.slice(0, mark);
  const parts =
    mark < 0
      ? []
      : url
          .slice(mark + 1)
          .split('&')
          .filter(Boolean);
  const query = parts.map((part) => {
    const equals = part.indexOf('=');
    return equals < 0 ? [decode(part), ''] : [decode(part.slice(0, equals)), decode(part.slice(equals + 1))];
  });
  return { path: decode(path), query: query as unknown as Query };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    throw new StorageError(400, 'InvalidURI', `Could not parse the specified URI: ${String(error)}`);
  }
}

/** Reads `Authorization: AWS4-HMAC-SHA256 Credential=…, SignedHeaders=…, Signature=…`. */
export function headerClaim(headers: Record<string, string>): Claim {
  const [algorithm, rest = ''] = splitOnce(headers.authorization ?? '', ' ');
  const fields = new Map(rest.split(',').map((field) => splitOnce(field.trim(), '=')));
  const time = headers['x-amz-date'] ?? '';
  return claimOf(algorithm, (name) => fields.get(name), time, undefined);
}

/** Reads the `X-Amz-…` parameters of a presigned address. */
export function queryClaim(query: Query): Claim {
  const fields = new Map(query);
  if (!fields.has('X-Amz-Signature')) throw new StorageError(403, 'AccessDenied', 'Access Denied');
  const expires = Number(fields.get('X-Amz-Expires') ?? '');
  if (!Number.isInteger(expires) || expires < 1 || expires > LONGEST_S) {
    const message = 'X-Amz-Expires must be between 1 and 604800 seconds';
    throw new StorageError(400, 'AuthorizationQueryParametersError', message);
  }
  const read = (name: string) => fields.get(`X-Amz-${name}`);
  return claimOf(read('Algorithm') ?? '', read, read('Date') ?? '', expires);
}

function claimOf(
  algorithm: string,
  read: (name: string) => string | undefined,
  time: string,
  expires: number | undefined,
): Claim {
  const [accessKeyId, date, region, service, end] = (read('Credential') ?? '').split('/');
  const signedHeaders = (read('SignedHeaders') ?? '').split(';').filter(Boolean);
  const signature = read('Signature');
  if (algorithm !== ALGORITHM || !accessKeyId || !date || !region || !service || !end || !signature) {
    throw new StorageError(
      400,
      'AuthorizationHeaderMalformed',
      'The authorization that you provided is not valid.',
    );
  }
  const scope = { accessKeyId, date, region, service, end };
  return { scope, signedHeaders, signature, time, ...(expires === undefined ? {} : { expires }) };
}

function splitOnce(text: string, mark: string): [string, string] {
  const at = text.indexOf(mark);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + mark.length)];
}
