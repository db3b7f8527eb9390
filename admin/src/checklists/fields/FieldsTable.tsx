import { useRef, useState } from 'react';
import { classes } from '../../components/classes.ts';
import list from '../../components/list/list.module.css';
import { useRowKeys } from '../../components/list/useRowKeys.ts';
import { useText } from '../../i18n/useText.ts';
import type { FieldGroup } from '../fields.ts';
import { FieldRow } from './FieldRow.tsx';
import styles from './FieldsTable.module.css';

const allColumns = ['field', 'requirement', 'type', 'units', 'takes'] as const;

const GroupHead = ({ name, rule, span }: FieldGroup & { span: number }) => {
  const text = useText();
  return (
    <tr className={styles.group}>
      <th colSpan={span} scope="rowgroup">
        <bdi>{name ?? text('checklists.noGroup')}</bdi>
        {rule !== 'any' && <span>{text(`checklists.rule.${rule}`)}</span>}
      </th>
    </tr>
  );
};

/** The fields under their headings; a row opens to everything that is known of its field. J and K go through them. */
export const FieldsTable = ({ groups }: { groups: readonly FieldGroup[] }) => {
  const text = useText();
  const table = useRef<HTMLTableElement>(null);
  useRowKeys(table);
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const toggle = (name: string) => {
    const next = new Set(open);
    if (!next.delete(name)) next.add(name);
    setOpen(next);
  };
  const hasUnits = groups.some(({ fields }) => fields.some(({ units }) => units !== undefined));
  const columns = allColumns.filter((column) => hasUnits || column !== 'units');
  const hasHeadings = groups.some(({ name }) => name !== null);
  return (
    <table
      ref={table}
      className={classes(list.table, styles.table)}
      aria-label={text('checklists.column.fields')}
    >
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column} scope="col" className={styles[column]}>
              {text(`checklists.column.${column}`)}
            </th>
          ))}
        </tr>
      </thead>
      {groups.map((group) => (
        <tbody key={group.name ?? ''}>
          {hasHeadings && <GroupHead {...group} span={columns.length} />}
          {group.fields.map((field) => (
            <FieldRow
              key={field.name}
              field={field}
              hasUnits={hasUnits}
              isOpen={open.has(field.name)}
              onToggle={toggle}
            />
          ))}
        </tbody>
      ))}
    </table>
  );
};
