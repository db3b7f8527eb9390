import type { INestApplicationContext } from '@nestjs/common';
import { systemActor } from '../server/src/platform/access/actor.ts';
import { ChecklistsService } from '../server/src/validation/checklists.service.ts';
import { checklistFiles } from './checklists/checklist-files.ts';

/** Installs the checklists that come with the product; one that is there already is left as it is. */
export async function seedChecklists(app: INestApplicationContext): Promise<void> {
  const checklists = app.get(ChecklistsService);
  const installed = new Set((await checklists.list()).items.map((item) => item.accession));
  for (const file of checklistFiles()) {
    if (installed.has(file.accession)) continue;
    await checklists.import(systemActor('seed'), Buffer.from(JSON.stringify(file)));
  }
}
