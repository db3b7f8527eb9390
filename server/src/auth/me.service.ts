import { packRules } from '@casl/ability/extra';
import { Inject, Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import type { Actor } from '../platform/access/actor.ts';
import { CONFIG, type Config } from '../platform/config/config.ts';
import { User } from '../users/user.entity.ts';
import { rulesOf } from './abilities.ts';
import type { Me } from './auth.contract.ts';

@Injectable()
export class MeService {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @InjectRepository(User) private readonly users: Repository<User>,
  ) {}

  /** Who is signed in, and the rules the console decides by: the same that the server enforces. */
  async get(actor: Actor): Promise<Me> {
    const { id, name, email, roles } = await this.users.findOneByOrFail({ id: actor.id });
    return {
      id,
      name,
      email,
      roles,
      rules: packRules(rulesOf({ id, roles })) as unknown[][],
      environment: environmentOf(this.config),
      isEnaFourEyes: this.config.ENA_FOUR_EYES,
    };
  }
}

/** What the top bar says, so that nobody takes a trial for the real thing. */
export function environmentOf(config: Pick<Config, 'DEMO_DATA' | 'ENA_ENVIRONMENT'>): string | null {
  if (config.DEMO_DATA || config.ENA_ENVIRONMENT === 'sandbox') return 'local stack';
  return config.ENA_ENVIRONMENT === 'test' ? 'ENA test' : null;
}
