const removed = Buffer.from('[removed]');

/**
 * A document without the credentials that a badly made error page may repeat: what ENA answered is shown to curators.
 *
 * @returns the same bytes when none of the secrets is in them, which is nearly always
 */
export function withoutSecrets(bytes: Uint8Array, secrets: readonly string[]): Uint8Array {
  let clean = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (const secret of secrets) {
    if (secret === '') continue;
    const parts: Buffer[] = [];
    let from = 0;
    for (let at = clean.indexOf(secret); at !== -1; at = clean.indexOf(secret, from)) {
      parts.push(clean.subarray(from, at), removed);
      from = at + Buffer.byteLength(secret);
    }
    if (parts.length > 0) clean = Buffer.concat([...parts, clean.subarray(from)]);
  }
  return withoutTokens(clean);
}

/** RFC 6750 (2.1): the characters of a bearer token. Nobody keeps those that were used, so they are known by their place. */
const bearer = /\b(Bearer[ \t]+)[A-Za-z0-9\-._~+/]{8,}=*/gi;

/** Byte for byte in and out: what is not text stays what it is. */
function withoutTokens(bytes: Buffer): Buffer {
  const text = bytes.toString('latin1');
  bearer.lastIndex = 0;
  if (!bearer.test(text)) return bytes;
  return Buffer.from(text.replace(bearer, `$1${removed.toString()}`), 'latin1');
}

/** The forms in which an account's password travels: as it is, and in the header of Basic authentication. */
export function credentialForms(username: string | undefined, password: string | undefined): string[] {
  if (!password) return [];
  return [Buffer.from(`${username ?? ''}:${password}`, 'utf8').toString('base64'), password];
}
