import { Isolated } from '../../../components/Isolated.tsx';
import { useText } from '../../../i18n/useText.ts';
import styles from './holds.module.css';
import type { Target } from './useTargets.ts';

type Props = { id: string; targets: readonly Target[]; at: number; onTake: (target: Target) => void };

/** What was found for a hold, below the field; the arrows of the keyboard go through it while the caret stays there. */
export const TargetList = ({ id, targets, at, onTake }: Props) => {
  const text = useText();
  return (
    <div id={id} role="listbox" aria-label={text('retention.set.found')} className={styles.targets}>
      {targets.map((target, index) => (
        <div
          key={target.name}
          id={`${id}-${index}`}
          role="option"
          aria-selected={index === at}
          tabIndex={-1}
          className={styles.target}
          // Before the field loses the caret.
          onMouseDown={(event) => {
            event.preventDefault();
            onTake(target);
          }}
        >
          <Isolated value={target.label} />
          <Isolated className="mono faint" value={target.note} />
        </div>
      ))}
    </div>
  );
};
