import { seedOf } from './audit-variables.ts';
import type { Config } from './config.ts';

/**
 * What does not go together, and what production refuses besides: demo accounts, sandbox services, plain HTTP, a
 * secret that is plainly none.
 *
 * @param config the variables that could be read; those that could not are missing and reported elsewhere
 * @returns one line a problem, `NAME: what is wrong`, without any value
 */
export function refusals(config: Partial<Config>): string[] {
  const rules = config.NODE_ENV === 'production' ? [...always, ...inProduction] : always;
  return rules.flatMap(({ name, wrong, says }) => (wrong(config) ? `${name}: ${says}` : []));
}

type Rule = { name: keyof Config; wrong: (config: Partial<Config>) => boolean; says: string };

const enaServices = [
  'ENA_SUBMIT_URL',
  'ENA_TEST_SUBMIT_URL',
  'ENA_LOGIN_URL',
  'ENA_TOKEN_URL',
  'ENA_REPORT_URL',
] as const;

const hasAccount = (config: Partial<Config>) =>
  config.ENA_USERNAME !== undefined || config.ENA_PASSWORD !== undefined;

/** The sandbox holds nothing that a wrong account could spoil; test and production are told apart by two names. */
function isOfAnother({ ENA_ENVIRONMENT: meant, ENA_ACCOUNT_ENVIRONMENT: named }: Partial<Config>): boolean {
  if (meant === undefined) return false;
  return meant === 'sandbox' ? named !== undefined && named !== meant : named !== meant;
}

const always: readonly Rule[] = [
  {
    name: 'ENA_SUBMIT_URL',
    wrong: (config) => config.ENA_ENVIRONMENT === 'sandbox' && config.ENA_SUBMIT_URL === undefined,
    says: 'must name the sandbox when ENA_ENVIRONMENT is sandbox',
  },
  {
    name: 'WEBIN_CLI',
    // The program knows no sandbox: its -test is ENA's own test service. Tests have a stand-in of theirs.
    wrong: (config) =>
      config.WEBIN_CLI !== undefined && config.ENA_ENVIRONMENT === 'sandbox' && config.NODE_ENV !== 'test',
    says: 'must not be set when ENA_ENVIRONMENT is sandbox: the program would go to ENA itself',
  },
  ...enaServices.map((name) => ({
    name,
    wrong: (config: Partial<Config>) => /\/ena\/dev(?:\/|$)/i.test(config[name] ?? ''),
    says: 'names the internal development service of ENA, which refuses everybody else',
  })),
  {
    name: 'ENA_PASSWORD',
    wrong: (config) => (config.ENA_USERNAME === undefined) !== (config.ENA_PASSWORD === undefined),
    says: 'goes with ENA_USERNAME: both or neither',
  },
  {
    name: 'ENA_ACCOUNT_ENVIRONMENT',
    wrong: (config) => hasAccount(config) && isOfAnother(config),
    says: 'must be the same as ENA_ENVIRONMENT, by its full name: it says which ENA the Webin account is meant for',
  },
  {
    name: 'S3_HOT_SECRET_ACCESS_KEY',
    wrong: (config) =>
      (config.S3_HOT_ACCESS_KEY_ID === undefined) !== (config.S3_HOT_SECRET_ACCESS_KEY === undefined),
    says: 'goes with S3_HOT_ACCESS_KEY_ID: both or neither',
  },
  {
    name: 'AUDIT_HEADS_SECRET_ACCESS_KEY',
    wrong: (config) =>
      (config.AUDIT_HEADS_ACCESS_KEY_ID === undefined) !==
      (config.AUDIT_HEADS_SECRET_ACCESS_KEY === undefined),
    says: 'goes with AUDIT_HEADS_ACCESS_KEY_ID: both or neither',
  },
  {
    name: 'AUDIT_EXPORT_SECRET_ACCESS_KEY',
    wrong: (config) =>
      (config.AUDIT_EXPORT_ACCESS_KEY_ID === undefined) !==
      (config.AUDIT_EXPORT_SECRET_ACCESS_KEY === undefined),
    says: 'goes with AUDIT_EXPORT_ACCESS_KEY_ID: both or neither',
  },
  {
    name: 'AUDIT_EXPORT_KEY',
    wrong: (config) => signsHeads(config.AUDIT_EXPORT_KEY, config),
    says: 'must be another key than the one that signs heads: who has it could forge the log',
  },
  {
    name: 'AUDIT_PREVIOUS_EXPORT_KEY',
    wrong: (config) => signsHeads(config.AUDIT_PREVIOUS_EXPORT_KEY, config),
    says: 'must be another key than the one that signs heads: who has it could forge the log',
  },
  {
    name: 'AUDIT_HEADS_WEBHOOK_URL',
    wrong: (config) => isForOneself(config.AUDIT_HEADS_WEBHOOK_URL),
    says: 'names an address for which no request is meant (link-local, as of cloud metadata), or carries a name or password',
  },
];

