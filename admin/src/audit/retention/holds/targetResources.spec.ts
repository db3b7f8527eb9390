import { createMongoAbility } from '@casl/ability';
import { expect, it } from 'vitest';
import type { ConsoleAbility, Subject } from '../../../providers/ability.ts';
import { canLookUp, targetResources, type TargetKind } from './targetResources.ts';

const lookedUpBy = (...readable: Subject[]) => {
  const ability: ConsoleAbility = createMongoAbility(
    readable.map((subject) => ({ action: 'read' as const, subject })),
  );
  return (Object.keys(targetResources) as TargetKind[]).filter((kind) => canLookUp(ability, kind));
};

it('looks up only what the user may read', () => {
  // As administrators, who set holds on submissions without reading any.
  expect(lookedUpBy('User', 'AuditEvent', 'AuditHold')).toEqual(['person']);
  expect(lookedUpBy('Submission', 'Accession', 'User')).toEqual(['submission', 'record', 'person']);
  expect(lookedUpBy('AuditHold')).toEqual([]);
});
