import type {
  RunView,
  ScheduleSettings,
  ScheduleView,
} from '../../server/src/ena/schedule/schedule.contract.ts';
import type { Answer, Ask, Person, TestApp } from '../setup/app.ts';
import { okay } from './submissions.ts';

export const daily: ScheduleSettings = {
  cron: '0 3 * * *',
  timeZone: 'UTC',
  skipDays: [],
  holidays: null,
  onSkipDay: 'next-turn',
  makeUpHours: 24,
  maxSubmissions: 500,
  mailTo: { roles: [], addresses: [] },
};

/** A person working with the schedule through the API. */
export class ScheduleDesk {
  constructor(
    private readonly app: TestApp,
    readonly as: Person,
  ) {}

  ask(method: string, path = '', ask: Ask = {}): Promise<Answer> {
    return this.app.request(method, `ena/schedule${path}`, { as: this.as, ...ask });
  }

  async get(): Promise<ScheduleView> {
    return okay(await this.ask('GET'));
  }

  async set(given: Partial<ScheduleSettings>): Promise<ScheduleView> {
    const { version } = await this.get();
    return okay(await this.ask('PUT', '', { ifMatch: version, body: { ...daily, ...given } }));
  }

  async pause(reason = 'ENA is moving'): Promise<ScheduleView> {
    const { version } = await this.get();
    return okay(await this.ask('POST', '/pause', { ifMatch: version, body: { reason } }));
  }

  async resume(): Promise<ScheduleView> {
    const { version } = await this.get();
    return okay(await this.ask('POST', '/resume', { ifMatch: version, body: {} }));
  }

  async run(reason = 'Before the holidays'): Promise<RunView> {
    return okay(await this.ask('POST', '/run', { body: { reason } }), 201);
  }

  async getRun(id: string): Promise<RunView> {
    return okay(await this.ask('GET', `/runs/${id}`));
  }

  /** Newest first. */
  async runs(query = ''): Promise<RunView[]> {
    return okay(await this.ask('GET', `/runs?limit=500${query}`)).items;
  }
}
