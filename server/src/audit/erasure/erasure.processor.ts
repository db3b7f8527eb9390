import { Injectable, type OnModuleInit } from '@nestjs/common';
import { TaskHandlers } from '../../platform/queue/task-handlers.ts';
import { erasePerson } from './erasure.task.ts';
import { PersonalValues } from './personal-values.service.ts';

/** Does the tasks of erasures. */
@Injectable()
export class ErasureProcessor implements OnModuleInit {
  constructor(
    private readonly tasks: TaskHandlers,
    private readonly values: PersonalValues,
  ) {}

  onModuleInit(): void {
    this.tasks.handle(erasePerson, ({ erasureId }, run) => this.values.erase(erasureId, run));
  }
}
