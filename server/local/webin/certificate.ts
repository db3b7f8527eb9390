import type { KeyObject } from 'node:crypto';
import { generateKeyPairSync, randomBytes, sign, X509Certificate } from 'node:crypto';
import { join } from 'node:path';
import { readIfThere, writeWhole } from '../kept.ts';

export interface Certificate {
  /** PEM. */
  readonly key: string;
  readonly cert: string;
  /** Where the certificate is, for clients that have to trust it. */
  readonly certFile: string;
}

const DAY = 86_400_000;
const YEARS = 20;

/**
 * A self-signed certificate for 127.0.0.1 and localhost, made at the first start. Node makes keys and signatures but no
 * certificates (and a new machine may have no openssl), so the few bytes around them are put together here (X.509:
 * RFC 5280, in DER).
 */
export function keptCertificate(dir: string): Certificate {
  const [keyFile, certFile] = [join(dir, 'tls.key'), join(dir, 'tls.crt')];
  const [knownKey, known] = [readIfThere(keyFile), readIfThere(certFile)];
  const isGood = known !== undefined && Date.parse(new X509Certificate(known).validTo) > Date.now() + DAY;
  if (knownKey !== undefined && isGood) return { key: knownKey, cert: known, certFile };
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const key = String(privateKey.export({ type: 'pkcs8', format: 'pem' }));
  const cert = pem(selfSigned(privateKey, publicKey, new Date()));
  writeWhole(keyFile, key, 0o600);
  writeWhole(certFile, cert);
  return { key, cert, certFile };
}

function selfSigned(privateKey: KeyObject, publicKey: KeyObject, now: Date): Buffer {
  const name = sequence(tagged(0x31, sequence(oid('2.5.4.3'), tagged(0x0c, Buffer.from('SeqDB sandbox')))));
  const end = new Date(now);
  end.setUTCFullYear(end.getUTCFullYear() + YEARS);
  const algorithm = sequence(oid('1.2.840.10045.4.3.2')); // ecdsa-with-SHA256
  const serial = randomBytes(16);
  serial[0] = ((serial[0] ?? 0) % 0x7f) | 1; // positive, and without a leading zero
  const names = Buffer.concat([
    tagged(0x82, Buffer.from('localhost')),
    tagged(0x87, Buffer.from([127, 0, 0, 1])),
  ]);
  const extensions = sequence(
    sequence(oid('2.5.29.17'), tagged(0x04, tagged(0x30, names))),
    sequence(oid('2.5.29.19'), tagged(0x01, Buffer.from([0xff])), tagged(0x04, sequence(CA))),
  );
  const content = sequence(
    tagged(0xa0, tagged(0x02, Buffer.from([2]))), // version 3
    tagged(0x02, serial),
    algorithm,
    name,
    sequence(time(new Date(now.getTime() - DAY)), time(end)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    tagged(0xa3, extensions),
  );
  return sequence(
    content,
    algorithm,
    tagged(0x03, Buffer.concat([NO_BITS_LEFT, sign('sha256', content, privateKey)])),
  );
}

/** As a client trusts it, it has to be an authority: its own. */
const CA = Buffer.from([0x01, 0x01, 0xff]);
const NO_BITS_LEFT = Buffer.from([0]);

function tagged(tag: number, content: Buffer): Buffer {
  return Buffer.concat([Buffer.from([tag, ...lengthOf(content.length)]), content]);
}

function sequence(...parts: Buffer[]): Buffer {
  return tagged(0x30, Buffer.concat(parts));
}

function lengthOf(length: number): number[] {
  if (length < 0x80) return [length];
  return length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
}

function oid(text: string): Buffer {
  const [first = 0, second = 0, ...rest] = text.split('.').map(Number);
  const bytes = rest.flatMap((arc) => {
    const digits = [arc & 0x7f];
    for (let left = arc >> 7; left > 0; left >>= 7) digits.unshift((left & 0x7f) | 0x80);
    return digits;
  });
  return tagged(0x06, Buffer.from([first * 40 + second, ...bytes]));
}

/** UTCTime, good until 2049. */
function time(moment: Date): Buffer {
  const digits = moment.toISOString().replaceAll(/\D/g, '').slice(2, 14);
  return tagged(0x17, Buffer.from(`${digits}Z`));
}

function pem(der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}
