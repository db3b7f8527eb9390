import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import { Recipients } from '../platform/mail/recipients.ts';
import { User } from './user.entity.ts';

/** Whoever may no longer sign in is written to no more. */
@Injectable()
export class UserRecipients extends Recipients {
  constructor(@InjectRepository(User) private readonly users: Repository<User>) {
    super();
  }

  async addressOf(userId: string): Promise<string | undefined> {
    const user = await this.users.findOneBy({ id: userId, status: 'active' });
    return user?.email;
  }
}
