import { createPrivateKey, createPublicKey, hash, type KeyObject, sign, verify } from 'node:crypto';

/** A public key of the log. */
export type LogKey = {
  /** Name of the key, which is that of the log. */
  name: string;
  /** First four bytes of SHA-256 over name, newline, type byte and public key, in hex (C2SP signed-note). */
  id: string;
  /** 32 bytes (RFC 8032) in base64. */
  publicKey: string;
};

export type SigningKey = LogKey & { sign(text: string): Buffer };

/** Signature type of plain Ed25519 signatures (C2SP signed-note). */
const ed25519 = Buffer.from([1]);
/** The bytes before the seed in PKCS #8 (RFC 8410). */
const pkcs8 = Buffer.from('302e020100300506032b657004220420', 'hex');

/** Reads a private key: 32 random bytes in base64 or base64url, or PKCS #8 as PEM. @throws Error when it is neither */
export function privateKeyOf(text: string): KeyObject {
  if (text.includes('-----BEGIN')) {
    const key = createPrivateKey(text);
    if (key.asymmetricKeyType !== 'ed25519') throw new Error('not an Ed25519 key');
    return key;
  }
  const seed = /^[\w+/-]{43}=?$/.test(text) ? Buffer.from(text, 'base64') : Buffer.alloc(0);
  if (seed.length !== 32) throw new Error('neither 32 bytes in base64 nor PEM');
  return createPrivateKey({ key: Buffer.concat([pkcs8, seed]), format: 'der', type: 'pkcs8' });
}

/** @param name of the log, without spaces and plus signs @throws Error when the text is no key */
export function signingKey(name: string, text: string): SigningKey {
  const key = privateKeyOf(text);
  const { x = '' } = createPublicKey(key).export({ format: 'jwk' });
  const publicKey = Buffer.from(x, 'base64url').toString('base64');
  return {
    name,
    id: keyId(name, publicKey),
    publicKey,
    sign: (message) => sign(null, Buffer.from(message), key),
  };
}

/** @param publicKey 32 bytes in base64 */
export const keyId = (name: string, publicKey: string): string =>
  hash('sha256', Buffer.concat([Buffer.from(`${name}\n`), ed25519, Buffer.from(publicKey, 'base64')])).slice(
    0,
    8,
  );

/** A key as tools for signed notes take it: `<name>+<id>+<type and key>`. */
export const verifierKey = ({ name, id, publicKey }: LogKey): string =>
  `${name}+${id}+${Buffer.concat([ed25519, Buffer.from(publicKey, 'base64')]).toString('base64')}`;

/**
 * Reads the form that `verifierKey` writes.
 *
 * @returns undefined when the text has another form, or the id is not the key's
 */
export function readVerifierKey(text: string): LogKey | undefined {
  const match = /^([^\s+]+)\+([\da-f]{8})\+([\w+/]{44})$/.exec(text.trim());
  const bytes = Buffer.from(match?.[3] ?? '', 'base64');
  if (!match || bytes.length !== 33 || bytes[0] !== 1) return undefined;
  const [name = '', id = '', publicKey] = [match[1], match[2], bytes.subarray(1).toString('base64')];
  return keyId(name, publicKey) === id ? { name, id, publicKey } : undefined;
}

export function isSignedBy(key: Pick<LogKey, 'publicKey'>, text: string, signature: Uint8Array): boolean {
  return signature.length === 64 && verify(null, Buffer.from(text), publicKeyOf(key.publicKey), signature);
}

const known = new Map<string, KeyObject>();

function publicKeyOf(publicKey: string): KeyObject {
  const kept = known.get(publicKey);
  if (kept) return kept;
  const x = Buffer.from(publicKey, 'base64').toString('base64url');
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
  known.set(publicKey, key);
  return key;
}
