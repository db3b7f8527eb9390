import { analysisTypes } from '@contract/validation/vocabularies/analyses.contract.ts';
import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import { useState } from 'react';
import { useText } from '../../i18n/useText.ts';
import { DownloadButton } from '../DownloadButton.tsx';
import styles from './SheetUpload.module.css';

/** An empty table with the columns of a type of analysis. */
export const AnalysisTemplate = () => {
  const text = useText();
  const [type, setType] = useState('SEQUENCE_VARIATION');
  return (
    <div className={styles.template}>
      <TextField
        select
        size="small"
        label={text('sheets.templateType')}
        value={type}
        onChange={({ target }) => setType(target.value)}
      >
        {analysisTypes.map((each) => (
          <MenuItem key={each} value={each}>
            {each}
          </MenuItem>
        ))}
      </TextField>
      <DownloadButton path={`/analysis-types/${type}/template.tsv`} name={`${type.toLowerCase()}.tsv`}>
        {text('sheets.template')}
      </DownloadButton>
      <p className="faint">{text('sheets.templateHelp')}</p>
    </div>
  );
};
