import type { AttemptView } from '@contract/ena/batches/batches.contract.ts';
import Button from '@mui/material/Button';
import { useState } from 'react';
import { useText } from '../../../i18n/useText.ts';
import { useBatch, useLooker } from '../../useBatch.ts';
import { SettleDialog } from './SettleDialog.tsx';
import styles from './SettleDialog.module.css';

/** For what asking again did not settle: a person looks at ENA and says what is there. */
export const SettleButton = ({ attempt }: { attempt: AttemptView }) => {
  const text = useText();
  const { may } = useLooker();
  const { isUnderWay } = useBatch();
  const [isOpen, setOpen] = useState(false);
  if (!may('resolve')) return null;
  return (
    <div className={styles.begin}>
      <Button size="small" disabled={isUnderWay} onClick={() => setOpen(true)}>
        {text('ena.settle.begin')}
      </Button>
      <span className="faint">{text(isUnderWay ? 'ena.settle.underWay' : 'ena.settle.last')}</span>
      {isOpen && <SettleDialog attempt={attempt} onClose={() => setOpen(false)} />}
    </div>
  );
};
