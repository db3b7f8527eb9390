import { classes } from './classes.ts';
import type { Sense } from './meaning.ts';
import { SenseMark } from './SenseMark.tsx';
import styles from './StatusPill.module.css';

type Props = { sense: Sense; children: React.ReactNode; quiet?: boolean };

/** A state: its shape, its word and its colour. `quiet` leaves out the ground, for rows of a table. */
export const StatusPill = ({ sense, children, quiet = false }: Props) => (
  <span className={classes(styles.pill, styles[sense], quiet && styles.quiet)}>
    <SenseMark sense={sense} />
    {children}
  </span>
);
