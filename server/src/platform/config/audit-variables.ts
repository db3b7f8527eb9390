import { createPrivateKey } from 'node:crypto';
import { z } from 'zod';

const url = z.url({ protocol: /^https?$/, error: 'must be a URL (http, https)' });

/** 32 bytes in base64 or base64url, or PKCS #8 as `openssl genpkey -algorithm ed25519` writes it. */
const signingKey = z
  .string()
  .refine(
    isSigningKey,
    'is no Ed25519 key: 32 random bytes in base64, or what openssl genpkey -algorithm ed25519 writes',
  );

function isSigningKey(text: string): boolean {
  return seedOf(text) !== undefined;
}

/** The 32 bytes that an Ed25519 key consists of, in base64url, whatever form it was given in. */
export function seedOf(text: string): string | undefined {
  if (/^[\w+/-]{43}=?$/.test(text)) return Buffer.from(text, 'base64').toString('base64url');
  try {
    const key = createPrivateKey(text);
    return key.asymmetricKeyType === 'ed25519' ? key.export({ format: 'jwk' }).d : undefined;
  } catch {
    return undefined; // what it is instead is nobody's business: it may be a secret
  }
}

/** The variables of the change log's seal. */
export const auditVariables = {
  /** The worker's alone (`worker-secrets.ts`). */
  AUDIT_SIGNING_KEY: signingKey.optional(),
  AUDIT_PREVIOUS_SIGNING_KEY: signingKey.optional(),
  AUDIT_EXPORT_KEY: signingKey,
  AUDIT_PREVIOUS_EXPORT_KEY: signingKey.optional(),
  AUDIT_ORIGIN: z
    .string()
    .regex(
      /^[\w.:/-]{1,200}(?<!-exports)$/,
      'must be like audit.example.org/seqdb, and not end with -exports',
    )
    .optional(),
  AUDIT_HEADS_BUCKET: z.string().min(3).optional(),
  AUDIT_HEADS_ENDPOINT: url.optional(),
  AUDIT_HEADS_REGION: z.string().optional(),
  AUDIT_HEADS_PREFIX: z.string().default(''),
  AUDIT_HEADS_ACCESS_KEY_ID: z.string().optional(),
  AUDIT_HEADS_SECRET_ACCESS_KEY: z.string().optional(),
  AUDIT_HEADS_LOCK_MODE: z.enum(['GOVERNANCE', 'COMPLIANCE']).default('COMPLIANCE'),
  AUDIT_HEADS_LOCK_DAYS: z.coerce.number().int().min(1).max(36_500).default(3_650),
  AUDIT_HEADS_WEBHOOK_URL: url.optional(),
  AUDIT_HEADS_WEBHOOK_SECRET: z.string().min(32, 'must have 32 characters or more').optional(),
  AUDIT_HEADS_MAIL: z.email('must be one mail address').max(254).optional(),
  AUDIT_HEADS_MAIL_HOURS: z.coerce.number().min(0.001).max(744).default(24),
  AUDIT_HEADS_SECONDS: z.coerce.number().min(0.1).max(3_600).default(10),
  AUDIT_EXPORT_JOB_ABOVE: z.coerce.number().int().min(0).max(1_000_000).default(50_000),
  AUDIT_EXPORT_KEPT_DAYS: z.coerce.number().min(0.001).max(365).default(7),
  AUDIT_EXPORT_BUCKET: z.string().min(3).optional(),
  AUDIT_EXPORT_ENDPOINT: url.optional(),
  AUDIT_EXPORT_REGION: z.string().optional(),
  AUDIT_EXPORT_PREFIX: z.string().default(''),
  AUDIT_EXPORT_ACCESS_KEY_ID: z.string().optional(),
  AUDIT_EXPORT_SECRET_ACCESS_KEY: z.string().optional(),
  /** Whole months that the change log keeps beside the current one; unset: nothing ever leaves. */
  AUDIT_RETENTION_MONTHS: z.coerce
    .number({ error: 'must be a whole number of months, 2 or more' })
    .int()
    .min(2, 'must be 2 or more')
    .max(1_200)
    .optional(),
  /** `never` for tests. */
  AUDIT_VERIFICATION_HOUR: z
    .union([z.literal('never'), z.coerce.number().int().min(0).max(23)], {
      error: 'must be an hour from 0 to 23, or never',
    })
    .default(2),
};
