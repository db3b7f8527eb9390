import { useAbility } from '@casl/react';
import Button from '@mui/material/Button';
import { useDataProvider, useLocale } from 'react-admin';
import { Icon } from '../../../components/Icon.tsx';
import { useText } from '../../../i18n/useText.ts';
import type { ConsoleAbility } from '../../../providers/ability.ts';
import type { ConsoleDataProvider } from '../../../providers/dataProvider.ts';
import { download } from '../../export/download.ts';
import { Refused } from '../../export/Refused.tsx';
import { useTaking } from '../../export/useTaking.ts';
import { monthWords } from '../monthWords.ts';

/**
 * Downloads the file of an archived month by a link that works once, for those who may export the log.
 *
 * @param month `YYYY-MM`
 */
export const MonthFile = ({ month }: { month: string }) => {
  const text = useText();
  const locale = useLocale();
  const provider = useDataProvider<ConsoleDataProvider>();
  const mayTake = useAbility<ConsoleAbility>().can('export', 'AuditEvent');
  const { isBusy, refused, take } = useTaking();
  if (!mayTake) return null;
  return (
    <>
      <Button
        size="small"
        variant="outlined"
        startIcon={<Icon name="download" />}
        disabled={isBusy}
        aria-label={text('retention.month.fileOf', { month: monthWords(month, locale) })}
        onClick={() => void take(async () => download((await provider.archiveLink(month)).url))}
      >
        {text('retention.month.file')}
      </Button>
      <Refused error={refused} />
    </>
  );
};
