import type { FactoryProvider } from '@nestjs/common';
import { CONFIG, type Config } from '../platform/config/config.ts';
import { notConfigured } from './ena.errors.ts';
import { webinEndpoints } from './webin/environments.ts';
import { HttpWebinClient } from './webin/http-webin.client.ts';
import { WebinClient } from './webin/webin.client.ts';
import { SchemaValidator } from './webin/xml/schema.validator.ts';

/** Gives the client when it is needed: an installation without a Webin account runs, and says so when it is to send. */
export abstract class Webin {
  /** @throws AppError `ena.not_configured` */
  abstract client(): WebinClient;
  /** ENA's schemas, where they are installed. */
  abstract readonly schemas: SchemaValidator | undefined;
}

export const webinProvider: FactoryProvider<Webin> = {
  provide: Webin,
  inject: [CONFIG],
  useFactory: (config: Config) => {
    const {
      ENA_ENVIRONMENT: environment,
      ENA_SUBMIT_URL: submitUrl,
      ENA_USERNAME: username,
      ENA_PASSWORD: password,
    } = config;
    // Resolved at start, so that an address of another environment stops it there.
    const endpoints =
      environment === 'sandbox' && !submitUrl ? undefined : webinEndpoints({ environment, submitUrl });
    const client =
      endpoints && username && password ? new HttpWebinClient(endpoints, { username, password }) : undefined;
    return {
      schemas: config.ENA_SCHEMA_DIR ? new SchemaValidator(config.ENA_SCHEMA_DIR) : undefined,
      client() {
        if (!client) throw notConfigured();
        return client;
      },
    };
  },
};
