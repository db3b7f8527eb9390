import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { AuditLog } from '../../audit/audit-log.ts';
import type { Actor } from '../../platform/access/actor.ts';
import { CONFIG, type Config } from '../../platform/config/config.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { AppError } from '../../platform/errors/app.error.ts';
import { Clock } from '../../platform/time/clock.ts';
import { notConfigured } from '../ena.errors.ts';
import type { WebinEndpoints } from '../webin/environments.ts';
import { endpointsOf, Webin } from '../webin.provider.ts';
import type { ConnectionTest, ConnectionView } from './connection.contract.ts';
import { testConnection } from './connection-test.ts';
import { TestPauses } from './test-pauses.ts';

/** How this installation reaches ENA, and whether it does. */
@Injectable()
export class EnaConnection {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly webin: Webin,
    private readonly database: DataSource,
    private readonly uow: UnitOfWork,
    private readonly pauses: TestPauses,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  async get(actor: Actor): Promise<ConnectionView> {
    const { ENA_ENVIRONMENT: environment, ENA_USERNAME, ENA_AUTH: auth } = this.config;
    const endpoints = endpointsOf(this.config);
    const account = ENA_USERNAME ?? null;
    return {
      environment,
      isConfigured: this.isConfigured(),
      account: account && !actor.ability.can('test', 'EnaConnection') ? hidden(account) : account,
      auth,
      services: endpoints ? servicesOf(endpoints) : [],
      reports: await this.reports(),
      lastTest: await this.lastTest(),
    };
  }

  /** @throws AppError `ena.not_configured`, `ena.tested_just_now` */
  async test(actor: Actor): Promise<ConnectionTest> {
    const endpoints = endpointsOf(this.config);
    const { ENA_USERNAME: username, ENA_PASSWORD: password, ENA_ENVIRONMENT: environment } = this.config;
    if (!endpoints || !username || !password) throw notConfigured();
    await this.pauses.take();
    const { state, problem, steps } = await testConnection({
      client: this.webin.client(),
      endpoints,
      account: { username, password },
      isBearer: this.config.ENA_AUTH === 'bearer',
      uploadCa: this.config.ENA_UPLOAD_CA,
    });
    const now = this.clock.now();
    const id = uuidv7({ msecs: now.getTime() });
    await this.uow.run(async (tx) => {
      await tx.query(
        `INSERT INTO ena_connection_tests (id, environment, account, state, problem, steps, tested_by, tested_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
        [id, environment, username, state, problem, JSON.stringify(steps), actor.id, now],
      );
      await this.audit.record(tx, actor, {
        action: 'ena_connection.test',
        target: { type: 'EnaConnection', id: 'ena-connection', label: `ENA ${environment}` },
        facts: { environment, state, steps: steps.map(({ service, outcome }) => ({ service, outcome })) },
      });
      await tx.publish({ type: 'EnaConnectionTested', subject: { type: 'EnaConnection', id }, access: {} });
    });
    const made = await this.lastTest();
    if (!made) throw new AppError('not_found', 'ena_connection_test.not_found', 'The test is gone.');
    return made;
  }

  private isConfigured(): boolean {
    const { ENA_USERNAME, ENA_PASSWORD } = this.config;
    return Boolean(endpointsOf(this.config) && ENA_USERNAME && ENA_PASSWORD);
  }

  private async reports(): Promise<ConnectionView['reports']> {
    const [row]: ConnectionView['reports'][] = await this.database.query(
      `SELECT to_json(ended_at) #>> '{}' AS "readAt", to_json(next_at) #>> '{}' AS "nextAt", failures, message
         FROM ena_polls WHERE environment = $1`,
      [this.config.ENA_ENVIRONMENT],
    );
    return row ?? { readAt: null, nextAt: null, failures: 0, message: null };
  }

  private async lastTest(): Promise<ConnectionTest | null> {
    const [row]: ConnectionTest[] = await this.database.query(
      `SELECT t.id, t.environment, t.state, t.problem, t.steps, to_json(t.tested_at) #>> '{}' AS "testedAt",
              json_build_object('id', u.id, 'name', u.name) AS "testedBy"
         FROM ena_connection_tests t JOIN users u ON u.id = t.tested_by WHERE t.environment = $1
        ORDER BY t.tested_at DESC, t.id DESC LIMIT 1`,
      [this.config.ENA_ENVIRONMENT],
    );
    return row ?? null;
  }
}

/** `Webin-••••7`: enough to tell one from the other. */
const hidden = (account: string) => account.replace(/\d(?=\d)/g, '•');

function servicesOf(endpoints: WebinEndpoints): ConnectionView['services'] {
  const hostOf = (url: string) => new URL(url).host;
  const services: ConnectionView['services'] = [
    { service: 'submit', host: hostOf(endpoints.base) },
    { service: 'login', host: hostOf(endpoints.login) },
    { service: 'token', host: hostOf(endpoints.token) },
    { service: 'report', host: hostOf(endpoints.report) },
  ];
  const { upload } = endpoints;
  return upload ? [...services, { service: 'upload', host: `${upload.host}:${upload.port}` }] : services;
}
