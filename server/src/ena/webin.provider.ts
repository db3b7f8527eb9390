import type { FactoryProvider } from '@nestjs/common';
import { CONFIG, type Config } from '../platform/config/config.ts';
import { notConfigured } from './ena.errors.ts';
import type { WebinEndpoints } from './webin/environments.ts';
import { webinEndpoints } from './webin/environments.ts';
import { HttpWebinClient } from './webin/http-webin.client.ts';
import { WebinClient } from './webin/webin.client.ts';
import type { SchemaValidator } from './webin/xml/schema.validator.ts';

/** Gives the client when it is needed: an installation without a Webin account runs, and says so when it is to send. */
export abstract class Webin {
  /** @throws AppError `ena.not_configured` */
  abstract client(): WebinClient;
  /**
   * Where a document is tried before it is sent. For production that is ENA's test service, last night's copy of it,
   * which knows the same accounts; elsewhere the service itself.
   *
   * @throws AppError `ena.not_configured`
   */
  abstract rehearsal(): WebinClient;
  /** ENA's schemas, where they are installed. */
  abstract readonly schemas: SchemaValidator | undefined;
}

/** Resolved at start, so that an address of another environment stops it there. */
export function endpointsOf(config: Config): WebinEndpoints | undefined {
  if (config.ENA_ENVIRONMENT === 'sandbox' && !config.ENA_SUBMIT_URL) return undefined;
  return webinEndpoints({
    environment: config.ENA_ENVIRONMENT,
    submitUrl: config.ENA_SUBMIT_URL,
    loginUrl: config.ENA_LOGIN_URL,
    tokenUrl: config.ENA_TOKEN_URL,
    reportUrl: config.ENA_REPORT_URL,
    uploadUrl: config.ENA_UPLOAD_URL,
  });
}

export const webinProvider: FactoryProvider<Webin> = {
  provide: Webin,
  inject: [CONFIG],
  useFactory: async (config: Config) => {
    const client = clientAt(endpointsOf(config), config);
    const testService = webinEndpoints({ environment: 'test', submitUrl: config.ENA_TEST_SUBMIT_URL });
    const rehearsal = config.ENA_ENVIRONMENT === 'production' ? clientAt(testService, config) : client;
    const present = (found: WebinClient | undefined) => {
      if (!found) throw notConfigured();
      return found;
    };
    return {
      schemas: await schemasIn(config.ENA_SCHEMA_DIR),
      client: () => present(client),
      rehearsal: () => present(rehearsal),
    };
  },
};

/** The XML library takes 20 MB of memory: it is loaded only where there is something to validate with. */
async function schemasIn(folder: string | undefined): Promise<SchemaValidator | undefined> {
  if (folder === undefined) return undefined;
  const { SchemaValidator: Validator } = await import('./webin/xml/schema.validator.ts');
  return new Validator(folder);
}

function clientAt(endpoints: WebinEndpoints | undefined, config: Config): WebinClient | undefined {
  const { ENA_USERNAME: username, ENA_PASSWORD: password, ENA_AUTH: auth } = config;
  if (!endpoints || !username || !password) return undefined;
  return new HttpWebinClient(endpoints, { username, password }, { auth });
}
