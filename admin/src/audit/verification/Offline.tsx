import Button from '@mui/material/Button';
import { useState } from 'react';
import { useDataProvider } from 'react-admin';
import { Link } from 'react-router-dom';
import { ErrorState } from '../../components/ErrorState.tsx';
import { Icon } from '../../components/Icon.tsx';
import { saveFile } from '../../components/saveFile.ts';
import { Section } from '../../components/Section.tsx';
import { useText } from '../../i18n/useText.ts';
import type { ConsoleDataProvider } from '../../providers/dataProvider.ts';
import { useRetention } from '../retention/useRetention.ts';
import { Command } from './Command.tsx';
import { ProgramHash } from './ProgramHash.tsx';
import { npxCommand, offlineCommand, programPath } from './verificationWords.ts';
import styles from './VerificationPage.module.css';

/** One full page of the API: the newest head covers all before it, and the others are for older exports. */
const headsPath = '/audit/checkpoints?limit=500';

const exported = 'FILE.jsonl';
const hashCommand = 'sha256sum FILE.xlsx';

/** Saves downloaded bytes as a file. */
const useSaved = () => {
  const provider = useDataProvider<ConsoleDataProvider>();
  const [error, setError] = useState<unknown>(null);
  const save = async (from: () => Promise<Blob>, name: string) => {
    setError(null);
    try {
      saveFile(await from(), name);
    } catch (refused) {
      setError(refused);
    }
  };
  return { provider, error, save };
};

/** The keys are outside the API and public. */
const keys = async (): Promise<Blob> => {
  const answer = await fetch('/.well-known/seqdb-audit-keys.json');
  if (!answer.ok) throw new Error(`${answer.status} ${answer.statusText}`);
  return answer.blob();
};

const SaveButton = ({ what, onSave }: { what: 'keys' | 'heads'; onSave: () => void }) => {
  const text = useText();
  return (
    <Button size="small" variant="outlined" startIcon={<Icon name="download" />} onClick={onSave}>
      {text(`logVerification.offline.${what}`)}
    </Button>
  );
};

/** How the verifier is called. */
const RunCommands = () => {
  const text = useText();
  const hasArchives = (useRetention().data?.archivedMonths ?? 0) > 0;
  return (
    <>
      <Command value={offlineCommand(exported)} />
      <p className="faint">{text('logVerification.offline.npx')}</p>
      <Command value={npxCommand(window.location.origin, exported)} />
      {hasArchives && (
        <>
          <p className="faint">
            {text('logVerification.offline.archives')}{' '}
            <Link to="/log-retention/months">{text('retention.archivedEvent.toMonths')}</Link>
          </p>
          <Command value={`${offlineCommand(exported)} --archives FOLDER`} />
        </>
      )}
    </>
  );
};

/** How an auditor checks an export without us, step by step. */
export const Offline = () => {
  const text = useText();
  const { provider, error, save } = useSaved();
  const heads = async () => (await provider.download(headsPath)).blob;
  return (
    <Section title={text('logVerification.offline.title')}>
      <p className={styles.intro}>{text('logVerification.offline.intro')}</p>
      <ol className={styles.steps}>
        <li>
          <p>{text('logVerification.offline.step.file')}</p>
          <Link to="/change-log?view=all">{text('logVerification.offline.toLog')}</Link>
        </li>
        <li>
          <p>{text('logVerification.offline.step.keys')}</p>
          <SaveButton what="keys" onSave={() => void save(keys, 'seqdb-audit-keys.json')} />
        </li>
        <li>
          <p>{text('logVerification.offline.step.heads')}</p>
          <SaveButton what="heads" onSave={() => void save(heads, 'seqdb-audit-heads.json')} />
        </li>
        <li>
          <p>{text('logVerification.offline.step.program')}</p>
          <Button
            size="small"
            variant="outlined"
            startIcon={<Icon name="download" />}
            component="a"
            href={`${programPath}.mjs`}
            download
          >
            {text('logVerification.offline.program')}
          </Button>
          <ProgramHash />
        </li>
        <li>
          <p>{text('logVerification.offline.step.run')}</p>
          <RunCommands />
          <p className="faint">{text('logVerification.offline.codes')}</p>
        </li>
      </ol>
      {error !== null && <ErrorState error={error} isInline />}
      <p className={styles.intro}>{text('logVerification.offline.workbook')}</p>
      <Command value={hashCommand} />
    </Section>
  );
};