function signsHeads(key: string | undefined, config: Partial<Config>): boolean {
  const heads = [config.AUDIT_SIGNING_KEY, config.AUDIT_PREVIOUS_SIGNING_KEY];
  return key !== undefined && heads.some((each) => each !== undefined && seedOf(each) === seedOf(key));
}

/** Addresses of the machine's own surroundings (RFC 3927, RFC 4291), where clouds keep credentials; fetch refuses names and passwords. */
function isForOneself(url: string | undefined): boolean {
  if (url === undefined) return false;
  const { hostname, username, password } = new URL(url);
  return (
    username !== '' || password !== '' || /^169\.254\.|^\[fe[89ab][0-9a-f]:|^\[::ffff:a9fe:/.test(hostname)
  );
}

const inProduction: readonly Rule[] = [
  { name: 'DEMO_DATA', wrong: (config) => config.DEMO_DATA === true, says: 'must not be true in production' },
  {
    name: 'TASK_PACE',
    wrong: (config) => (config.TASK_PACE ?? 1) > 1,
    says: 'must be 1 in production: ENA would be asked that many times more often',
  },
  {
    name: 'AUDIT_VERIFICATION_HOUR',
    wrong: (config) => config.AUDIT_VERIFICATION_HOUR === 'never',
    says: 'must be an hour in production: never would leave the change log unverified, and keep every month in it',
  },
  {
    name: 'ENA_ENVIRONMENT',
    wrong: (config) => config.ENA_ENVIRONMENT === 'sandbox',
    says: 'must be test or production in production',
  },
  ...enaServices.map((name) => ({
    name,
    wrong: (config: Partial<Config>) => isPlainHttp(config[name]),
    says: 'must be https in production: it carries a password',
  })),
  {
    name: 'PUBLIC_URL',
    wrong: (config) => isPlainHttp(config.PUBLIC_URL),
    says: 'must be https in production',
  },
  {
    name: 'JWT_SECRET',
    wrong: (config) => config.JWT_SECRET !== undefined && !looksRandom(config.JWT_SECRET),
    says: 'is not a random secret',
  },
  ...(['AUDIT_SIGNING_KEY', 'AUDIT_EXPORT_KEY'] as const).map((name) => ({
    name,
    wrong: (config: Partial<Config>) => config[name] !== undefined && !looksRandom(config[name]),
    says: 'is not a random secret',
  })),
  {
    name: 'AUDIT_HEADS_WEBHOOK_URL',
    wrong: (config) => isPlainHttp(config.AUDIT_HEADS_WEBHOOK_URL),
    says: 'must be https in production',
  },
];

const isPlainHttp = (url: string | undefined) => url?.startsWith('http://') ?? false;

/** Random bytes of 256 bits have more than ten different characters, also in hexadecimal, and repeat nothing. */
export function looksRandom(secret: string): boolean {
  const isRepeated = /^(.+?)\1+$/.test(secret);
  const isWords = /change|secret|password|example/i.test(secret);
  return !isRepeated && !isWords && new Set(secret).size >= 10;
}
