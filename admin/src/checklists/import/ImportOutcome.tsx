import type { ChecklistImport } from '@contract/validation/checklists.contract.ts';
import { useLocale } from 'react-admin';
import { Link } from 'react-router-dom';
import { ListTable } from '../../components/list/ListTable.tsx';
import { Section } from '../../components/Section.tsx';
import { StatusPill } from '../../components/StatusPill.tsx';
import { useText } from '../../i18n/useText.ts';
import { checklistColumns } from '../checklistColumns.tsx';
import styles from './ImportChecklists.module.css';

type Item = ChecklistImport['items'][number];
type Row = Item & { id: string };

const outcomes = ['installed', 'updated', 'unchanged'] as const;
const senses = { installed: 'good', updated: 'ours', unchanged: 'plain' } as const;

/** What became of each checklist in the file. */
export const ImportOutcome = ({ name, items }: { name: string; items: readonly Item[] }) => {
  const text = useText();
  const locale = useLocale();
  const column = checklistColumns(text);
  const counted = outcomes
    .map((outcome) => ({ outcome, count: items.filter((item) => item.outcome === outcome).length }))
    .filter(({ count }) => count > 0)
    .map(({ outcome, count }) => text(`checklists.outcomes.${outcome}`, { count }));
  const isNews = items.some(({ outcome }) => outcome !== 'unchanged');
  return (
    <Section title={text('checklists.import.outcome')}>
      <p role="status">
        {text('checklists.import.done', {
          name,
          what: new Intl.ListFormat(locale, { type: 'conjunction' }).format(counted),
        })}{' '}
        {text(isNews ? 'checklists.import.news' : 'checklists.import.noNews')}
      </p>
      <div className={styles.outcome}>
        <ListTable<Row>
          label={text('checklists.import.outcome')}
          rows={items.map((item) => ({ ...item, id: item.accession }))}
          linkTo={({ accession }) => `/checklists/${accession}`}
          nameOf={({ accession }) => accession}
          columns={[
            column.accession,
            column.label,
            column.version,
            column.fields,
            {
              key: 'outcome',
              label: text('checklists.import.outcome'),
              width: '8rem',
              render: ({ outcome }) => (
                <StatusPill sense={senses[outcome]} quiet>
                  {text(`checklists.outcome.${outcome}`)}
                </StatusPill>
              ),
            },
          ]}
        />
      </div>
      <Link to="/checklists">{text('checklists.import.all')}</Link>
    </Section>
  );
};
