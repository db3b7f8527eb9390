import MenuItem from '@mui/material/MenuItem';
import Select from '@mui/material/Select';
import { useSearchParams } from 'react-router-dom';
import { changeQuery } from '../components/list/listState.ts';
import { useText } from '../i18n/useText.ts';
import { useChecklist } from './useChecklist.ts';
import styles from './VersionPicker.module.css';

/** Which version is shown; where there is one only, its name. */
export const VersionPicker = () => {
  const text = useText();
  const [query, setQuery] = useSearchParams();
  const { version, versions } = useChecklist();
  if (versions.length === 1) {
    return (
      <span>
        {text('checklists.column.version')} <bdi className="mono">{version}</bdi>
      </span>
    );
  }
  const choose = (chosen: string) =>
    setQuery(changeQuery(query, { version: chosen === versions[0] ? null : chosen }));
  return (
    <Select
      size="small"
      className={styles.picker ?? ''}
      SelectDisplayProps={{ 'aria-label': text('checklists.column.version') }}
      value={version}
      onChange={(event) => choose(event.target.value)}
      renderValue={(value) => (
        <>
          {text('checklists.column.version')} <bdi className="mono">{value}</bdi>
        </>
      )}
    >
      {versions.map((each, at) => (
        <MenuItem key={each} value={each}>
          <bdi className="mono">{each}</bdi>
          {at === 0 && <small className={styles.current}>{text('checklists.current')}</small>}
        </MenuItem>
      ))}
    </Select>
  );
};
