import { Section } from '../components/Section.tsx';
import { useText } from '../i18n/useText.ts';
import styles from './HeldRoles.module.css';
import { inOrder } from './roles.ts';
import { useUser } from './useUser.ts';

/** The roles somebody holds, each with what it opens. */
export const HeldRoles = () => {
  const text = useText();
  const { roles } = useUser();
  return (
    <Section title={text('users.mayDo')}>
      <dl className={styles.roles}>
        {inOrder(roles).map((role) => (
          <div key={role}>
            <dt>{text(`words.role.${role}`)}</dt>
            <dd>{text(`users.opens.${role}`)}</dd>
          </div>
        ))}
      </dl>
    </Section>
  );
};
