import { describe, expect, it } from 'vitest';
import { checklistOf, findingsOf, goodProject, today } from '../../../../test/factories/samples.ts';
import type { ProjectInput } from '../validation.contract.ts';

const plain = checklistOf([{ name: 'isolate' }]);
const projectFindings = (project: Partial<ProjectInput>) =>
  findingsOf(plain, [], { project: { ...goodProject, ...project } }).map(({ rule, field, suggestion }) => [
    rule,
    field,
    suggestion,
  ]);

describe('the study', () => {
  it.each<[Partial<ProjectInput>, [string, string, string | null][]]>([
    [{ title: '' }, [['project.title_missing', 'title', null]]],
    [{ title: 'x'.repeat(19) }, [['project.title_short', 'title', null]]],
    [{ title: 'x'.repeat(20) }, []],
    [{ title: 'x'.repeat(250) }, []],
    [{ title: 'x'.repeat(251) }, [['project.title_long', 'title', null]]],
    [{ title: `${'x'.repeat(249)}😀` }, []],
    [{ description: 'short' }, [['project.description_short', 'description', null]]],
    [{ description: 'x'.repeat(4001) }, [['project.description_long', 'description', null]]],
    [{ description: `${'x'.repeat(30)}\u0003` }, [['value.control', 'description', 'x'.repeat(30)]]],
    [{ holdDate: '2026-11-20' }, [['project.hold_date_past', 'holdDate', null]]],
    [{ holdDate: today }, []],
    [{ holdDate: '2028-11-21' }, []],
    [{ holdDate: '2028-11-22' }, [['project.hold_date_far', 'holdDate', '2028-11-21']]],
  ])('%j', (project, expected) => {
    expect(projectFindings(project)).toEqual(expected);
  });

  it('may be held two years from a leap day', () => {
    const context = { project: { ...goodProject, holdDate: '2030-03-01' }, today: '2028-02-29' };
    expect(findingsOf(plain, [], context)).toMatchObject([
      { rule: 'project.hold_date_far', suggestion: '2030-02-28' },
    ]);
  });
});
