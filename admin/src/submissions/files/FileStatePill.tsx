import type { Sense } from '../../components/meaning.ts';
import { StatusPill } from '../../components/StatusPill.tsx';
import { useText } from '../../i18n/useText.ts';
import type { FileRowState } from './fileRows.ts';

export const senseOfFile: Record<FileRowState, Sense> = {
  missing: 'doubtful',
  sending: 'theirs',
  unfinished: 'doubtful',
  checking: 'ours',
  verified: 'good',
  differs: 'bad',
  rejected: 'bad',
};

export const FileStatePill = ({ state }: { state: FileRowState }) => (
  <StatusPill sense={senseOfFile[state]} quiet>
    {useText()(`files.state.${state}`)}
  </StatusPill>
);
