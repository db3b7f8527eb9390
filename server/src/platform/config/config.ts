import { z } from 'zod';
import { accessionPrefix } from './accession-prefix.ts';
import { auditVariables } from './audit-variables.ts';
import { refusals } from './refusals.ts';
import { readVariables } from './variables.ts';

/** A URL of the given schemes; checked here so that a typing error stops the start and not the first request. */
const url = (...schemes: string[]) =>
  z.url({ protocol: new RegExp(`^(${schemes.join('|')})$`), error: `must be a URL (${schemes.join(', ')})` });

const flag = z.enum(['true', 'false']).transform((value) => value === 'true');
const bytes = (min: number, max: number) => z.coerce.number().int().min(min).max(max);
const port = z.coerce.number().int().min(1).max(65_535);

/** Every variable the application reads, by name. docs/settings.md documents them in the same order. */
export const environment = z.object({
  NODE_ENV: z.enum(['development', 'test', 'production']).default('development'),
  HOST: z.string().default('127.0.0.1'),
  PORT: port.default(3000),
  PUBLIC_URL: url('http', 'https').default('http://localhost:3000'),
  TRUST_PROXY: z.coerce.number().int().min(0).max(10).default(0),
  LOG_LEVEL: z.enum(['error', 'warn', 'info', 'debug']).default('info'),
  DATABASE_URL: url('postgres', 'postgresql'),
  DATABASE_MIGRATION_URL: url('postgres', 'postgresql').optional(),
  DATABASE_SEALER_URL: url('postgres', 'postgresql').optional(),
  DATABASE_POOL_SIZE: z.coerce.number().int().min(2).max(200).default(20),
  REDIS_URL: url('redis', 'rediss'),
  S3_HOT_ENDPOINT: url('http', 'https').optional(),
  S3_HOT_PUBLIC_ENDPOINT: url('http', 'https').optional(),
  S3_HOT_REGION: z.string().default('us-east-1'),
  S3_HOT_BUCKET: z.string().min(3),
  S3_HOT_ACCESS_KEY_ID: z.string().optional(),
  S3_HOT_SECRET_ACCESS_KEY: z.string().optional(),
  S3_HOT_PREFIX: z.string().default(''),
  SMTP_URL: url('smtp', 'smtps').optional(),
  MAIL_FROM: z.string().default('SeqDB <no-reply@example.org>'),
  JWT_SECRET: z.string().min(43, 'must carry 256 bits: 32 random bytes in base64url are 43 characters'),
  ...auditVariables,
  ACCESSION_PREFIX: accessionPrefix.default('SQDB'),
  DEMO_DATA: flag.default(false),
  ENA_ENVIRONMENT: z.enum(['sandbox', 'test', 'production']).default('test'),
  ENA_SUBMIT_URL: url('http', 'https').optional(),
  ENA_TEST_SUBMIT_URL: url('http', 'https').optional(),
  ENA_LOGIN_URL: url('http', 'https').optional(),
  ENA_TOKEN_URL: url('http', 'https').optional(),
  ENA_REPORT_URL: url('http', 'https').optional(),
  ENA_UPLOAD_URL: url('ftps').optional(),
  ENA_UPLOAD_CA: z.string().optional(),
  ENA_UPLOAD_LAG_SECONDS: z.coerce.number().min(0).max(604_800).optional(),
  ENA_AUTH: z.enum(['basic', 'bearer']).default('basic'),
  ENA_USERNAME: z
    .string()
    .regex(/^Webin-\d+$/, 'must look like Webin-12345')
    .optional(),
  ENA_PASSWORD: z.string().optional(),
  ENA_ACCOUNT_ENVIRONMENT: z.enum(['sandbox', 'test', 'production']).optional(),
  ENA_CENTER_NAME: z.string().max(300).optional(),
  ENA_SCHEMA_DIR: z.string().optional(),
  ENA_FOUR_EYES: flag.default(false),
  WEBIN_CLI: z.string().optional(),
  ENA_RESEND_AFTER_SECONDS: z.coerce.number().min(0).max(86_400).optional(),
  TASK_PACE: z.coerce.number().min(1).max(100).default(1),
  SHEET_MAX_BYTES: z.coerce
    .number()
    .int()
    .min(1024)
    .default(50 * 1024 * 1024),
  // S3: a part has 5 MiB or more, an object at most 5 TiB; what is one PUT is also copied once, which ends at 5 GiB.
  FILE_PART_BYTES: bytes(5 * 1024 ** 2, 5 * 1024 ** 3).default(64 * 1024 ** 2),
  FILE_MAX_BYTES: bytes(1, 5 * 1024 ** 4).default(200 * 1024 ** 3),
  SUBMISSION_FILES_MAX_BYTES: bytes(1, Number.MAX_SAFE_INTEGER).default(2 * 1024 ** 4),
  SUBMISSION_FILES_MAX: z.coerce.number().int().min(1).max(100_000).default(20_000),
  UPLOAD_URL_SECONDS: z.coerce.number().int().min(1).max(86_400).default(3_600),
  UPLOAD_ABANDONED_AFTER_HOURS: z.coerce.number().min(0).max(720).default(48),
});

