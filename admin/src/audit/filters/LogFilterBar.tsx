import Button from '@mui/material/Button';
import { useId, useState } from 'react';
import { Icon } from '../../components/Icon.tsx';
import { useText } from '../../i18n/useText.ts';
import { actionGroups, actionWords, groupNames, groupValue } from '../actions.ts';
import { DayField, TextField } from './fields.tsx';
import styles from './LogFilterBar.module.css';
import { isUuid } from './isUuid.ts';

type Props = { values: Record<string, string>; onChange: (name: string, value: string) => void };

const ActionField = ({ values, onChange }: Props) => {
  const text = useText();
  const value = values['action'] ?? '';
  const isListed = groupNames.some(
    (group) => groupValue(group) === value || actionGroups[group].some((action) => action === value),
  );
  return (
    <label className={styles.field} data-wide>
      <span>{text('audit.filter.action')}</span>
      <select value={value} onChange={(event) => onChange('action', event.target.value)}>
        <option value="">{text('audit.filter.anyAction')}</option>
        {value !== '' && !isListed && <option value={value}>{value}</option>}
        {groupNames.map((group) => (
          <optgroup key={group} label={text(`audit.group.${group}`)}>
            {actionGroups[group].length > 1 && (
              <option value={groupValue(group)}>
                {text('audit.filter.wholeGroup', { group: text(`audit.group.${group}`) })}
              </option>
            )}
            {actionGroups[group].map((action) => (
              <option key={action} value={action}>
                {actionWords(action, text)}
              </option>
            ))}
          </optgroup>
        ))}
      </select>
    </label>
  );
};

/** The filters by who, what, which record and when. On narrow screens a button opens them. */
export const LogFilterBar = ({ values, onChange }: Props) => {
  const text = useText();
  const id = useId();
  const [isOpen, setOpen] = useState(false);
  const actor = values['actor'] ?? '';
  const record = values['record'] ?? '';
  return (
    <div className={styles.bar}>
      <span className={styles.toggle}>
        <Button
          startIcon={<Icon name="filter" />}
          aria-expanded={isOpen}
          aria-controls={id}
          onClick={() => setOpen(!isOpen)}
        >
          {text('parts.list.filter')}
        </Button>
      </span>
      <div id={id} className={styles.fields} data-open={isOpen || undefined}>
        <TextField
          label={text('audit.filter.actor')}
          hint={text('audit.filter.actorHint')}
          value={isUuid(actor) ? '' : actor}
          onCommit={(value) => onChange('actor', value)}
        />
        <ActionField values={values} onChange={onChange} />
        <TextField
          label={text('audit.filter.rootId')}
          hint={text('audit.filter.recordHint')}
          value={isUuid(record) ? '' : record}
          onCommit={(value) => onChange('record', value)}
        />
        <DayField
          label={text('audit.filter.since')}
          value={values['since'] ?? ''}
          onCommit={(value) => onChange('since', value)}
        />
        <DayField
          label={text('audit.filter.until')}
          value={values['until'] ?? ''}
          onCommit={(value) => onChange('until', value)}
        />
      </div>
    </div>
  );
};
