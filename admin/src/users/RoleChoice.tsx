import { useText } from '../i18n/useText.ts';
import styles from './RoleChoice.module.css';
import { personRoles, toggled, type Role } from './roles.ts';

type Props = {
  roles: readonly Role[];
  onChange: (roles: Role[]) => void;
  /** What is wrong with the choice. */
  problem?: string | undefined;
};

/** Which roles somebody holds, each with what it opens. Auditor and the others take each other's place. */
export const RoleChoice = ({ roles, onChange, problem }: Props) => {
  const text = useText();
  return (
    <fieldset className={styles.choice} aria-invalid={problem !== undefined}>
      <legend>{text('users.column.roles')}</legend>
      <div className={styles.roles}>
        {personRoles.map((role) => (
          <label key={role} className={styles.role}>
            <input
              type="checkbox"
              checked={roles.includes(role)}
              onChange={() => onChange(toggled(roles, role))}
            />
            <strong>{text(`words.role.${role}`)}</strong>
            <small>{text(`users.opens.${role}`)}</small>
          </label>
        ))}
      </div>
      <p className={problem === undefined ? styles.help : styles.problem}>{problem ?? text('users.alone')}</p>
    </fieldset>
  );
};