/** Variables whose values never appear in a log or an error; `secretsOf` reads them. */
export const secretVariables = [
  'DATABASE_URL',
  'DATABASE_MIGRATION_URL',
  'DATABASE_SEALER_URL',
  'REDIS_URL',
  'S3_HOT_SECRET_ACCESS_KEY',
  'SMTP_URL',
  'JWT_SECRET',
  'AUDIT_SIGNING_KEY',
  'AUDIT_PREVIOUS_SIGNING_KEY',
  'AUDIT_EXPORT_KEY',
  'AUDIT_PREVIOUS_EXPORT_KEY',
  'AUDIT_HEADS_SECRET_ACCESS_KEY',
  'AUDIT_HEADS_WEBHOOK_URL',
  'AUDIT_EXPORT_SECRET_ACCESS_KEY',
  'AUDIT_HEADS_WEBHOOK_SECRET',
  'ENA_PASSWORD',
] as const satisfies readonly (keyof z.infer<typeof environment>)[];

export type Config = z.infer<typeof environment>;

/** The secret values of a configuration, and the passwords that stand in its URLs. */
export function secretsOf(config: Partial<Config>): string[] {
  const values = secretVariables.flatMap((name) => config[name] ?? []);
  const passwords = values.flatMap((value) => {
    const password = URL.canParse(value) ? new URL(value).password : '';
    return password === '' ? [] : [password, decodeURIComponent(password)];
  });
  return [...new Set([...values, ...passwords])];
}

/** Injection token of the parsed configuration. */
export const CONFIG = Symbol('CONFIG');

/** Thrown when the environment is not usable; its message lists every problem, one a line, and no value. */
export class ConfigError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(
      `The configuration has ${problems.length} problem(s):\n${problems.map((line) => `  ${line}`).join('\n')}`,
    );
  }
}

/**
 * Reads and checks the environment, once, at start. `NAME_FILE` names a file that holds the value of `NAME` (for
 * secrets), and the literal `None` means that a variable is not set (parameter stores cannot hold an empty value).
 *
 * @param needed variables that this process cannot do without, though others can
 * @throws ConfigError with all problems at once
 */
export function loadConfig<Needed extends keyof Config = never>(
  env: NodeJS.ProcessEnv = process.env,
  needed: readonly Needed[] = [],
): Config & { [Name in Needed]: NonNullable<Config[Name]> } {
  const { values, problems } = readVariables(env, Object.keys(environment.shape));
  const parsed = environment.safeParse(values);
  const unreadable =
    parsed.error?.issues.map((issue) => `${issue.path.join('.')}: ${wording(issue, values)}`) ?? [];
  const missing = needed.flatMap((name) => (values[name] === undefined ? `${name}: is not set` : []));
  const all = [...problems, ...unreadable, ...missing, ...refusals(readable(values))];
  if (parsed.success && all.length === 0) return parsed.data as ReturnType<typeof loadConfig<Needed>>;
  throw new ConfigError(all);
}

/** The variables that are fine by themselves: one that is not does not hide what is wrong with the others. */
function readable(values: Record<string, string | undefined>): Partial<Config> {
  return Object.fromEntries(
    Object.entries(environment.shape).flatMap(([name, schema]) => {
      const { success, data } = schema.safeParse(values[name]);
      return success ? [[name, data]] : [];
    }),
  );
}

function wording(issue: z.core.$ZodIssue, values: Record<string, string | undefined>): string {
  return values[String(issue.path[0])] === undefined && issue.code === 'invalid_type'
    ? 'is not set'
    : issue.message;
}
